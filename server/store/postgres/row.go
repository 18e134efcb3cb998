package postgres

import "encoding/binary"

// row is one row of a result in the protocol's binary form, in which text is
// itself. It is valid until the next row is read; what its methods return stays.
// NULL reads as the zero value.
type row [][]byte

func (r row) Text(i int) string { return Unescape(string(r[i])) }

// Int reads a smallint, integer or bigint.
func (r row) Int(i int) int64 {
	switch b := r[i]; len(b) {
	case 8:
		return int64(binary.BigEndian.Uint64(b))
	case 4:
		return int64(int32(binary.BigEndian.Uint32(b)))
	case 2:
		return int64(int16(binary.BigEndian.Uint16(b)))
	}
	return 0
}

func (r row) Bool(i int) bool { return len(r[i]) == 1 && r[i][0] != 0 }

func (r row) Null(i int) bool { return r[i] == nil }

func (r row) Bytes(i int) []byte {
	if r[i] == nil {
		return nil
	}
	return append([]byte{}, r[i]...)
}

// bind puts args into the form of the driver: texts as the database keeps them.
func bind(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a
		switch v := a.(type) {
		case string:
			out[i] = Escape(v)
		case []string:
			list := make([]string, len(v))
			for j, s := range v {
				list[j] = Escape(s)
			}
			out[i] = list
		}
	}
	return out
}

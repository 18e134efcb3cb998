package wire

import (
	"strconv"
	"unicode/utf8"
)

// This file has what codec_gen.go uses to write the most frequent objects. A field is
// written as its tag says; an absent list is written as [] where encoding/json writes
// null.

// writer appends members to an object, with commas between them.
type writer struct {
	b     []byte
	comma bool
}

func (w *writer) name(n string) {
	if w.comma {
		w.b = append(w.b, ',')
	}
	w.comma = true
	w.b = append(w.b, '"')
	w.b = append(w.b, n...)
	w.b = append(w.b, '"', ':')
}

func (w *writer) open(c byte)  { w.b = append(w.b, c); w.comma = false }
func (w *writer) close(c byte) { w.b = append(w.b, c); w.comma = true }

// next puts a comma between the elements of a list.
func (w *writer) next() {
	if w.comma {
		w.b = append(w.b, ',')
	}
	w.comma = true
}

func (w *writer) str(n, s string) {
	w.name(n)
	w.b = appendString(w.b, s)
}

func (w *writer) int(n string, v int64) {
	w.name(n)
	w.b = strconv.AppendInt(w.b, v, 10)
}

// strOpt, intOpt and boolOpt leave the zero value out.
func (w *writer) strOpt(n, s string) {
	if s != "" {
		w.str(n, s)
	}
}

func (w *writer) intOpt(n string, v int64) {
	if v != 0 {
		w.int(n, v)
	}
}

func (w *writer) boolOpt(n string, v bool) {
	if v {
		w.name(n)
		w.b = append(w.b, "true"...)
	}
}

func (w *writer) strs(n string, list []string) {
	w.name(n)
	w.open('[')
	for _, s := range list {
		w.next()
		w.b = appendString(w.b, s)
	}
	w.close(']')
}

// appendString writes s between quotes. Bytes that are not UTF-8 become U+FFFD, as in
// encoding/json, so that one bad row in the database does not break a frame.
func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(b, s[start:i]...)
				b = append(b, `\ufffd`...)
				start = i + 1
			}
			i += n
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
		i++
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

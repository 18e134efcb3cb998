package wire

import (
	"errors"
	"strconv"
)

var errCursor = errors.New("a cursor is [epoch, seq]")

// MarshalJSON writes the cursor as [epoch, seq].
func (c Cursor) MarshalJSON() ([]byte, error) { return c.append(nil), nil }

// UnmarshalJSON reads [epoch, seq] and nothing else.
func (c *Cursor) UnmarshalJSON(b []byte) error {
	l := reader{lexer: lexer{data: b}}
	l.cursor(c)
	return l.end()
}

func (c Cursor) append(b []byte) []byte {
	b = appendString(append(b, '['), c.Epoch)
	b = strconv.AppendInt(append(b, ','), c.Seq, 10)
	return append(b, ']')
}

func (l *reader) cursor(c *Cursor) {
	if !l.open('[') {
		return
	}
	n := 0
	for l.more(']') {
		switch n++; n {
		case 1:
			l.str(&c.Epoch)
		case 2:
			l.int(&c.Seq)
		default:
			l.fail(errCursor)
		}
	}
	if n != 2 {
		l.fail(errCursor)
	}
}

package wire

import (
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/confab/confab/shared/limits"
)

// The reasons for which JSON text is refused.
var (
	errSyntax    = errors.New("a syntax error")
	errUTF8      = errors.New("not UTF-8")
	errDepth     = errors.New("nested too deep")
	errTrailing  = errors.New("something follows it")
	errType      = errors.New("a value of the wrong kind")
	errSurrogate = errors.New("half a surrogate pair")
	errRepeated  = errors.New("a repeated field")
	errUnknown   = errors.New("an unknown field")
	errName      = errors.New("a field name that is not made of a-z, 0-9 and _")
)

// lexer reads over JSON text. After the first error every method does nothing, and
// end returns that error. It assumes that the text between quotes is UTF-8; checker
// verifies that.
type lexer struct {
	data  []byte
	pos   int
	depth int
	fresh bool // just after an opening bracket: no comma yet
	err   error
	buf   []byte // for keys with escapes
}

func (l *lexer) fail(err error) {
	if l.err == nil {
		l.err = err
	}
	l.pos = len(l.data)
}

// end returns the first error, or an error if something follows the value.
func (l *lexer) end() error {
	if l.peek() != 0 || (l.err == nil && l.pos < len(l.data)) {
		l.fail(errTrailing)
	}
	return l.err
}

// peek returns the next byte that is not white space; 0 at the end.
func (l *lexer) peek() byte {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; c {
		case ' ', '\t', '\n', '\r':
			l.pos++
		default:
			return c
		}
	}
	return 0
}

// null skips a null and reports whether there was one.
func (l *lexer) null() bool { return l.peek() == 'n' && l.word("null") }

func (l *lexer) word(w string) bool {
	if l.pos+len(w) > len(l.data) || string(l.data[l.pos:l.pos+len(w)]) != w {
		l.fail(errSyntax)
		return false
	}
	l.pos += len(w)
	return true
}

// open enters an object or array. It returns false on null and on an error.
func (l *lexer) open(bracket byte) bool {
	switch l.peek() {
	case bracket:
	case 'n':
		l.word("null")
		return false
	case 0:
		l.fail(errSyntax)
		return false
	default:
		l.fail(errType)
		return false
	}
	if l.depth++; l.depth > limits.JSONDepth {
		l.fail(errDepth)
		return false
	}
	l.pos++
	l.fresh = true
	return true
}

// more moves to the next member of what open entered, or past its end.
func (l *lexer) more(closing byte) bool {
	c := l.peek()
	if c == closing {
		l.pos++
		l.depth--
		l.fresh = false
		return false
	}
	if l.fresh {
		l.fresh = false
	} else if c == ',' {
		l.pos++
	} else {
		l.fail(errSyntax)
	}
	return l.err == nil
}

// key reads a member's name and the colon. The name is valid until the next call.
func (l *lexer) key() []byte {
	l.buf = l.buf[:0]
	k, copied := l.text(l.buf)
	if copied {
		l.buf = k
	}
	if l.peek() != ':' {
		l.fail(errSyntax)
		return nil
	}
	l.pos++
	return k
}

// text reads a string. A string without escapes is returned as a part of data; any
// other is appended to buf.
func (l *lexer) text(buf []byte) (s []byte, copied bool) {
	if c := l.peek(); c != '"' {
		if c == '{' || c == '[' || c == 't' || c == 'f' || c == '-' || (c >= '0' && c <= '9') {
			l.fail(errType)
		}
		l.fail(errSyntax)
		return nil, false
	}
	l.pos++
	start := l.pos
	for {
		l.pos += plainText(l.data[l.pos:])
		if l.pos == len(l.data) {
			break
		}
		switch c := l.data[l.pos]; {
		case c == '"':
			s = l.data[start:l.pos]
			l.pos++
			if copied {
				return append(buf, s...), true
			}
			return s, false
		case c == '\\':
			buf = append(buf, l.data[start:l.pos]...)
			buf = l.escape(buf)
			copied = true
			start = l.pos
		default:
			l.fail(errSyntax)
			return nil, false
		}
	}
	l.fail(errSyntax)
	return nil, false
}

// plainText returns how many bytes at the beginning of s stand for themselves in
// a JSON string: no quote, no backslash and no control character. It looks at
// eight bytes at once where it can: of a word x, (x-ones*n)&^x&high is 0 if and
// only if every byte is n or more, and (x^ones*c-ones)&^x&high if none is c
// (Hacker's Delight, 6-1; n and c are below 0x80).
func plainText(s []byte) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; n+8 <= len(s); n += 8 {
		w := s[n : n+8]
		x := uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 |
			uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
		control, quote, backslash := x-ones*0x20, (x^ones*'"')-ones, (x^ones*'\\')-ones
		if (control|quote|backslash)&^x&high != 0 {
			break
		}
	}
	for n < len(s) && s[n] != '"' && s[n] != '\\' && s[n] >= 0x20 {
		n++
	}
	return n
}

// escape reads one escape sequence, a pair of surrogates as one; half a pair
// becomes U+FFFD as in encoding/json.
func (l *lexer) escape(buf []byte) []byte {
	if l.pos+1 >= len(l.data) {
		l.fail(errSyntax)
		return buf
	}
	c := l.data[l.pos+1]
	l.pos += 2
	switch c {
	case '"', '\\', '/':
		return append(buf, c)
	case 'b':
		return append(buf, '\b')
	case 'f':
		return append(buf, '\f')
	case 'n':
		return append(buf, '\n')
	case 'r':
		return append(buf, '\r')
	case 't':
		return append(buf, '\t')
	case 'u':
		r := l.hex4(l.pos)
		if r < 0 {
			l.fail(errSyntax)
			return buf
		}
		l.pos += 4
		if utf16.IsSurrogate(r) {
			low := rune(-1)
			if l.pos+1 < len(l.data) && l.data[l.pos] == '\\' && l.data[l.pos+1] == 'u' {
				low = l.hex4(l.pos + 2)
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				l.pos += 6
			}
		}
		return utf8.AppendRune(buf, r)
	}
	l.fail(errSyntax)
	return buf
}

// hex4 reads four hexadecimal digits at a position; -1 if there are none.
func (l *lexer) hex4(at int) rune {
	if at+4 > len(l.data) {
		return -1
	}
	var r rune
	for _, c := range l.data[at : at+4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// number skips a number and returns its text.
func (l *lexer) number() []byte {
	l.peek()
	start := l.pos
	digits := func() bool {
		from := l.pos
		for l.pos < len(l.data) && l.data[l.pos] >= '0' && l.data[l.pos] <= '9' {
			l.pos++
		}
		return l.pos > from
	}
	at := func(set string) bool {
		for i := range len(set) {
			if l.pos < len(l.data) && l.data[l.pos] == set[i] {
				l.pos++
				return true
			}
		}
		return false
	}
	at("-")
	ok := at("0") || digits()
	if at(".") {
		ok = digits() && ok
	}
	if at("eE") {
		at("+-")
		ok = digits() && ok
	}
	if !ok {
		l.fail(errSyntax)
		return nil
	}
	return l.data[start:l.pos]
}

// skip skips a value of any kind.
func (l *lexer) skip() {
	switch c := l.peek(); c {
	case '{':
		if l.open('{') {
			for l.more('}') {
				l.key()
				l.skip()
			}
		}
	case '[':
		if l.open('[') {
			for l.more(']') {
				l.skip()
			}
		}
	case '"':
		l.buf = l.buf[:0]
		if b, copied := l.text(l.buf); copied {
			l.buf = b
		}
	case 't':
		l.word("true")
	case 'f':
		l.word("false")
	case 'n':
		l.word("null")
	default:
		l.number()
	}
}

// The typed readers: null leaves the value as it is, like encoding/json.

func (l *lexer) str(into *string) {
	if l.null() {
		return
	}
	l.buf = l.buf[:0]
	b, copied := l.text(l.buf)
	if copied {
		l.buf = b
	}
	if l.err == nil {
		*into = string(b)
	}
}

func (l *lexer) int(into *int64) {
	switch c := l.peek(); {
	case c == 'n':
		l.word("null")
		return
	case c != '-' && (c < '0' || c > '9'):
		l.fail(errType)
		return
	}
	n, err := strconv.ParseInt(string(l.number()), 10, 64)
	if err != nil {
		l.fail(errType)
		return
	}
	*into = n
}

func (l *lexer) bool(into *bool) {
	switch l.peek() {
	case 'n':
		l.word("null")
	case 't':
		*into = l.word("true")
	case 'f':
		*into = !l.word("false") && *into
	default:
		l.fail(errType)
	}
}

func (l *lexer) strs(into *[]string) {
	if !l.open('[') {
		return
	}
	list := []string{}
	for l.more(']') {
		var s string
		l.str(&s)
		list = append(list, s)
	}
	*into = list
}

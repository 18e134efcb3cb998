package wire

import (
	"bytes"
	"unicode/utf8"
)

// check reads over one JSON object of a client and returns the first reason to
// refuse it that encoding/json would not find.
func check(data []byte) error {
	if !utf8.Valid(data) {
		return errUTF8
	}
	c := checker{lexer{data: data}}
	if c.peek() != '{' {
		c.fail(errType)
	}
	c.value()
	return c.end()
}

// checker is a lexer that applies the strict rules.
type checker struct{ lexer }

// value is skip with the strict rules. encoding/json ignores the case of a field's
// name and uses the last one of a repeated field. A log or a proxy may read such an
// object otherwise than the server, so both are refused.
func (c *checker) value() {
	switch c.peek() {
	case '{':
		if !c.open('{') {
			return
		}
		var seen names
		for c.more('}') {
			name := c.key()
			if len(c.buf) > 0 || !plainName(name) {
				c.fail(errName)
				return
			}
			if !seen.add(name) {
				c.fail(errRepeated)
				return
			}
			c.value()
		}
	case '[':
		if !c.open('[') {
			return
		}
		for c.more(']') {
			c.value()
		}
	case '"':
		start := c.pos
		c.skip()
		if c.err == nil && halfPair(c.data[start:c.pos]) {
			c.fail(errSurrogate)
		}
	default:
		c.skip()
	}
}

// names is a set of field names: a list while it is short, then a map, so that the
// time for an object of ten thousand fields is not quadratic.
type names struct {
	few  [16][]byte
	n    int
	many map[string]struct{}
}

// add adds name and reports whether it is new. It keeps a reference to name.
func (s *names) add(name []byte) bool {
	for i := range s.n {
		if bytes.Equal(s.few[i], name) {
			return false
		}
	}
	if s.n < len(s.few) {
		s.few[s.n] = name
		s.n++
		return true
	}
	if s.many == nil {
		s.many = map[string]struct{}{}
	}
	if _, is := s.many[string(name)]; is {
		return false
	}
	s.many[string(name)] = struct{}{}
	return true
}

// plainName reports whether a field name could be one of this protocol's.
func plainName(name []byte) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return len(name) > 0
}

// halfPair reports whether a well-formed string literal has an escaped surrogate
// without its other half.
func halfPair(s []byte) bool {
	l := lexer{data: s}
	for i := 0; i < len(s); i++ {
		next := bytes.IndexByte(s[i:], '\\')
		if next < 0 {
			return false
		}
		i += next + 1
		if s[i] != 'u' {
			continue
		}
		r := l.hex4(i + 1)
		i += 4
		if r < 0xD800 || r > 0xDFFF {
			continue
		}
		if r >= 0xDC00 || i+6 >= len(s) || s[i+1] != '\\' || s[i+2] != 'u' {
			return true
		}
		if low := l.hex4(i + 3); low < 0xDC00 || low > 0xDFFF {
			return true
		}
		i += 6
	}
	return false
}

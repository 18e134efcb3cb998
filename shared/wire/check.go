package wire

import (
	"bytes"
	"unicode/utf8"
)

// check passes over one JSON object of a client and returns the first reason
// to refuse it that encoding/json would let pass.
func check(data []byte) error {
	if !utf8.Valid(data) {
		return errUTF8
	}
	l := lexer{data: data}
	if l.peek() != '{' {
		l.fail(errType)
	}
	l.checkValue()
	return l.end()
}

// checkValue is skip with the strict rules. encoding/json takes a field
// whatever its case and lets a repeated one win; both hide from a log or a
// proxy what the server then does, so neither is allowed.
func (l *lexer) checkValue() {
	switch l.peek() {
	case '{':
		if !l.open('{') {
			return
		}
		var seen names
		for l.more('}') {
			name := l.key()
			if len(l.buf) > 0 || !plainName(name) {
				l.fail(errName)
				return
			}
			if !seen.add(name) {
				l.fail(errRepeated)
				return
			}
			l.checkValue()
		}
	case '[':
		if !l.open('[') {
			return
		}
		for l.more(']') {
			l.checkValue()
		}
	case '"':
		start := l.pos
		l.skip()
		if l.err == nil && halfPair(l.data[start:l.pos]) {
			l.fail(errSurrogate)
		}
	default:
		l.skip()
	}
}

// names is a set of field names: a short list, and a map once it is long, so
// that an object of ten thousand fields takes no quadratic time.
type names struct {
	few  [16][]byte
	n    int
	many map[string]struct{}
}

// add reports whether name is new. It keeps name.
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

// halfPair reports whether a string literal, known to be well formed, has an
// escaped surrogate without its other half.
func halfPair(s []byte) bool {
	l := lexer{data: s}
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		i++
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

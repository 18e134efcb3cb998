package postgres

import (
	"strings"
	"unicode/utf8"
)

// PostgreSQL's text holds neither U+0000 nor what is no UTF-8. Escape writes
// both, and the escape sign itself, as two characters that begin with U+0001:
//
//	U+0000          U+0001 U+0001
//	U+0001          U+0001 U+0002
//	another byte b  U+0001 U+0003 U+00bb
//
// The order of texts and what begins with what stay as they were for all that
// is UTF-8. Ordinary text is its own escape.
const (
	sign     = "\x01"
	signNull = "\x01\x01"
	signSign = "\x01\x02"
	signByte = "\x01\x03"
)

// Escape returns s as the database keeps it.
func Escape(s string) string {
	if strings.IndexByte(s, 0) < 0 && strings.IndexByte(s, 1) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0:
			b.WriteString(signNull)
		case r == 1:
			b.WriteString(signSign)
		case r == utf8.RuneError && n == 1:
			b.WriteString(signByte)
			b.WriteRune(rune(s[i]))
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// Unescape undoes Escape.
func Unescape(s string) string {
	at := strings.Index(s, sign)
	if at < 0 {
		return s
	}
	var b strings.Builder
	for ; at >= 0; at = strings.Index(s, sign) {
		b.WriteString(s[:at])
		s = s[at:]
		switch {
		case strings.HasPrefix(s, signNull):
			b.WriteByte(0)
			s = s[len(signNull):]
		case strings.HasPrefix(s, signByte):
			r, n := utf8.DecodeRuneInString(s[len(signByte):])
			b.WriteByte(byte(r))
			s = s[len(signByte)+n:]
		default: // signSign
			b.WriteByte(1)
			s = s[min(len(signSign), len(s)):]
		}
	}
	b.WriteString(s)
	return b.String()
}

package password

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Prepare returns the form of a password that is hashed and compared, that of
// OpaqueString in RFC 8265: every kind of space is the plain one, and letters with
// accents are in the form NFC. Keyboards of other systems write them otherwise.
func Prepare(typed string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, typed))
}

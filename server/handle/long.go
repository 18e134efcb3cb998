package handle

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/shared/limits"
)

// Long reports whether a name, short as it looks, is long when it is folded:
// there are single characters that stand for whole sentences. One or two of them
// are fine.
func Long(name string) bool {
	return utf8.RuneCountInString(norm.NFKC.String(name)) > 2*limits.NameRunes
}

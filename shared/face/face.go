package face

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confab/confab/shared/markup"
)

// hues is how many identity colours the design has.
const hues = 8

// Hue returns the identity colour of a user, 1 to 8: FNV-1a of the id, so that
// all devices agree.
func Hue(userID string) int {
	h := uint32(2166136261)
	for i := 0; i < len(userID); i++ {
		h = (h ^ uint32(userID[i])) * 16777619
	}
	h ^= h >> 16 // the low bits alone are too similar for similar ids
	return int(h%hues) + 1
}

// Initials returns the one or two characters that stand for a name in an avatar: the first
// letters of its first two words; of a name in Han characters, kana or Hangul the first two, or the given
// name if there are three, which is how such names are shortened. "?" if there are none.
func Initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	switch {
	case len(words) == 0:
		if first := markup.FirstCluster(strings.TrimSpace(name)); first != "" {
			return first // an emoji, say
		}
		return "?"
	case isIdeographic(words[0]):
		rs := []rune(words[0])
		if len(rs) == 3 {
			rs = rs[1:]
		}
		return string(rs[:min(2, len(rs))])
	}
	initials := upperFirst(words[0])
	if len(words) > 1 {
		initials += upperFirst(words[1])
	}
	return initials
}

// Initial returns the one character for the smallest avatars.
func Initial(name string) string { return markup.FirstCluster(Initials(name)) }

func upperFirst(word string) string { return strings.ToUpper(markup.FirstCluster(word)) }

func isIdeographic(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

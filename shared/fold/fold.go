package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key returns what is compared of a text, which must be in the form NFKD: without accents, in
// lower case, and without what cannot be seen. Marks that are part of a letter, as in the scripts of
// India or in Japanese, stay.
func Key(decomposed string) string {
	if simple(decomposed) {
		return decomposed
	}
	var b strings.Builder
	b.Grow(len(decomposed))
	for _, r := range decomposed {
		if accent(r) || Ignorable(r) {
			continue
		}
		r = unicode.ToLower(unicode.ToUpper(r)) // in this order, ς is σ, and ı is i
		if plain := stroked(r); plain != "" {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// simple reports whether s is ASCII without capital letters.
func simple(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// accent tells the marks that people leave out when they look for a word: the accents of Latin,
// Greek and Cyrillic letters, the points of Hebrew, the vowel signs of Arabic and its filler.
func accent(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36F, // Combining Diacritical Marks
		0x591 <= r && r <= 0x5C7 && unicode.IsMark(r),
		0x610 <= r && r <= 0x61A, r == 0x640, 0x64B <= r && r <= 0x652, r == 0x670,
		0x1AB0 <= r && r <= 0x1AFF, 0x1DC0 <= r && r <= 0x1DFF, 0x20D0 <= r && r <= 0x20F0, 0xFE20 <= r && r <= 0xFE2F:
		return true
	}
	return false
}

// stroked returns the usual spelling of Latin letters that no accent can be taken from, "" for
// others.
func stroked(r rune) string {
	switch r {
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ł':
		return "l"
	case 'ħ':
		return "h"
	case 'ŧ':
		return "t"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	}
	return ""
}

// Emoji returns what different forms of one emoji have in common: it is without the characters
// that ask for colour or for black and white, which keyboards write or leave out.
func Emoji(s string) string {
	if !strings.ContainsFunc(s, selects) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if selects(r) {
			return -1
		}
		return r
	}, s)
}

func selects(r rune) bool { return r == 0xFE0E || r == 0xFE0F }

package markup

import (
	"unicode"
	"unicode/utf8"
)

const (
	zwj         = 0x200D
	zwnj        = 0x200C
	textStyle   = 0xFE0E // variation selector: show as text
	emojiStyle  = 0xFE0F // variation selector: show as emoji
	keycap      = 0x20E3
	firstFlag   = 0x1F1E6 // regional indicators, two of which are a flag
	lastFlag    = 0x1F1FF
	firstSkin   = 0x1F3FB
	lastSkin    = 0x1F3FF
	firstTag    = 0xE0020
	lastTag     = 0xE007F
	thaiSaraAm  = 0x0E33
	laoSaraAm   = 0x0EB3
	hangulFirst = 0xAC00
	hangulLast  = 0xD7A3
)

// clusters finds where text may be cut: between what a reader takes for two characters. It is the
// part of Unicode's grapheme clusters (UAX #29) that matters to an excerpt, without its tables.
type clusters struct {
	prev  rune
	flags int // regional indicators in a row
}

// boundary tells whether a cut before r is fine, given the characters seen before.
func (c *clusters) boundary(r rune) bool {
	prev := c.prev
	c.prev = r
	isFlag := firstFlag <= r && r <= lastFlag
	if isFlag {
		c.flags++
	} else {
		c.flags = 0
	}
	switch {
	case prev == 0:
		return true
	case extends(r), prev == zwj, isVirama(prev) && unicode.IsLetter(r):
		return false
	case isFlag:
		return c.flags%2 == 1
	}
	return !joinsHangul(prev, r)
}

// extends tells the characters that are drawn as part of the one before.
func extends(r rune) bool {
	if r < 0x300 {
		return false
	}
	return r == zwj || r == zwnj || r == thaiSaraAm || r == laoSaraAm ||
		firstSkin <= r && r <= lastSkin || firstTag <= r && r <= lastTag || unicode.IsMark(r)
}

// isVirama tells the signs that join the consonants of Indic scripts.
func isVirama(r rune) bool {
	switch r {
	case 0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0C4D, 0x0CCD, 0x0D4D:
		return true
	}
	return false
}

// joinsHangul tells Jamo that make one syllable (UAX #29, rules GB6 to GB8).
func joinsHangul(a, b rune) bool {
	vowel := 0x1160 <= b && b <= 0x11A7
	tail := 0x11A8 <= b && b <= 0x11FF
	syllable := hangulFirst <= b && b <= hangulLast
	switch {
	case 0x1100 <= a && a <= 0x115F:
		return 0x1100 <= b && b <= 0x115F || vowel || syllable
	case 0x1160 <= a && a <= 0x11A7, hangulFirst <= a && a <= hangulLast && (a-hangulFirst)%28 == 0:
		return vowel || tail
	case 0x11A8 <= a && a <= 0x11FF, hangulFirst <= a && a <= hangulLast:
		return tail
	}
	return false
}

// emojiLen returns the length in bytes of the emoji that s begins with, or 0.
func emojiLen(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	next := after(s, n)
	switch {
	case r == '#' || r == '*' || '0' <= r && r <= '9':
		if next == emojiStyle {
			n += 3
			next = after(s, n)
		}
		if next != keycap {
			return 0
		}
		return n + 3
	case firstFlag <= r && r <= lastFlag:
		if next < firstFlag || next > lastFlag {
			return 0
		}
		return n + 4
	case next == textStyle || !isPictograph(r) && next != emojiStyle || r < 0xA9:
		return 0
	}
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if r == zwj {
			joined, width := utf8.DecodeRuneInString(s[n+size:])
			if !isPictograph(joined) {
				return n
			}
			size += width
		} else if !extends(r) {
			return n
		}
		n += size
	}
	return n
}

// isPictograph tells the characters that browsers draw as emoji by themselves, or, in the case of
// the older symbols, that people mean as emoji when they stand alone.
func isPictograph(r rune) bool {
	switch {
	case r < 0x231A:
		return false
	case r <= 0x231B, r == 0x2328, r == 0x23CF, 0x23E9 <= r && r <= 0x23FA, r == 0x24C2,
		0x25FB <= r && r <= 0x25FE, 0x2600 <= r && r <= 0x27BF && r != 0x2605 && r != 0x2606,
		r == 0x2934, r == 0x2935, 0x2B05 <= r && r <= 0x2B07, r == 0x2B1B, r == 0x2B1C, r == 0x2B50, r == 0x2B55,
		0x1F000 <= r && r < firstFlag, lastFlag < r && r < firstSkin, lastSkin < r && r <= 0x1FAFF:
		return true
	}
	return false
}

package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes the text of a message fit to be stored: valid UTF-8 (bad bytes become U+FFFD), lines
// that end in LF, no control characters but newline and tab, and nothing blank at the end. Line
// and paragraph separators (U+2028, U+2029) become newlines. Clean text comes back as it was.
func Clean(text string) string {
	if dirty(text) {
		text = strings.Map(func(r rune) rune {
			switch {
			case r == '\u2028' || r == '\u2029':
				return '\n'
			case r != '\n' && r != '\t' && unicode.IsControl(r):
				return -1
			}
			return r
		}, normalise(text))
	}
	return strings.TrimRightFunc(text, unicode.IsSpace)
}

func dirty(s string) bool {
	if !utf8.ValidString(s) {
		return true
	}
	for _, r := range s {
		if r == '\u2028' || r == '\u2029' || r != '\n' && r != '\t' && unicode.IsControl(r) {
			return true
		}
	}
	return false
}

// CleanName makes a name of a person, room or file fit to be stored and shown: what Clean does, on
// one line, without characters that override the direction of text or are invisible,
// blanks collapsed to one space and none around it. It may come back empty.
func CleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case isBidi(r) || isInvisible(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, Clean(s))
	return strings.Join(strings.Fields(s), " ")
}

// isInvisible tells characters that take no room, or are blank though no space, and would let two
// different names look the same or a name look empty. The joiners that scripts and emoji need stay.
func isInvisible(r rune) bool {
	switch r {
	case 0x00AD, // soft hyphen
		0x115F, 0x1160, 0x3164, 0xFFA0, // Hangul fillers
		0x180E, 0x200B, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF, // of no width
		0x2800: // the empty Braille pattern
		return true
	}
	return false
}

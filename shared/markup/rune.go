package markup

import (
	"unicode"
	"unicode/utf8"
)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || isDigit(c)
}

// isASCIIPunct is CommonMark's "ASCII punctuation character".
func isASCIIPunct(c byte) bool {
	return '!' <= c && c <= '~' && !isAlnum(c)
}

// isPunct is CommonMark's "Unicode punctuation character": categories P and S.
//
//go:noinline
func isPunct(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIIPunct(byte(r))
	}
	return unicode.IsPunct(r) || unicode.IsSymbol(r)
}

// isWord tells what may precede an @ in an e-mail address, so that it begins no mention.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return isAlnum(byte(r)) || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// isCJK tells characters of the scripts written without spaces between words, their punctuation
// included. Emphasis beside them needs no space.
func isCJK(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r <= 0x11FF, // Hangul Jamo
		0x2E80 <= r && r <= 0xA4CF,   // radicals, kana, bopomofo, Han, Yi
		0xA960 <= r && r <= 0xA97F,   // Jamo Extended-A
		0xAC00 <= r && r <= 0xD7FF,   // Hangul syllables, Jamo Extended-B
		0xF900 <= r && r <= 0xFAFF,   // compatibility ideographs
		0xFE30 <= r && r <= 0xFE4F,   // compatibility forms
		0xFF00 <= r && r <= 0xFFEF,   // half and full width forms
		0x1B000 <= r && r <= 0x1B2FF, // kana supplements
		0x20000 <= r && r <= 0x3FFFF: // Han extensions
		return true
	}
	return false
}

// Wide tells the characters that take the room of two.
func Wide(r rune) bool { return isCJK(r) || 0x1F300 <= r && r <= 0x1FAFF }

// Unspaced tells the characters behind which a mention may begin, and before which a handle may
// end, without a blank: those of scripts that write none between words, and Korean, where what a
// word is for is written on to it.
func Unspaced(r rune) bool {
	return isCJK(r) ||
		0x0E00 <= r && r <= 0x0EFF || // Thai, Lao
		0x1000 <= r && r <= 0x109F || // Burmese
		0x1780 <= r && r <= 0x17FF // Khmer
}

// isBidi tells the characters that override or isolate the direction of text. In a name or an
// address they make it look like another.
func isBidi(r rune) bool {
	return 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069
}

// before returns the character that ends at i, or a newline at the start of s.
//
//go:noinline
func before(s string, i int) rune {
	if i == 0 {
		return '\n'
	}
	if c := s[i-1]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r
}

// after returns the character that begins at i, or a newline at the end of s.
//
//go:noinline
func after(s string, i int) rune {
	if i >= len(s) {
		return '\n'
	}
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

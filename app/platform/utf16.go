package platform

import "unicode/utf8"

// ByteOffset turns a position in text counted in UTF-16 units, as a browser
// counts, into one in bytes. A position inside a surrogate pair is moved before
// it, one behind the end to the end.
func ByteOffset(text string, units int) int {
	for i, r := range text {
		if units <= 0 {
			return i
		}
		units--
		if r > 0xFFFF {
			if units == 0 {
				return i
			}
			units--
		}
	}
	return len(text)
}

// UTF16Len is the length of text in UTF-16 units.
func UTF16Len(text string) int {
	n := utf8.RuneCountInString(text)
	for _, r := range text {
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

package fold

import (
	"unicode"
	"unicode/utf8"
)

// Visible reports whether r can be seen when nothing stands before it: it is no blank, no control
// character, no mark on another character, and none that Unicode says to show nothing for.
// Characters of a later Unicode than this program's are taken for visible.
func Visible(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7F
	}
	return !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.IsMark(r) && !Ignorable(r) && !Blank(r)
}

// Ignorable reports whether programs are to show nothing for r by itself: Unicode's property
// Default_Ignorable_Code_Point, from what it is derived of.
func Ignorable(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case 0xFFF9 <= r && r <= 0xFFFB, 0x13430 <= r && r <= 0x1343F: // formats that show something
		return false
	case unicode.Is(unicode.Cf, r):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
	}
	return unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r)
}

// Blank reports whether r is a symbol that shows nothing though its properties are those of
// visible ones: the Braille pattern without dots, and the note without a head.
func Blank(r rune) bool { return r == 0x2800 || r == 0x1D159 }

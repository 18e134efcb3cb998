package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confab/confab/shared/fold"
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

// CleanName makes a name of a person, room or file fit to be stored and shown. It does what Clean does,
// puts the name on one line, removes characters that override the direction of text or are invisible
// where they are, and leaves one space between words and none around the name. The result may be empty.
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
	if strings.ContainsFunc(s, ignorable) {
		s = withoutIdle(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// withoutIdle leaves out what is ignorable and does nothing where it stands.
func withoutIdle(s string) string {
	runes := []rune(s)
	kept := runes[:0] // what comes before i is never longer than what was read
	for i, r := range runes {
		if !ignorable(r) {
			kept = append(kept, r)
			continue
		}
		var prev, next rune
		if len(kept) > 0 {
			prev = kept[len(kept)-1]
		}
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if works(r, prev, next) {
			kept = append(kept, r)
		}
	}
	for len(kept) > 0 && (kept[len(kept)-1] == 0x200C || kept[len(kept)-1] == 0x200D) {
		kept = kept[:len(kept)-1] // what it joined with is gone
	}
	return string(kept)
}

// works tells whether an ignorable character changes how its neighbours look: joiners within
// scripts that join and within emoji, selectors and tags behind an emoji.
func works(r, prev, next rune) bool {
	switch {
	case r == 0x200C:
		return joinsLetters(prev) && joinsLetters(next)
	case r == 0x200D:
		return joinsLetters(prev) && joinsLetters(next) || pictorial(prev) && pictorial(next) && !tag(next) && !modifier(next)
	case r == 0xFE0E || r == 0xFE0F:
		return pictorial(prev) && !modifier(prev) || next == 0x20E3 && (isDigit(byte(prev)) && prev < 0x80 || prev == '#' || prev == '*')
	case tag(r):
		return prev == 0x1F3F4 || tag(prev)
	}
	return false
}

func tag(r rune) bool { return 0xE0020 <= r && r <= 0xE007F }

// modifier tells the selectors, which do not follow one another.
func modifier(r rune) bool { return r == 0xFE0E || r == 0xFE0F }

// pictorial tells what emoji are made of.
func pictorial(r rune) bool {
	return modifier(r) || tag(r) || r == 0xA9 || r == 0xAE || 0x2000 <= r && r <= 0x3300 && unicode.IsSymbol(r) ||
		r == 0x203C || r == 0x2049 || r == 0x3030 || 0x1F000 <= r && r <= 0x1FAFF
}

// joinsLetters tells the letters and marks of the scripts in which U+200C and U+200D change how
// words look: Arabic and its relatives, those of India and South East Asia, Mongolian.
func joinsLetters(r rune) bool {
	return (0x0600 <= r && r <= 0x109F || 0x1780 <= r && r <= 0x18AF || 0x1900 <= r && r <= 0x1CFF ||
		0xA800 <= r && r <= 0xAAFF || 0xFB50 <= r && r <= 0xFDFF || 0x10A00 <= r && r <= 0x11FFF || 0x1E900 <= r && r <= 0x1E95F) &&
		(unicode.IsLetter(r) || unicode.IsMark(r))
}

// isInvisible tells characters that take no room, or are blank though no space, and would let two
// different names look the same or a name look empty, wherever they stand.
func isInvisible(r rune) bool { return fold.Blank(r) || fold.Ignorable(r) && !ignorable(r) }

// ignorable tells those of them that have work to do in some places: joiners, variation selectors,
// tags.
func ignorable(r rune) bool {
	return r == 0x200C || r == 0x200D || 0xFE00 <= r && r <= 0xFE0F || 0xE0000 <= r && r <= 0xE0FFF
}

// Visible reports whether there is anything to be seen in a text, as a message or as a name.
func Visible(s string) bool {
	marks := false
	for _, r := range s {
		switch {
		case !fold.Visible(r):
		case r < utf8.RuneSelf && isASCIIPunct(byte(r)):
			marks = true // which may be markup around nothing
		default:
			return true // the usual case, at the first character
		}
	}
	return marks && shows(Parse(s))
}

// shows reports whether a document has text that can be seen.
func shows(doc Doc) bool {
	for i := range doc.Tokens {
		if strings.ContainsFunc(doc.Tokens[i].Text, fold.Visible) {
			return true
		}
	}
	return false
}

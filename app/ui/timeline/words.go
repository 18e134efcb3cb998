package timeline

import (
	"unicode"
	"unicode/utf8"
)

// words cuts a text into words and what is between them. A sign of a script without blanks is a word.
func words(s string) (list []string) {
	for len(s) > 0 {
		n, kind := 0, -1
		for n < len(s) {
			r, size := utf8.DecodeRuneInString(s[n:])
			k := kindOf(r)
			if kind >= 0 && (k != kind || k == 2) {
				break
			}
			n, kind = n+size, k
		}
		list, s = append(list, s[:n]), s[n:]
	}
	return list
}

func kindOf(r rune) int {
	switch {
	case unicode.Is(unicode.Han, r):
		return 2
	case unicode.IsSpace(r):
		return 0
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return 1
	}
	return 2
}

// comparedMost is how many pairs of words are compared: more would be felt.
const comparedMost = 1 << 20

// missing says of each word of a text whether it is not in another one, in the same order. If there is no other,
// or both are very long, none is missing.
func missing(now, other []string) []bool {
	out := make([]bool, len(now))
	if other == nil || len(now)*len(other) > comparedMost {
		return out
	}
	width := len(other) + 1
	common := make([]uint16, (len(now)+1)*width) // how many words the ends of both have in common
	for i := len(now) - 1; i >= 0; i-- {
		for j := len(other) - 1; j >= 0; j-- {
			if now[i] == other[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(now); {
		switch {
		case j < len(other) && now[i] == other[j]:
			i, j = i+1, j+1
		case j < len(other) && common[i*width+j+1] >= common[(i+1)*width+j]:
			j++
		default:
			out[i] = true
			i++
		}
	}
	return out
}

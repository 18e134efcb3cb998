package markup

import (
	"unicode"
	"unicode/utf8"
)

// bare takes an address that stands in the text without any mark.
func (in *inline) bare(i int) int {
	s := in.s
	if !begins(s[i:]) || !mayPrecede(before(s, i), s[i]) {
		return i + 1
	}
	end := in.bareEnd(i)
	url, ok := address(s[i:end])
	if !ok {
		return i + 1
	}
	in.links++
	return in.add(node{kind: nodeBare, start: i, end: end, text: s[i:end], ref: url})
}

// mayPrecede keeps an address from beginning in the middle of a word, and www. in the
// middle of another address.
func mayPrecede(prev rune, first byte) bool {
	if prev >= utf8.RuneSelf {
		return true
	}
	c := byte(prev)
	if isAlnum(c) {
		return false
	}
	if first == 'w' || first == 'W' {
		return c != '.' && c != '/' && c != '@' && c != '-' && c != '='
	}
	return true
}

// bareEnd returns where the address beginning at i ends. Punctuation at the end belongs to
// the sentence, and so does a closing bracket that was not opened inside the address. An underscore
// belongs to the address, as in the ids of videos, unless one before it waits for its partner.
func (in *inline) bareEnd(i int) int {
	s := in.s
	var round, square, curly int // open, less closed
	end := i
scan:
	for end < len(s) {
		in.steps++
		c := s[end]
		switch {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[end:])
			if endsAddress(r) {
				break scan
			}
			end += size
			continue
		case c <= ' ' || c == 0x7F || c == '<' || c == '>' || c == '"' || c == '`' || c == '\\':
			break scan
		case c == '|' && end+1 < len(s) && s[end+1] == '|': // a spoiler ends
			break scan
		case c == '(':
			round++
		case c == ')':
			round--
		case c == '{':
			curly++
		case c == '}':
			curly--
		case c == '[':
			square++
		case c == ']':
			if square == 0 {
				break scan
			}
			square--
		}
		end++
	}
	for end > i {
		in.steps++
		switch s[end-1] {
		case '.', ',', ';', ':', '!', '?', '\'', '*', '~', '|':
		case '_':
			if in.emphasis.unders == 0 {
				return end
			}
		case ')':
			if round >= 0 {
				return end
			}
			round++
		case '}':
			if curly >= 0 {
				return end
			}
			curly++
		default:
			return end
		}
		end--
	}
	return end
}

// endsAddress tells the characters beyond ASCII that end an address: blanks, quotation marks, and
// the punctuation of the scripts that write no blank behind it.
func endsAddress(r rune) bool {
	switch {
	case r == '«' || r == '»' || r == utf8.RuneError || isBidi(r),
		0x200B <= r && r <= 0x200F,
		0x2018 <= r && r <= 0x201F, r == '…',
		0x3000 <= r && r <= 0x303F,
		0xFF01 <= r && r <= 0xFF0F, 0xFF1A <= r && r <= 0xFF20, 0xFF3B <= r && r <= 0xFF40, 0xFF5B <= r && r <= 0xFF65:
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

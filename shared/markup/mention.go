package markup

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confab/confab/shared/limits"
)

// Mentions returns the handles named in text, lower-cased and distinct, in order of appearance, at
// most limits.Mentions. Handles in code and in the labels of links do not count. @all and @here are
// treated like other handles here.
func Mentions(text string) []string {
	if strings.IndexByte(text, '@') < 0 {
		return nil
	}
	var handles []string
	for _, t := range Parse(text).Tokens {
		if t.Kind != Mention || slices.Contains(handles, t.Ref) {
			continue
		}
		handles = append(handles, t.Ref)
		if len(handles) == limits.Mentions {
			break
		}
	}
	return handles
}

// mention takes @handle, unless the @ stands in an e-mail address.
func (in *inline) mention(i int) int {
	if isWord(before(in.s, i)) {
		return i + 1
	}
	end := i + 1 + in.handle(in.s[i+1:])
	if end == i+1 || end < len(in.s) && in.s[end] == '@' {
		return i + 1
	}
	return in.add(node{kind: nodeMention, start: i, end: end, ref: strings.ToLower(in.s[i+1 : end])})
}

// handle returns the length in bytes of the handle that s begins with, or 0: a letter or digit,
// then letters, digits, '.', '_' and '-', the last of them again a letter or digit. Two dots in a
// row are the sentence's. More than limits.HandleRunes name no one.
func (in *inline) handle(s string) int {
	end, count := 0, 0
	for i, r := range s {
		in.steps++
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || i > 0 && unicode.IsMark(r)
		if !letter && (i == 0 || r != '.' && r != '_' && r != '-') || r == '.' && s[i-1] == '.' {
			break
		}
		if count++; count > limits.HandleRunes {
			return 0
		}
		if letter {
			end = i + utf8.RuneLen(r)
		}
	}
	return end
}

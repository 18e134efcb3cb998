package markup

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confab/confab/shared/limits"
)

// Mentions returns what stands behind the @ of the mentions in text, lower-cased and distinct, in order
// of appearance, at most limits.Mentions. [Handles] says whom each of them may name. Mentions in code
// and in the labels of links do not count. @all and @here are treated like other handles here.
func Mentions(text string) []string {
	if strings.IndexByte(text, '@') < 0 {
		return nil
	}
	var named []string
	for _, t := range Parse(text).Tokens {
		if t.Kind != Mention || slices.Contains(named, t.Ref) {
			continue
		}
		named = append(named, t.Ref)
		if len(named) == limits.Mentions {
			break
		}
	}
	return named
}

// maxCuts bounds how many handles one mention may mean, besides the whole of it.
const maxCuts = 12

// Handles returns the handles that a mention, the Ref of its token, may mean, the longest first. In the
// scripts that write no blanks the sentence goes on behind a handle, as in @ben看一下 and @benさん:
// only somebody who knows which handles there are can tell where it ends.
func Handles(ref string) []string {
	handles := make([]string, 0, 1)
	for i, r := range ref {
		if i > 0 && Unspaced(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-", before(ref, i)) {
			if handles = append(handles, ref[:i]); len(handles) == maxCuts {
				break
			}
		}
	}
	handles = append(handles, ref)
	slices.Reverse(handles)
	return handles
}

// Behind returns what of the text of a mention is not the handle, which is one of Handles.
func Behind(text, handle string) string {
	rest := strings.TrimPrefix(text, "@")
	for range handle {
		_, size := utf8.DecodeRuneInString(rest) // the letter in text may have another length in lower case
		rest = rest[size:]
	}
	return rest
}

// mention takes @handle, unless the @ stands in an e-mail address.
func (in *inline) mention(i int) int {
	if prev := before(in.s, i); isWord(prev) && !Unspaced(prev) {
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
// row are the sentence's. More than limits.HandleRunes name no one, unless the sentence may go on
// without a blank among them.
func (in *inline) handle(s string) int {
	end, count, unspaced := 0, 0, false
	for i, r := range s {
		in.steps++
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || i > 0 && unicode.IsMark(r)
		if !letter && (i == 0 || r != '.' && r != '_' && r != '-') || r == '.' && s[i-1] == '.' {
			break
		}
		if count++; count > limits.HandleRunes {
			if unspaced {
				break
			}
			return 0
		}
		unspaced = unspaced || Unspaced(r)
		if letter {
			end = i + utf8.RuneLen(r)
		}
	}
	return end
}

package markup

import "sort"

// maxEmojiName is the length of the longest name.
const maxEmojiName = 32

// LookupEmoji returns the character of an emoji named without colons, such as "tada".
func LookupEmoji(name string) (string, bool) {
	i := sort.Search(len(emojiNames), func(i int) bool { return emojiNames[i].name >= name })
	if i == len(emojiNames) || emojiNames[i].name != name {
		return "", false
	}
	return emojiNames[i].text, true
}

// EmojiName returns the first name of an emoji character, for labels read aloud, or "" if it has none.
func EmojiName(text string) string {
	for i := range emojiNames {
		if emojiNames[i].text == text {
			return emojiNames[i].name
		}
	}
	return ""
}

// EmojiNames calls yield with each name and character, sorted by name, until it returns false.
// It is an iterator for suggestions: for name, text := range markup.EmojiNames { … }.
func EmojiNames(yield func(name, text string) bool) {
	for i := range emojiNames {
		if !yield(emojiNames[i].name, emojiNames[i].text) {
			return
		}
	}
}

// emoji takes :name:. A colon behind a letter or digit begins no name: 12:100:00, std::ok::x.
func (in *inline) emoji(i int) int {
	s := in.s
	follows := len(in.nodes) > 0 && in.lastEnd() == i && in.nodes[len(in.nodes)-1].kind == nodeEmoji
	if prev := before(s, i); !follows && (prev == ':' || prev < 0x80 && isAlnum(byte(prev))) {
		return i + 1
	}
	end := i + 1
	for end < len(s) && end-i <= maxEmojiName+1 && isEmojiName(s[end]) {
		in.steps++
		end++
	}
	if end == len(s) || s[end] != ':' {
		return i + 1
	}
	name := s[i+1 : end]
	text, ok := LookupEmoji(name)
	if !ok {
		if !EmojiNamed(name) {
			return i + 1
		}
		text = s[i : end+1]
	}
	return in.add(node{kind: nodeEmoji, start: i, end: end + 1, text: text, ref: name})
}

// EmojiNamed tells whether an emoji of a workspace's own can have a name: 2 to 32 of a to z, 0 to 9, _ and
// -, of which the first is a letter or a digit.
func EmojiNamed(name string) bool {
	if len(name) < 2 || len(name) > maxEmojiName || name[0] == '_' || name[0] == '-' {
		return false
	}
	for i := range len(name) {
		if c := name[i]; c == '+' || !isEmojiName(c) {
			return false
		}
	}
	return true
}

func isEmojiName(c byte) bool {
	return 'a' <= c && c <= 'z' || isDigit(c) || c == '_' || c == '+' || c == '-'
}

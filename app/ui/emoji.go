package ui

import (
	"slices"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/markup"
)

// quickReactions are offered on each message without opening the picker.
var quickReactions = []string{"👍", "🎉", "👀"}

// touchReactions are those of the action sheet.
var touchReactions = []string{"👍", "🎉", "💛", "😂", "👀"}

// everyday is what the picker shows before anything is searched. Any other
// emoji is found by name or comes from the keyboard.
var everyday = []string{
	"😀", "😄", "😂", "🙂", "😉", "😍", "🤔", "😅",
	"🙌", "👏", "👍", "👎", "🙏", "💪", "👀", "🤝",
	"🎉", "✨", "🔥", "💛", "✅", "❌", "⚠️", "🚀",
	"🌊", "⛵", "⚓", "🐟", "☕", "🍞", "🌤️", "🌙",
	"🧪", "🛠️", "🐛", "📎", "📌", "🗓️", "🧭", "💯",
}

// foundEmoji is an emoji and the name it was found by.
type foundEmoji struct{ char, name string }

// findEmojis returns at most limit emoji one of whose names has a word that
// begins with query: first those whose name itself does. Each comes once.
func findEmojis(query string, limit int) []foundEmoji {
	query = strings.ToLower(strings.TrimSpace(query))
	if query == "" {
		return nil
	}
	var first, later []foundEmoji
	for name, char := range markup.EmojiNames {
		switch {
		case strings.HasPrefix(name, query):
			first = append(first, foundEmoji{char, name})
		case strings.Contains(name, "_"+query):
			later = append(later, foundEmoji{char, name})
		}
	}
	var found []foundEmoji
	for _, e := range slices.Concat(first, later) {
		seen := slices.ContainsFunc(found, func(f foundEmoji) bool { return f.char == e.char })
		if len(found) < limit && !seen {
			found = append(found, e)
		}
	}
	return found
}

// emojiLabel is what a screen reader says for an emoji: its name, which there is in
// English alone. In other languages the screen reader knows it by itself.
func emojiLabel(char string) string {
	if name := markup.EmojiName(char); name != "" && platform.Language().English() {
		return strings.ReplaceAll(name, "_", " ")
	}
	return char
}

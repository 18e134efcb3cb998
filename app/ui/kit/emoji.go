package kit

import (
	"slices"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/markup"
)

// QuickReactions are offered on each message without opening the picker.
var QuickReactions = []string{"👍", "🎉", "👀"}

// TouchReactions are those of the action sheet.
var TouchReactions = []string{"👍", "🎉", "💛", "😂", "👀"}

// everyday is what the picker shows before anything is searched. Any other
// emoji is found by name or comes from the keyboard.
var everyday = []string{
	"😀", "😄", "😂", "🙂", "😉", "😍", "🤔", "😅",
	"🙌", "👏", "👍", "👎", "🙏", "💪", "👀", "🤝",
	"🎉", "✨", "🔥", "💛", "✅", "❌", "⚠️", "🚀",
	"🌊", "⛵", "⚓", "🐟", "☕", "🍞", "🌤️", "🌙",
	"🧪", "🛠️", "🐛", "📎", "📌", "🗓️", "🧭", "💯",
}

// FoundEmoji is an emoji and the name it was found by.
type FoundEmoji struct{ Char, Name string }

// FindEmojis returns at most limit emoji one of whose names has a word that
// begins with query: first those whose name itself does. Each comes once.
func FindEmojis(query string, limit int) []FoundEmoji {
	query = strings.ToLower(strings.TrimSpace(query))
	if query == "" {
		return nil
	}
	var first, later []FoundEmoji
	for name, char := range markup.EmojiNames {
		switch {
		case strings.HasPrefix(name, query):
			first = append(first, FoundEmoji{char, name})
		case strings.Contains(name, "_"+query):
			later = append(later, FoundEmoji{char, name})
		}
	}
	var found []FoundEmoji
	for _, e := range slices.Concat(first, later) {
		seen := slices.ContainsFunc(found, func(f FoundEmoji) bool { return f.Char == e.Char })
		if len(found) < limit && !seen {
			found = append(found, e)
		}
	}
	return found
}

// EmojiLabel is what a screen reader says for an emoji: its name, which there is in
// English alone. In other languages the screen reader knows it by itself.
func EmojiLabel(char string) string {
	if name := markup.EmojiName(char); name != "" && platform.Language().English() {
		return strings.ReplaceAll(name, "_", " ")
	}
	return char
}

package kit

import (
	"slices"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/markup"
)

// QuickReactions are offered on each message without opening the picker.
var QuickReactions = []string{"👍", "🎉", "👀"}

// TouchReactions are those of the action sheet.
var TouchReactions = []string{"👍", "🎉", "💛", "😂", "👀"}

// everyday is what the picker has while the list of all emoji is not loaded. The first of them
// stand in the place of what somebody uses often until they have used as many.
var everyday = []string{
	"👍", "🎉", "😂", "🙏", "👀", "💛", "✅", "🚀", "🔥", "💪", "👏", "🤔", "🙌", "☕", "✨", "😅", "😍", "💯",
	"😀", "😄", "🙂", "😉", "👎", "🤝", "❌", "⚠️",
	"🌊", "⛵", "⚓", "🐟", "🍞", "🌤️", "🌙",
	"🧪", "🛠️", "🐛", "📎", "📌", "🗓️", "🧭",
}

// FoundEmoji is an emoji and the name it was found by.
type FoundEmoji struct{ Char, Name string }

// FindEmojis returns at most limit emoji that answer a query, each once, the best first, with the
// colour of skin that was chosen on this device. While the list of all is not loaded it knows those
// that messages can name.
func FindEmojis(h *host.Host, query string, limit int) (found []FoundEmoji) {
	if set := h.Emoji.Set(); set != nil {
		tone := h.Emoji.Tone()
		for _, f := range set.Find(Fold(query), limit) {
			found = append(found, FoundEmoji{f.Toned(tone), f.As})
		}
		return found
	}
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

package kit

import (
	"slices"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
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
	found = findOwn(h, query, limit)
	limit -= len(found)
	if set := h.Emoji.Set(); set != nil {
		tone := h.Emoji.Tone()
		for _, f := range set.Find(Fold(query), limit) {
			found = append(found, FoundEmoji{f.Toned(tone), f.As})
		}
		return found
	}
	query = strings.ToLower(strings.TrimSpace(query))
	if query == "" {
		return found
	}
	limit += len(found)
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

// findOwn returns those of the workspace's own emoji of which a name or alias, or a word of it, begins with a
// query.
func findOwn(h *host.Host, query string, limit int) (found []FoundEmoji) {
	query = strings.ReplaceAll(strings.ToLower(strings.Trim(query, ": ")), " ", "_")
	if query == "" {
		return nil
	}
	h.State.See(func(s *state.State) {
		for i := range s.Emoji.List {
			e := &s.Emoji.List[i]
			for _, name := range append([]string{e.Name}, e.Aliases...) {
				if len(found) < limit && strings.Contains("_"+strings.ReplaceAll(name, "-", "_"), "_"+strings.ReplaceAll(query, "-", "_")) {
					found = append(found, FoundEmoji{":" + e.Name + ":", name})
					break
				}
			}
		}
	})
	return found
}

// Emoji draws an emoji: a character, or the picture of one of the workspace's own that is named between colons.
func Emoji(h *host.Host, char string) app.UI {
	e := h.Emoji.Own(char)
	if e == nil {
		return app.Text(char)
	}
	picture := El("img.emoji", K("src"), rowhtml.EmojiAddress(e.Picture), K("alt"), char)
	if e.Still == "" {
		return picture
	}
	return El("picture", El("source|media=(prefers-reduced-motion: reduce)", K("srcset"), rowhtml.EmojiAddress(e.Still)), picture)
}

// EmojiLabel is what a screen reader says for an emoji: its name, which there is in
// English alone. In other languages the screen reader knows it by itself.
func EmojiLabel(char string) string {
	if name := markup.EmojiName(char); name != "" && platform.Language().English() {
		return strings.ReplaceAll(name, "_", " ")
	}
	return char
}

package rowhtml

import (
	"strconv"
	"strings"

	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
)

func (m *Message) reactions(b *Builder) {
	if len(m.Reactions) == 0 {
		return
	}
	b.Start(Div).Attr(Class, "reactions").Attr(Role, "group").Attr(AriaLabel, m.Words.Reactions)
	for i := range m.Reactions {
		m.Reactions[i].write(b, m.Words, m.Emoji)
	}
	b.Start(Button).Attr(Class, "reaction reaction--add").Attr(Type, "button").Attr(AriaLabel, m.Words.AddReaction)
	b.Attr(DataAction, "add-reaction").Icon(IconEmojiAdd).End().End()
}

func (r *Reaction) write(b *Builder, words *Words, own Own) {
	l := words.language
	class, name := "reaction", r.who(l)
	if r.Waits {
		class, name = "reaction is-pending", text.ReactionWaits(r.label(l), r.Count)
	}
	b.Start(Button).Attr(Class, class).Attr(Type, "button").Attr(AriaPressed, strconv.FormatBool(r.Mine))
	b.Attr(AriaLabel, l.Say(name)).Attr(Title, l.Say(name)).Attr(DataAction, "react").Attr(DataEmoji, r.Emoji)
	b.Start(Span).Attr(AriaHidden, "true")
	WriteEmoji(b, r.Emoji, own)
	b.End().Text(l.Say(text.Count(r.Count))).End()
}

// who says who reacted, the first of them by name.
func (r *Reaction) who(l *text.Language) text.Text {
	switch emoji, by := r.label(l), r.By; {
	case len(by) == 1 && r.Count == 1:
		return text.ReactedOne(by[0], emoji)
	case len(by) == 2 && r.Count == 2:
		return text.ReactedTwo(by[0], by[1], emoji)
	case len(by) == 3 && r.Count == 3:
		return text.ReactedThree(by[0], by[1], by[2], emoji)
	case len(by) >= 2 && r.Count > 2:
		return text.ReactedMany(by[0], by[1], r.Count-2, emoji)
	default:
		return text.ReactionCount(emoji, r.Count)
	}
}

func (r *Reaction) label(l *text.Language) string {
	if r.Label != "" {
		return r.Label
	}
	if name := markup.EmojiName(r.Emoji); name != "" && l.English() {
		return strings.ReplaceAll(name, "_", " ")
	}
	return r.Emoji
}

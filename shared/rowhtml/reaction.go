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
		m.Reactions[i].write(b, m.Words)
	}
	b.Start(Button).Attr(Class, "reaction reaction--add").Attr(Type, "button").Attr(AriaLabel, m.Words.AddReaction)
	b.Attr(DataAction, "add-reaction").Icon(IconEmojiAdd).End().End()
}

func (r *Reaction) write(b *Builder, words *Words) {
	l := words.language
	class, name := "reaction", text.ReactionCount(r.label(l), r.Count)
	if r.Waits {
		class, name = "reaction is-pending", text.ReactionWaits(r.label(l), r.Count)
	}
	b.Start(Button).Attr(Class, class).Attr(Type, "button").Attr(AriaPressed, strconv.FormatBool(r.Mine))
	b.Attr(AriaLabel, l.Say(name)).Attr(DataAction, "react").Attr(DataEmoji, r.Emoji)
	b.Start(Span).Attr(AriaHidden, "true").Text(r.Emoji).End().Text(l.Say(text.Count(r.Count))).End()
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

package rowhtml

import (
	"strconv"
	"strings"

	"github.com/confab/confab/shared/markup"
)

func (m *Message) reactions(b *Builder) {
	if len(m.Reactions) == 0 {
		return
	}
	b.Start(Div).Attr(Class, "reactions").Attr(Role, "group").Attr(AriaLabel, m.Words.Reactions)
	for i := range m.Reactions {
		m.Reactions[i].write(b)
	}
	b.Start(Button).Attr(Class, "reaction reaction--add").Attr(Type, "button").Attr(AriaLabel, m.Words.AddReaction)
	b.Attr(DataAction, "add-reaction").Icon(IconEmojiAdd).End().End()
}

func (r *Reaction) write(b *Builder) {
	count := strconv.Itoa(r.Count)
	b.Start(Button).Attr(Class, "reaction").Attr(Type, "button").Attr(AriaPressed, strconv.FormatBool(r.Mine))
	b.Attr(AriaLabel, r.label()+", "+count).Attr(DataAction, "react").Attr(DataEmoji, r.Emoji)
	b.Start(Span).Attr(AriaHidden, "true").Text(r.Emoji).End().Text(count).End()
}

func (r *Reaction) label() string {
	if r.Label != "" {
		return r.Label
	}
	if name := markup.EmojiName(r.Emoji); name != "" {
		return strings.ReplaceAll(name, "_", " ")
	}
	return r.Emoji
}

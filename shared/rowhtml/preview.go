package rowhtml

import (
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Cited is a message to which another one links.
type Cited struct {
	Link         string // to it
	Where        string // its room, and when it was written
	UserID, Name string // of its author
	Picture      string // of its author: the id of a file; "" for none
	Text         string // an excerpt, see markup.Plain
}

// previews writes what is shown of the pages to which the message links. A picture has its place before it is there.
func (m *Message) previews(b *Builder) {
	for i := range m.Previews {
		p := &m.Previews[i]
		b.Start(Div).Attr(Class, "linkcard")
		b.Start(A).Attr(Class, "preview").Outside(p.Address)
		b.Start(Span).Attr(Class, "preview__site").Attr(Dir, "auto").Text(p.Site).End()
		if f := p.Picture; f != nil && IsPicture(f) {
			b.Start(Img).Attr(Class, "preview__thumb").Attr(Alt, "").Attr(Width, "72").Attr(Height, "72").
				Attr(Loading, "lazy").Attr(Decoding, "async").content("src", f, wire.SizeWhole)
		}
		b.Start(Span).Attr(Class, "preview__title").Attr(Dir, "auto").Text(p.Title).End()
		if p.Text != "" {
			b.Start(Span).Attr(Class, "preview__text").Attr(Dir, "auto").Text(p.Text).End()
		}
		b.End()
		if m.Removes {
			b.Start(Button).Attr(Class, "iconbtn iconbtn--sm").Attr(Type, "button").Attr(DataAction, "dismiss").Attr(DataRef, p.Address).
				Attr(AriaLabel, m.Words.language.Say(text.RemovePreview(p.Title))).Icon(IconClose).End()
		}
		b.End()
	}
	for _, address := range m.Removed {
		b.Start(P).Attr(Class, "linkcard__gone").Element(Span, "", m.Words.language.Say(text.PreviewRemoved))
		b.Start(Button).Attr(Type, "button").Attr(DataAction, "undismiss").Attr(DataRef, address).
			Text(m.Words.language.Say(text.PreviewAgain)).End().End()
	}
	for _, c := range m.cited {
		b.Start(Div).Attr(Class, "linkcard").Start(A).Attr(Class, "preview preview--msg").Href(c.Link)
		b.Start(Span).Attr(Class, "preview__site").Icon(IconHash).Element(Span, "", c.Where).End()
		b.avatar("avatar avatar--sm", c.UserID, Initials(c.Name), c.Picture)
		b.Start(Span).Attr(Class, "preview__title").Attr(Dir, "auto").Text(c.Name).End()
		b.Start(Span).Attr(Class, "preview__text").Attr(Dir, "auto").Text(c.Text).End().End().End()
	}
}

package saved

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// place draws the page.
type place struct {
	app.Compo
	Of  *Saved
	Rev int
}

// Page draws what is saved.
func (s *Saved) Page() app.UI {
	return &place{Of: s, Rev: s.h.Rev(thing, host.List, host.People, host.Status)}
}

// OnMount asks for the list again: messages may have been erased.
func (p *place) OnMount(app.Context) { p.Of.load("") }

// Render draws the sheet.
func (p *place) Render() app.UI {
	s := p.Of
	var rows []app.UI
	for i := range s.list {
		rows = append(rows, p.row(i, &s.list[i]))
	}
	return kit.Page(s.h, text.Saved,
		kit.El("div.seg|role=radiogroup", kit.K("aria-label"), text.Saved,
			p.choice(text.SavedTodo, s.todo, !s.done, kit.On("change", p.todo)),
			p.choice(text.SavedDoneTab, 0, s.done, kit.On("change", p.done))),
		s.feed.Note(len(s.list), p.none()),
		kit.El("ul.keeps", kit.K("aria-label"), text.Saved, kit.On("keydown", s.key), rows),
		s.feed.More(s.next != "", func() { s.load(s.next) }))
}

func (p *place) todo(platform.Event) { p.Of.show(false) }
func (p *place) done(platform.Event) { p.Of.show(true) }

func (p *place) choice(label text.Text, n int, on bool, act *kit.Handler) app.UI {
	count := kit.None()
	if n > 0 {
		count = kit.El("span.keeps__n", text.Count(n))
	}
	return kit.El("label", kit.El("input|type=radio|name=saved", kit.K("checked"), on, act), label, count)
}

// none is what stands in the place of the rows, if there are none.
func (p *place) none() app.UI {
	said := text.NothingSaved
	if p.Of.done {
		said = text.NothingDone
	}
	return kit.El("p.page__note|role=status", said)
}

func (p *place) row(i int, m *wire.SavedMessage) app.UI {
	s := p.Of
	r, in := s.h.State.Room(m.Room)
	where := kit.El("span", text.RoomYouLeft)
	if in {
		where = kit.El("bdi.keep__where", kit.Icon(kit.RoomIcon(r)), host.RoomName(r))
	}
	said := p.said(m)
	if m.Quote != nil && in {
		where = kit.El("a.keep__link", kit.K("href"), route.To(m.Room, m.Seq), where)
	}
	when := kit.None()
	if m.Said > 0 {
		when = kit.El("time", kit.K("datetime"), platform.MachineTime(m.Said),
			text.DateAndTime(host.DateText(m.Said), platform.FormatTime(m.Said)))
	}
	class, label := "", text.MarkDone
	if s.done {
		class, label = "is-done", text.MarkTodo
	}
	return kit.El("li.keep|tabindex=0", kit.Class(class), kit.K("data-at"), strconv.Itoa(i),
		kit.El("button.keep__tick|type=button|role=checkbox", kit.K("aria-checked"), kit.Yes(s.done), kit.K("aria-label"), label,
			kit.On("click", s.tick), kit.Icon("check")),
		kit.El("div", kit.El("div.keep__head", where, when), kit.El("p.keep__text|dir=auto", said)),
		kit.El("div.keep__end", kit.IconButton("close", text.TakeOut, kit.On("click", s.remove))))
}

// said is what is shown of a message.
func (p *place) said(m *wire.SavedMessage) any {
	switch {
	case m.Quote == nil:
		return kit.El("span", text.SavedGone)
	case m.Quote.Deleted:
		return kit.El("span", text.DeletedMessage)
	case m.Quote.Text == "":
		return []app.UI{kit.El("b", p.Of.feed.User(m.Quote.Author).Name), kit.El("span", " ", text.QuotedFiles)}
	}
	return []app.UI{kit.El("b", p.Of.feed.User(m.Quote.Author).Name), kit.El("span", " ", m.Quote.Text)}
}

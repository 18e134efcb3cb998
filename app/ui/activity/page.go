package activity

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
	Of  *Activity
	Rev int
}

// Page draws what concerns the person.
func (a *Activity) Page() app.UI {
	return &place{Of: a, Rev: a.h.Rev(thing, host.List, host.People, host.Status)}
}

// OnMount asks for the list.
func (p *place) OnMount(app.Context) {
	p.Of.open, p.Of.feed.Loaded = true, false
	p.Of.load(0)
}

// OnDismount is told that another page is open.
func (p *place) OnDismount() { p.Of.open = false }

// Render draws the sheet.
func (p *place) Render() app.UI {
	a := p.Of
	all := kit.El("button.btn.btn--quiet|type=button", kit.K("aria-label"), text.MarkAllRead, kit.K("disabled"), a.unread.All == 0,
		kit.On("click", a.markAll), kit.Icon("check-all", "icon--sm"), kit.El("span.u-wide", text.MarkAllRead))
	return kit.Framed(a.h, kit.Frame{Title: text.Activity, End: all},
		kit.El("div.filterbar|role=group", kit.K("aria-label"), text.Filters, kit.On("click", p.filter),
			p.choice(everything, text.FilterAll, 0),
			p.choice(wire.FilterMentions, text.FilterMentions, a.unread.Mentions),
			p.choice(wire.FilterReplies, text.FilterReplies, a.unread.Replies),
			p.choice(wire.FilterReactions, text.Reactions, a.unread.Reactions),
			p.choice(wire.FilterUnread, text.FilterUnread, 0)),
		a.feed.Note(len(a.list), kit.El("div.feed__none|role=status", kit.Icon("inbox"),
			kit.El("h2.display.display--lg", text.AllQuiet), kit.El("p", text.AllQuietHelp))),
		kit.El("div.feed", kit.On("keydown", a.key), p.days()),
		a.feed.More(a.next > 0, func() { a.load(a.next) }))
}

// everything is the name of no filter on the page.
const everything wire.ActivityFilter = "all"

func (p *place) filter(e platform.Event) {
	if e.Target().Closest("button").OK() {
		p.Of.show(e)
	}
}

func (p *place) choice(filter wire.ActivityFilter, label text.Text, n int) app.UI {
	count := kit.None()
	if n > 0 {
		count = kit.El("span.filterbar__n", host.CountText(n))
	}
	return kit.El("button.filterbar__chip|type=button", kit.K("data-filter"), string(filter),
		kit.K("aria-pressed"), kit.Yes(p.Of.filter == filter || p.Of.filter == "" && filter == everything), label, count)
}

// days are the entries of each day below its name.
func (p *place) days() (parts []app.UI) {
	if !p.Of.feed.Loaded {
		return nil
	}
	var rows []app.UI
	head := ""
	end := func() {
		if rows != nil {
			parts = append(parts, kit.El("h2.grouphead", head), kit.El("ol.feed__list", kit.K("aria-label"), head, rows))
			rows = nil
		}
	}
	for i := range p.Of.list {
		if day := host.DateText(p.Of.list[i].At); day != head {
			end()
			head = day
		}
		rows = append(rows, p.row(i, &p.Of.list[i]))
	}
	end()
	return parts
}

func (p *place) row(i int, e *wire.ActivityEntry) app.UI {
	a := p.Of
	class, unread, label, icon := kit.Class(""), kit.None(), text.MarkOneUnread, "retry"
	if e.Unread {
		class, unread, label, icon = "is-unread", kit.El("span.u-sr", text.UnreadAside), text.MarkRead, "check"
	}
	said, own := kit.None(), kit.None()
	if e.Text != "" {
		said = kit.El("p.feed__text|dir=auto", e.Text)
	}
	if e.Own != "" {
		own = kit.El("p.feed__text.feed__text--own|dir=auto", e.Own)
	}
	return kit.El("li.feed__item", class, kit.K("data-at"), strconv.Itoa(i),
		kit.El("span.feed__face", kit.Avatar(a.feed.User(e.Users[0]), "", ""), kit.El("span.feed__kind|aria-hidden=true", p.kind(e))),
		kit.El("div",
			kit.El("h3.feed__what",
				kit.El("a", kit.K("id"), rowID(i), kit.K("href"), route.To(e.Room, e.Seq), kit.On("click", a.opened),
					kit.Sentence(p.sentence(e), "b", "name", "first", "second"), unread),
				kit.El("time", kit.K("datetime"), platform.MachineTime(e.At), platform.FormatTime(e.At))),
			said, own),
		kit.El("div.feed__tools", kit.IconButton(icon, label, kit.On("click", a.toggle))))
}

// kind is the sign of what was done.
func (p *place) kind(e *wire.ActivityEntry) any {
	switch e.Kind {
	case wire.ActivityReaction:
		return kit.Emoji(p.Of.h, e.Emoji)
	case wire.ActivityReply:
		return kit.Icon("reply")
	case wire.ActivityEveryone:
		return kit.Icon("megaphone")
	}
	return kit.Icon("at")
}

// sentence says who did what, and where.
func (p *place) sentence(e *wire.ActivityEntry) text.Text {
	where := ""
	if r, in := p.Of.h.State.Room(e.Room); in {
		where = host.RoomName(r)
	}
	name := func(i int) string { return p.Of.feed.User(e.Users[i]).Name }
	switch {
	case e.Kind == wire.ActivityNamed:
		return text.NamedYou(name(0), where)
	case e.Kind == wire.ActivityEveryone:
		return text.AddressedEveryone(name(0), where)
	case e.Kind == wire.ActivityReply:
		return text.AnsweredYou(name(0), where)
	case e.Count == 1:
		return text.ReactedToYou(name(0), where)
	case e.Count == 2 && len(e.Users) == 2:
		return text.ReactedToYouTwo(name(0), name(1), where)
	case len(e.Users) > 1:
		return text.ReactedToYouMany(name(0), name(1), e.Count-2, where)
	}
	return text.ReactedToYouOthers(name(0), e.Count-1, where)
}

package unsent

import (
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// waitingRunes is how much of a text the list of what waits shows, in code points.
const waitingRunes = 140

// place draws the page.
type place struct {
	app.Compo
	Of  *Unsent
	Rev int
}

// Page draws what could not be sent, and what waits.
func (u *Unsent) Page() app.UI {
	return &place{Of: u, Rev: u.h.Rev(host.Unsent, host.List, host.Stack, host.Status)}
}

// Render draws the sheet.
func (p *place) Render() app.UI {
	letters := p.Of.list()
	wait := waiting(letters)
	var failed []engine.Letter
	for _, l := range letters {
		if l.Fail != nil {
			failed = append(failed, l)
		}
	}
	return kit.Page(p.Of.h, text.Unsent,
		p.section("unsent-failed", text.UnsentFailed, text.UnsentFailedHelp, p.failed(failed)),
		p.section("unsent-waits", text.UnsentWaits, text.UnsentWaitsHelp, p.waits(wait)),
		p.nothing(letters))
}

func (p *place) nothing(letters []engine.Letter) app.UI {
	if len(letters) > 0 {
		return kit.None()
	}
	return kit.El("p|role=status", text.NothingUnsent)
}

// section is a list with its heading; nothing if the list is empty.
func (p *place) section(id string, head, help text.Text, rows []app.UI) app.UI {
	if len(rows) == 0 {
		return kit.None()
	}
	return kit.El("section.section", kit.K("aria-labelledby"), id,
		kit.El("div.section__head", kit.El("h2.display.display--lg", kit.K("id"), id, head), kit.El("p", help)),
		kit.El("ol", rows))
}

func (p *place) failed(letters []engine.Letter) (rows []app.UI) {
	for _, l := range letters {
		button := func(act *kit.Handler, label text.Text, more ...any) app.UI {
			return kit.El("button.btn|type=button", append(more, kit.K("data-id"), l.ID, act, label)...)
		}
		again := button(kit.On("click", p.Of.elsewhere), text.SendElsewhere, kit.K("aria-haspopup"), "dialog")
		if _, in := p.Of.h.State.Room(l.Room); in {
			again = button(kit.On("click", p.Of.retry), text.TryAgain)
		}
		rows = append(rows, kit.El("li.unsent",
			p.where(l),
			kit.El("div.unsent__body|dir=auto", words(l)),
			kit.El("p.unsent__why", kit.Icon("alert"), kit.El("span", host.Reason(l.Fail))),
			kit.El("div.unsent__acts", again,
				button(kit.On("click", p.Of.copy), text.CopyText, kit.Class("btn--quiet")),
				button(kit.On("click", p.Of.discard), text.Discard, kit.Class("btn--text-danger")))))
	}
	return rows
}

// words are the text of an entry, or the names of its files if it has none.
func words(l engine.Letter) string {
	if l.Body != "" || len(l.Files) == 0 {
		return l.Body
	}
	var names []string
	for i := range l.Files {
		names = append(names, l.Files[i].Name)
	}
	return strings.Join(names, "\n")
}

// where says of which room an entry is, and from when.
func (p *place) where(l engine.Letter) app.UI {
	icon := "hash"
	if r, in := p.Of.h.State.Room(l.Room); in {
		icon = kit.RoomIcon(r)
	}
	return kit.El("p.unsent__where", kit.Icon(icon), kit.El("bdi", p.place(l)),
		kit.El("span|aria-hidden=true", "·"), kit.El("time", kit.K("datetime"), platform.MachineTime(l.At), p.when(l)))
}

func (p *place) place(l engine.Letter) string {
	if l.Place == "" {
		return host.Said(text.RoomYouLeft)
	}
	return l.Place
}

func (p *place) when(l engine.Letter) string {
	return host.Said(text.DateAndTime(host.DateText(l.At), platform.FormatTime(l.At)))
}

func (p *place) waits(letters []engine.Letter) (rows []app.UI) {
	for _, l := range letters {
		icon, what := "clock", markup.Plain(words(l), waitingRunes)
		switch l.Kind {
		case wire.KindEdit:
			icon = "edit"
		case wire.KindDelete:
			icon, what = "trash", host.Said(text.WaitsDelete)
		case wire.KindReaction:
			icon, what = "emoji", host.Said(text.WaitsReaction(l.Emoji))
		case wire.KindPin:
			icon, what = "pin", host.Said(text.WaitsPin)
		}
		rows = append(rows, kit.El("li.queue__item", kit.Icon(icon),
			kit.El("div.queue__text", kit.El("strong|dir=auto", what), kit.El("span", kit.El("bdi", p.place(l)), " ", p.when(l))),
			kit.IconButton("close", text.TakeBack(what), kit.K("data-id"), l.ID, kit.On("click", p.Of.discard))))
	}
	return rows
}

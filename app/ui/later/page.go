package later

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// shownRunes is how much of a text a row shows, in code points.
const shownRunes = 280

// place draws the page.
type place struct {
	app.Compo
	Of  *Later
	Rev int
}

// Page draws what was begun, what is to be done, and what could not be.
func (l *Later) Page() app.UI {
	return &place{Of: l, Rev: l.h.Rev(thing, host.Drafts, host.List, host.People, host.Stack, host.Status)}
}

// Render draws the sheet.
func (p *place) Render() app.UI {
	var failed, due, waits, begun []app.UI
	for i := range p.Of.list {
		switch it := &p.Of.list[i]; it.State {
		case wire.LaterFailed:
			failed = append(failed, p.row(it))
		case wire.LaterDue:
			due = append(due, p.row(it))
		default:
			waits = append(waits, p.row(it))
		}
	}
	for _, b := range p.Of.h.Verbs.Begun() {
		begun = append(begun, p.line("edit", b.Room, b.At, kit.El("div.plan__text|dir=auto", markup.Plain(b.Text, shownRunes)),
			kit.El("a.btn.btn--quiet", kit.K("href"), route.To(b.Room, b.Thread), text.GoOn)))
	}
	note := kit.None()
	if len(waits) > 0 {
		note = kit.El("p.plan__note", kit.Icon("clock", "icon--sm"), text.ServerSendsThese)
	}
	return kit.Page(p.Of.h, text.Drafts,
		section("later-failed", text.LaterFailed, failed), section("later-due", text.RemindersDue, due),
		section("later-begun", text.Drafts, begun), section("later-waits", text.Planned, waits), note,
		kit.El("p|role=status", kit.K("hidden"), len(failed)+len(due)+len(waits)+len(begun) > 0, text.NothingLater))
}

// section is a list with its heading; nothing if the list is empty.
func section(id string, head text.Text, rows []app.UI) app.UI {
	if len(rows) == 0 {
		return kit.None()
	}
	return kit.El("section.section", kit.K("aria-labelledby"), id,
		kit.El("div.section__head", kit.El("h2.display.display--lg", kit.K("id"), id, head)), kit.El("ol", rows))
}

// line is a row: of which room and from when it is, what it says, and what can be done with it.
func (p *place) line(icon, room string, at int64, what app.UI, acts ...any) app.UI {
	name := host.Said(text.RoomYouLeft)
	if r, in := p.Of.h.State.Room(room); in {
		icon, name = kit.RoomIcon(r), host.RoomName(r)
	} else if room == "" {
		name = host.Said(text.Reminder)
	}
	return kit.El("li.plan", kit.Icon(icon),
		kit.El("p.plan__where", kit.El("strong|dir=auto", name), kit.El("time", kit.K("datetime"), platform.MachineTime(at), moment(at))),
		what, kit.El("div.plan__acts", acts...))
}

// row is something that is to be done.
func (p *place) row(it *wire.Later) app.UI {
	button := func(label text.Text, style kit.Class, act func(platform.Event)) app.UI {
		return kit.El("button.btn|type=button", style, kit.K("data-id"), it.ID, kit.On("click", act), label)
	}
	l, sends := p.Of, it.Does == wire.DeedSend
	what := kit.El("div.plan__text|dir=auto", markup.Plain(it.Body, shownRunes))
	if it.Body == "" && len(it.Files) == 0 {
		what = kit.El("div.plan__text|dir=auto", subject(it))
	}
	if len(it.Files) > 0 {
		what = kit.El("div", what, kit.El("p.plan__files", kit.Icon("attach", "icon--sm"),
			kit.El("span|dir=auto", text.FilesPlanned(len(it.Files), fileNames(it)))))
	}
	change := button(text.Change, "btn--quiet", l.change)
	var acts []any
	switch {
	case it.State == wire.LaterFailed:
		acts = []any{button(text.SendElsewhere, "", l.elsewhere), button(text.CopyText, "btn--quiet", l.copy),
			button(text.Discard, "btn--text-danger", l.end)}
		why := text.LaterNotSentWhy(host.Reason(&wire.Error{Code: it.Failed.Code, Message: it.Failed.Message, Reason: it.Failed.Reason}))
		if it.Failed.Code == wire.CodeRoomGone {
			why = text.LeftBefore(moment(it.At))
		}
		what = kit.El("div", what, kit.El("p.plan__why", kit.Icon("alert", "icon--sm"), why))
	case sends:
		acts = []any{button(text.SendNow, "btn--quiet", l.now), change, button(text.Cancel, "btn--quiet", l.end)}
	case it.State == wire.LaterDue:
		acts = []any{button(text.Done, "", l.end), button(text.RemindAgain, "btn--quiet", l.change)}
	default:
		acts = []any{change, button(text.Cancel, "btn--quiet", l.end)}
	}
	if it.Seq > 0 && it.Quote != nil {
		acts = append(acts, kit.El("a.btn.btn--quiet", kit.K("href"), route.To(it.Room, it.Seq), text.ShowIt))
	}
	if it.Thread > 0 {
		what = kit.El("div", kit.El("a.plan__files", kit.K("href"), route.To(it.Room, it.Thread), kit.Icon("thread", "icon--sm"),
			text.RepliedInThread), what)
	}
	return p.line("clock", it.Room, it.At, what, acts...)
}

// fileNames are the names of the files of a message.
func fileNames(it *wire.Later) string {
	var names []string
	for _, f := range it.Files {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// do does something with the row of a button.
func (l *Later) do(e platform.Event, what func(it wire.Later)) {
	for _, it := range l.list {
		if it.ID == kit.Data(e, "id") {
			what(it)
		}
	}
}

func (l *Later) copy(e platform.Event) {
	l.do(e, func(it wire.Later) { l.h.Copy(it.Body, text.TextCopied) })
}

// end cancels something, or is done with a reminder. The text of a message can be had back; if it has files, they
// cannot, and that is asked first.
func (l *Later) end(e platform.Event) {
	l.do(e, func(it wire.Later) {
		if n := len(it.Files); n > 0 {
			l.h.Overlays.Open(&kit.Confirm{
				DialogState: kit.DialogState{H: l.h},
				Question:    text.CancelWithFiles, Detail: text.CancelWithFilesMeans(n), No: text.KeepIt, Yes: text.CancelIt,
				Ask: kit.Asks(l.h, wire.EndLater, &wire.LaterRef{Item: it.ID}),
			})
			return
		}
		host.Ask(l.h, wire.EndLater, &wire.LaterRef{Item: it.ID}, func(_ *wire.OK, err error) {
			switch {
			case err != nil:
				l.h.Complain(err)
			case it.Does == wire.DeedSend:
				l.h.Offer("check", text.LaterCancelled, text.CopyText, func() { l.h.Copy(it.Body, text.TextCopied) })
			}
		})
	})
}

// set changes something.
func (l *Later) set(q wire.LaterSet, done func(error)) {
	q.Here = platform.Zone()
	host.Ask(l.h, wire.SetLater, &q, func(a *wire.LaterInfo, err error) {
		if done(err); err == nil && q.When != "now" {
			l.planned(a)
		}
	})
}

// orComplain says why something did not work.
func (l *Later) orComplain(err error) {
	if err != nil {
		l.h.Complain(err)
	}
}

func (l *Later) now(e platform.Event) {
	l.do(e, func(it wire.Later) { l.set(wire.LaterSet{Item: it.ID, When: "now"}, l.orComplain) })
}

// change asks for another time, and for the text.
func (l *Later) change(e platform.Event) {
	l.do(e, func(it wire.Later) {
		title := text.SendLater
		if it.Does == wire.DeedRemind {
			title = text.RemindMe
		}
		l.h.Overlays.Open(&choose{DialogState: kit.DialogState{H: l.h}, title: title, of: &it, then: func(d *choose, when string) {
			d.Wait()
			l.set(wire.LaterSet{Item: it.ID, When: when, Zone: platform.Zone(), Body: d.body()}, func(err error) {
				if !d.Failed(err) {
					l.h.Overlays.Drop(d)
				}
			})
		}})
	})
}

// elsewhere asks to which room a text is to be sent now.
func (l *Later) elsewhere(e platform.Event) {
	l.do(e, func(it wire.Later) {
		l.h.Verbs.ChooseRoom(func(to string) {
			l.set(wire.LaterSet{Item: it.ID, When: "now", To: &to}, l.orComplain)
		})
	})
}

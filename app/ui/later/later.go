// Package later is what the server does for the person at a time: messages that wait to be sent, reminders, and the
// page of both, with what was begun and could not be sent at its time.
package later

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Later follows what is to be done. Make one with New.
type Later struct {
	h       *host.Host
	list    []wire.Later
	told    map[string]bool // reminders that were shown on this page
	once    host.Once
	loading bool
	again   bool // it has changed while it was loaded
}

// thing is what changes when there is something else to be done.
const thing host.Thing = "later"

// New returns the feature of a page.
func New(h *host.Host) *Later {
	l := &Later{h: h, told: map[string]bool{}}
	h.Own.Follow(wire.ItemLater, func(state.Own) { l.load() })
	return l
}

// Connected asks what is to be done, whenever there is a connection again.
func (l *Later) Connected() { l.once.When(l.h, l.load) }

// load asks for all of it.
func (l *Later) load() {
	if l.again = l.loading; l.loading {
		return
	}
	l.loading = true
	var all []wire.Later
	var page func(after string)
	page = func(after string) {
		host.Ask(l.h, wire.ListLater, &wire.LaterList{After: after}, func(p *wire.Laters, err error) {
			if err == nil {
				if all = append(all, p.Laters...); p.Next != "" {
					page(p.Next)
					return
				}
				l.show(all)
			}
			if l.loading = false; l.again {
				l.load()
			}
		})
	}
	page("")
}

// show shows what there is, and says which reminders have become due.
func (l *Later) show(all []wire.Later) {
	l.list = all
	due := map[string]bool{}
	for i := range all {
		if it := &all[i]; it.State != wire.LaterWaiting {
			if due[it.ID] = true; !l.told[it.ID] {
				l.tell(it)
			}
		}
	}
	for key := range l.told {
		if !due[key] {
			l.h.Notices.Forget(key)
		}
	}
	l.told = due
	l.h.Raise(thing, host.Lines)
}

// tell shows a reminder that is due, or says that a message could not be sent.
func (l *Later) tell(it *wire.Later) {
	says := text.LaterNotSent(markupLine(it.Body))
	if it.Does == wire.DeedRemind {
		says = text.ReminderIsDue(subject(it))
	}
	show := func() { l.h.Go(route.Page(route.Drafts)) }
	if it.Seq > 0 && it.Quote != nil {
		show = func() { l.h.Go(route.To(it.Room, it.Seq)) }
	}
	l.h.Keep(it.ID, "clock", says, text.ShowIt, show)
}

// subject is what a reminder is about, in a line.
func subject(it *wire.Later) string {
	switch {
	case it.Body != "":
		return markupLine(it.Body)
	case len(it.Files) > 0:
		return fileNames(it)
	case it.Quote != nil && it.Quote.Text != "":
		return it.Quote.Text
	}
	return host.Said(text.AMessage)
}

func markupLine(body string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(body), "\n")
	return line
}

// Line leads to the page. It is always there: the rooms below it would move when somebody begins to write.
func (l *Later) Line() (line host.Line, shown bool) {
	open := 0
	for i := range l.list {
		if l.list[i].State != wire.LaterWaiting {
			open++
		}
	}
	line = host.Line{Icon: "draft", Name: text.Drafts, Count: len(l.list) + len(l.h.Verbs.Begun())}
	if open > 0 {
		line.Count, line.Strong, line.Aside = open, true, text.NeedYou
	}
	return line, true
}

// Remind asks when to remind of a message, at an element of its row.
func (l *Later) Remind(it *state.Item, at platform.Element) {
	l.ask(text.RemindMe, host.Said(text.RemindMe), at, "", func(when, zone string) {
		l.Add(wire.LaterAdd{Does: wire.DeedRemind, Room: it.Event.Room, Seq: it.Event.Seq, When: when, Zone: zone}, nil)
	})
}

// Send asks when to send a message that is written, at its button. done is called when the server has it.
func (l *Later) Send(m wire.LaterAdd, button string, done func()) {
	m.Does = wire.DeedSend
	l.ask(text.SendLater, host.Said(text.SendLater), platform.Element{}, button, func(when, zone string) {
		m.When, m.Zone = when, zone
		l.Add(m, done)
	})
}

// Add has something done later. done is called when the server has it; it may be nil.
func (l *Later) Add(q wire.LaterAdd, done func()) {
	q.CID, q.Here = id.New(), platform.Zone()
	host.Ask(l.h, wire.AddLater, &q, func(a *wire.LaterInfo, err error) {
		if err != nil {
			l.h.Complain(err)
			return
		}
		if done != nil {
			done()
		}
		l.planned(a)
	})
}

// planned says when something will be done.
func (l *Later) planned(a *wire.LaterInfo) {
	at := moment(a.Later.At)
	says := text.WillBeSent(at)
	switch {
	case a.Shift == "gap":
		says = text.ClocksSkip(at)
	case a.Shift == "twice":
		says = text.ClocksRepeat(at)
	case a.Later.Does == wire.DeedRemind:
		says = text.WillRemind(at)
	}
	l.h.Offer("clock", says, text.ShowIt, func() { l.h.Go(route.Page(route.Drafts)) })
}

// moment is a day and a time in words.
func moment(ms int64) string {
	return host.Said(text.DateAndTime(host.DateText(ms), platform.FormatTime(ms)))
}

// ask offers times in a menu. then gets one as the server reads it, and the zone of one that was picked.
func (l *Later) ask(title text.Text, label string, at platform.Element, button string, then func(when, zone string)) {
	items := []kit.MenuItem{{Label: title}}
	for _, o := range []struct {
		label text.Text
		when  string
	}{
		{text.InOneHour, "in 1 hour"}, {text.ThisEvening, "this evening"},
		{text.TomorrowNine, "tomorrow 9:00"}, {text.MondayNine, "monday 9:00"},
	} {
		if o.when != "this evening" || platform.LocalClock(platform.Now()) < "18" {
			items = append(items, kit.MenuItem{Icon: "clock", Label: o.label, Act: func() { then(o.when, "") }})
		}
	}
	items = append(items, kit.MenuItem{}, kit.MenuItem{Icon: "calendar", Label: text.ChooseTime, Act: func() {
		l.h.Overlays.Open(&choose{DialogState: kit.DialogState{H: l.h}, title: title, then: func(d *choose, when string) {
			l.h.Overlays.Drop(d)
			then(when, platform.Zone())
		}})
	}})
	kit.ToggleMenu(l.h, &kit.Menu{Label: label, Button: button, At: at, AlignE: true, Items: items})
}

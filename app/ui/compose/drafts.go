package compose

import (
	"cmp"
	"context"
	"slices"

	"github.com/confab/confab/app/draft"
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/wire"
)

// Drafts are the messages begun for each target, and the composers that show them. They
// are kept on this device through room switches and reloads, for the person who wrote them.
type Drafts struct {
	Book    *draft.Book
	trays   trays
	h       *host.Host
	courier courier
	shown   []func(draft.Target) // told when another tab has changed one
}

// NewDrafts returns none, which are not kept.
func NewDrafts(h *host.Host) *Drafts {
	d := &Drafts{h: h, trays: trays{of: map[Target]*tray{}}}
	d.trays.d, d.trays.kept.t = d, &d.trays
	d.courier.init(d)
	d.Keep(nil, nil, draft.Kept{})
	return d
}

// Load reads what was kept. It waits for the browser, so it is called before
// the first room is shown and not on go-app's goroutine.
func Load(store engine.Store) draft.Kept {
	kept, err := draft.Read(context.Background(), store)
	failed(err)
	return kept
}

// KeepFiles has the files of drafts kept too. lock is that of the browser, by which its pages know
// which of them have ended.
func (d *Drafts) KeepFiles(in Shelf, lock engine.Lock) { d.trays.kept.open(in, lock) }

// Keep has drafts kept in a store, which has some already, and the other tabs told.
func (d *Drafts) Keep(in engine.Store, tabs engine.Channel, kept draft.Kept) {
	d.Book = draft.New(draft.Options{
		Store: in, Channel: tabs, Post: d.h.Post, Failed: failed,
		Changed: func(t draft.Target) {
			d.h.Raise(host.Drafts)
			for _, changed := range d.shown {
				changed(t)
			}
		},
	}, kept)
}

func failed(err error) {
	if err != nil {
		platform.Report("drafts: " + err.Error())
	}
}

// Meet is told who is here, and reports whether the drafts are others now.
func (d *Drafts) Meet(user string) bool {
	others := d.Book.Meet(user)
	if others {
		d.trays.meet(user)
		d.h.Raise(host.Drafts)
		d.courier.once = host.Once{}
		d.Connected()
	}
	return others
}

// In reports whether something is begun in a room.
func (d *Drafts) In(room string) bool { return d.Book.In(room) || d.trays.in(room) }

// Unfinished reports whether files would be lost with the page.
func (d *Drafts) Unfinished() bool { return d.trays.unfinished() }

// Count returns how many messages are begun.
func (d *Drafts) Count() int {
	n := d.Book.Count()
	for to := range d.trays.of {
		if d.Book.Get(to.draft("")).Blank() {
			n++
		}
	}
	return n
}

// Begun are the messages that were begun, the latest first, without changes of others.
func (d *Drafts) Begun() (list []host.Begun) {
	d.Book.Each(func(t draft.Target, of draft.Draft) {
		if t.Edit == "" && !of.Blank() {
			list = append(list, host.Begun{Room: t.Room, Thread: t.Thread, Text: of.Text, At: of.At})
		}
	})
	slices.SortFunc(list, func(a, b host.Begun) int { return cmp.Compare(b.At, a.At) })
	return list
}

// Forget drops everything; nothing is kept any more. The caller clears the store.
func (d *Drafts) Forget() {
	d.Book.Forget()
	d.trays.kept.shut = true
}

// deliver sends a message to a target whose files have arrived meanwhile.
func (d *Drafts) deliver(to Target, q queued, files []wire.File) {
	m := engine.Message{CID: q.cid, Room: to.Room, Body: q.text, ReplyTo: q.replyTo, Thread: to.Thread, InRoom: q.inRoom,
		Files: files}
	if _, err := d.h.Eng.SendMessage(m); err != nil {
		d.trays.hold(to)
		d.h.Complain(err)
		return
	}
	d.trays.sent(to)
	if trimmed(d.Book.Get(to.draft("")).Text) == q.text {
		d.put(to.draft(""), "", 0)
	}
	for _, changed := range d.shown {
		changed(to.draft(""))
	}
	d.h.Raise(host.Drafts)
}

// put changes the draft of a target. The list of rooms shows whether there is one.
func (d *Drafts) put(t draft.Target, text string, replyTo int64) {
	if d.Book.Set(t, text, replyTo) {
		d.h.Raise(host.Drafts, host.Lines)
	}
	if delete(d.courier.refused, t); text == "" {
		d.courier.tell() // it was sent, or given up
	} else if t.Edit == "" {
		d.courier.soon()
	}
}

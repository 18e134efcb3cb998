package compose

import (
	"context"

	"github.com/confab/confab/app/draft"
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/wire"
)

// Drafts are the messages begun for each target, and the composers that show them. They
// are kept on this device through room switches and reloads, for the person who wrote them.
type Drafts struct {
	Book  *draft.Book
	trays trays
	h     *host.Host
	shown []func(draft.Target) // told when another tab has changed one
}

// NewDrafts returns none, which are not kept.
func NewDrafts(h *host.Host) *Drafts {
	d := &Drafts{h: h, trays: trays{of: map[Target]*tray{}}}
	d.trays.d = d
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
		d.trays.clear()
		d.h.Raise(host.Drafts)
	}
	return others
}

// In reports whether something is begun in a room.
func (d *Drafts) In(room string) bool { return d.Book.In(room) || d.trays.in(room) }

// Unfinished reports whether files would be lost with the page.
func (d *Drafts) Unfinished() bool { return len(d.trays.of) > 0 }

// deliver sends a message to a target whose files have arrived meanwhile.
func (d *Drafts) deliver(to Target, files []wire.File) {
	written := d.Book.Get(to.draft(""))
	if _, err := d.h.Eng.SendFiles(to.Room, trimmed(written.Text), written.ReplyTo, files); err != nil {
		d.h.Complain(err)
		return
	}
	d.trays.sent(to)
	d.put(to.draft(""), "", 0)
	for _, changed := range d.shown {
		changed(to.draft(""))
	}
	d.h.Raise(host.Drafts)
}

// put changes the draft of a target. The list of rooms shows whether there is one.
func (d *Drafts) put(t draft.Target, text string, replyTo int64) {
	if d.Book.Set(t, text, replyTo) {
		d.h.Raise(host.Drafts)
	}
}

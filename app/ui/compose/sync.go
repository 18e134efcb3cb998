package compose

import (
	"errors"
	"time"

	"github.com/confab/confab/app/draft"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/wire"
)

// restLasts is how long the person has not typed before the other devices are told.
const restLasts = 3 * time.Second

// courier tells the person's other devices of drafts, by way of the server, and hears of theirs.
//
// The server tells every device of every change, also the one that made it. What it has is asked for each time, one
// question after the other, and its answer counts for a draft unless a text of it was on its way since then.
type courier struct {
	d       *Drafts
	server  draftServer
	typed   time.Time               // when something was written last
	due     bool                    // it is looked soon whether that was long enough ago
	out     map[draft.Target]bool   // whether a text is on its way
	lost    map[draft.Target]string // the text of which it is not known whether it has arrived
	now     int                     // counts how often a text left or was answered
	moved   map[draft.Target]int    // and which of those times was a draft's last
	hearing bool                    // the server is being asked
	missed  map[string]bool         // the rooms to ask for once more; "": all
	refused map[draft.Target]bool
	once    host.Once
}

// draftServer is what a courier needs of the server.
type draftServer interface {
	live() bool
	set(q *wire.DraftSet, done func(*wire.DraftInfo, error))
	list(q *wire.DraftList, done func(*wire.Drafts, error))
}

// asking is the server that the page is connected to.
type asking struct{ h *host.Host }

func (a asking) live() bool { return a.h.Live() }

func (a asking) set(q *wire.DraftSet, done func(*wire.DraftInfo, error)) {
	host.Ask(a.h, wire.SetDraft, q, done)
}

func (a asking) list(q *wire.DraftList, done func(*wire.Drafts, error)) {
	host.Ask(a.h, wire.ListDrafts, q, done)
}

func (c *courier) init(d *Drafts) {
	c.d, c.server, c.missed = d, asking{d.h}, map[string]bool{}
	c.out, c.lost, c.moved, c.refused = map[draft.Target]bool{}, map[draft.Target]string{}, map[draft.Target]int{}, map[draft.Target]bool{}
	d.h.Own.Follow(wire.ItemDraft, func(o state.Own) { c.hear(o.Room) })
}

// Connected tells and hears what was written while there was no connection.
func (d *Drafts) Connected() { d.courier.once.When(d.h, func() { d.courier.hear("") }) }

// soon has what was written told when the person rests.
func (c *courier) soon() {
	c.typed = time.Now()
	if c.due {
		return
	}
	c.due = true
	c.wait(restLasts)
}

func (c *courier) wait(long time.Duration) {
	c.d.h.Later(long, func() {
		if rest := restLasts - time.Since(c.typed); rest > 0 {
			c.wait(rest)
			return
		}
		c.due = false
		c.tell()
	})
}

// tell tells the server what it does not have.
func (c *courier) tell() {
	if !c.server.live() {
		return
	}
	for _, t := range c.d.Book.Untold() {
		if c.out[t] || c.refused[t] {
			continue
		}
		of := c.d.Book.Get(t)
		c.out[t] = true
		c.move(t)
		q := &wire.DraftSet{Room: t.Room, Thread: t.Thread, Base: of.Rev, Body: of.Text, ReplyTo: of.ReplyTo}
		c.server.set(q, func(a *wire.DraftInfo, err error) { c.told(t, of, a, err) })
	}
}

// move notes that a text of a draft leaves or was answered.
func (c *courier) move(t draft.Target) {
	c.now++
	c.moved[t] = c.now
}

// told takes the answer for a text that was told.
func (c *courier) told(t draft.Target, of draft.Draft, a *wire.DraftInfo, err error) {
	delete(c.out, t)
	delete(c.lost, t)
	c.move(t)
	defer c.hearMissed()
	var refusal *wire.Error
	switch {
	case errors.As(err, &refusal) && !refusal.Code.Temporary():
		c.refused[t] = true
		return
	case err != nil:
		c.lost[t] = of.Text
		return
	case a.Conflict:
		c.d.Book.Hear(t, a.Draft.Body, a.Draft.ReplyTo, a.Draft.Rev)
	default:
		c.d.Book.Tell(t, a.Draft.Body, a.Draft.Rev)
	}
	if c.d.Book.Get(t).Text == "" {
		c.tell() // it was sent while its text was on its way: on another device it would stand there again
		return
	}
	c.soon()
}

// hear asks what the server has, of a room or of all.
func (c *courier) hear(room string) {
	c.missed[room] = true
	c.hearMissed()
}

// hearMissed asks for the next of the rooms that are to be asked for, when nothing is on its way.
func (c *courier) hearMissed() {
	if c.hearing || len(c.out) > 0 {
		return
	}
	for room := range c.missed {
		delete(c.missed, room)
		c.hearing = true
		(&hearing{c: c, room: room, since: c.now, known: map[draft.Target]bool{}}).page("")
		return
	}
}

// hearing is one question for what the server has.
type hearing struct {
	c     *courier
	room  string
	since int // the courier's now when it was asked
	known map[draft.Target]bool
}

func (h *hearing) page(after string) {
	h.c.server.list(&wire.DraftList{Room: h.room, After: after}, func(p *wire.Drafts, err error) {
		if err != nil {
			h.c.hearing = false
			return // it is asked again with the next connection
		}
		for _, of := range p.Drafts {
			t := draft.Target{Room: of.Room, Thread: of.Thread}
			h.known[t] = true
			h.is(t, of)
		}
		if p.Next != "" {
			h.page(p.Next)
			return
		}
		h.end()
	})
}

// is takes what the server has of a draft.
func (h *hearing) is(t draft.Target, of wire.Draft) {
	c := h.c
	if c.moved[t] > h.since {
		c.missed[h.room] = true // the answer may be from before
		return
	}
	if lost, ok := c.lost[t]; ok && lost == of.Body && c.d.Book.Get(t).Text == "" {
		c.d.Book.Tell(t, of.Body, of.Rev) // it has arrived, and was sent meanwhile: it is taken back
	} else {
		c.d.Book.Hear(t, of.Body, of.ReplyTo, of.Rev)
	}
	delete(c.lost, t)
}

// end takes that the server has no others.
func (h *hearing) end() {
	c := h.c
	var gone []draft.Target
	c.d.Book.Each(func(t draft.Target, of draft.Draft) {
		if of.Rev != 0 && !h.known[t] && (h.room == "" || t.Room == h.room) {
			gone = append(gone, t)
		}
	})
	for _, t := range gone {
		h.is(t, wire.Draft{})
	}
	c.hearing = false
	c.d.h.Raise(host.Drafts)
	c.tell()
	c.hearMissed()
}

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
type courier struct {
	d       *Drafts
	typed   time.Time            // when something was written last
	due     bool                 // it is looked soon whether that was long enough ago
	out     map[draft.Target]int // how many texts are on their way
	own     map[string]int       // of how many changes of a room the server will tell that are this page's
	refused map[draft.Target]bool
	once    host.Once
}

func (c *courier) init(d *Drafts) {
	c.d, c.out, c.own, c.refused = d, map[draft.Target]int{}, map[string]int{}, map[draft.Target]bool{}
	d.h.Own.Follow(wire.ItemDraft, func(o state.Own) {
		if c.own[o.Room] > 0 {
			c.own[o.Room]--
			return
		}
		c.hear(o.Room)
	})
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
	if !c.d.h.Live() {
		return
	}
	for _, t := range c.d.Book.Untold() {
		if c.out[t] > 0 || c.refused[t] {
			continue
		}
		of := c.d.Book.Get(t)
		c.out[t]++
		c.own[t.Room]++
		q := &wire.DraftSet{Room: t.Room, Thread: t.Thread, Base: of.Rev, Body: of.Text, ReplyTo: of.ReplyTo}
		host.Ask(c.d.h, wire.SetDraft, q, func(a *wire.DraftInfo, err error) { c.told(t, of, a, err) })
	}
}

// told takes the answer for a text that was told.
func (c *courier) told(t draft.Target, of draft.Draft, a *wire.DraftInfo, err error) {
	c.out[t]--
	var refusal *wire.Error
	switch {
	case err != nil:
		c.own[t.Room] = 0
		c.refused[t] = errors.As(err, &refusal) && !refusal.Code.Temporary()
		return
	case a.Conflict:
		c.own[t.Room] = 0
		c.d.Book.Hear(t, a.Draft.Body, a.Draft.ReplyTo, a.Draft.Rev)
	default:
		if a.Draft.Rev == of.Rev { // nothing has changed there, and nothing is told
			c.own[t.Room] = 0
		}
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
	known := map[draft.Target]bool{}
	var page func(after string)
	page = func(after string) {
		host.Ask(c.d.h, wire.ListDrafts, &wire.DraftList{Room: room, After: after}, func(p *wire.Drafts, err error) {
			if err != nil {
				return // it is asked again with the next connection
			}
			for _, of := range p.Drafts {
				t := draft.Target{Room: of.Room, Thread: of.Thread}
				if known[t] = true; c.out[t] == 0 {
					c.d.Book.Hear(t, of.Body, of.ReplyTo, of.Rev)
				}
			}
			if p.Next != "" {
				page(p.Next)
				return
			}
			c.d.Book.Each(func(t draft.Target, of draft.Draft) {
				if of.Rev != 0 && !known[t] && c.out[t] == 0 && (room == "" || t.Room == room) {
					c.d.h.Later(0, func() { c.d.Book.Hear(t, "", 0, 0) })
				}
			})
			c.d.h.Raise(host.Drafts)
			c.tell()
		})
	}
	page("")
}

package compose

import (
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// edit is the change of a message that is under way in a composer.
type edit struct{ c *Composer }

// send changes the message. If it still has the text, nothing is to be done.
func (e edit) send(body string) {
	at := e.c.to.draft(e.c.edit)
	if it := e.message(); it == nil || it.Event.Body != body {
		if !e.c.h.Change(func(b engine.Outbox) error { return b.Edit(at.Message(), body) }) {
			return
		}
	}
	e.end()
}

// message returns the message that is being changed; nil if it is not loaded.
func (e edit) message() (it *state.Item) {
	of := e.c.to.draft(e.c.edit).Message()
	e.c.h.State.See(func(s *state.State) {
		r := s.Rooms[of.Room]
		switch {
		case r == nil:
		case of.Seq > 0:
			it = r.Item(of.Seq)
		case r.Outbox(of.CID) != nil:
			it = r.Outbox(of.CID)
		default:
			it = r.Item(s.SeqOf(of.Room, of.CID))
		}
	})
	return it
}

// end goes back to what was being written before.
func (e edit) end() {
	e.c.list.close()
	e.c.drafts.put(e.c.to.draft(e.c.edit), "", 0)
	e.c.edit = ""
	e.c.fill()
}

// drop gives up changing a message, and offers to go on if something was changed.
func (e edit) drop() {
	it, at, body := e.message(), e.c.to.draft(e.c.edit), e.c.field.Value()
	e.end()
	if it != nil && it.Event.Body == body {
		return
	}
	e.c.h.Offer("edit", text.EditingStopped, text.EditAgain, func() {
		e.c.drafts.put(at, body, 0)
		if at.Room == e.c.to.Room && at.Thread == e.c.to.Thread {
			e.c.Restore()
			e.c.field.Focus()
		}
	})
}

// sent is a message that was just sent.
type sent struct {
	room, cid, body string
	at              time.Time
}

// takenUp is how long the engine takes at most until it shows what is sent.
const takenUp = 2 * time.Second

// in returns the message as the room r has it; nil if it is of another room, or gone. The engine takes it up a
// moment after it was sent: until then it is as it was sent, so that who goes on to change it does not get an
// older one.
func (m sent) in(s *state.State, r *state.Room) *state.Item {
	if m.cid == "" || m.room != r.Info.ID {
		return nil
	}
	it := r.Outbox(m.cid)
	if seq := s.SeqOf(m.room, m.cid); it == nil && seq > 0 {
		it = r.Item(seq)
	}
	switch {
	case it != nil && it.Deleted():
		return nil
	case it == nil && time.Since(m.at) < takenUp:
		return &state.Item{Key: m.cid, Status: state.Pending, Event: wire.Event{
			Room: m.room, Author: s.Me.ID, CID: m.cid, Kind: wire.KindMessage, Body: m.body}}
	}
	return it
}

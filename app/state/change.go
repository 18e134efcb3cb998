package state

import (
	"slices"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// Change is something that the person did to a message and that is not known to be in
// the log yet. It is an input of Apply: the message is then shown as if it were, until
// the change's event arrives (Confirmed) or the change is Withdrawn.
type Change struct {
	ID   string // as a cid: it begins with the time of writing
	Room string

	// The message: its seq, or its cid if it was not in the log yet.
	Seq int64
	CID string

	Kind  wire.Kind // KindEdit, KindDelete, KindReaction, KindVote or KindPin
	Body  string    // of an edit
	Emoji string    // of a reaction
	On    bool      // of a reaction or a pin
	Votes int       // of a vote: what is chosen, as in wire.Ballot
	At    int64     // when it was done, UTC milliseconds
	Until int64     // of a deletion that can still be undone: when it is sent, UTC milliseconds
}

// Confirmed says that a change is in the log, at Seq. It is shown until the event with
// that seq has been applied.
type Confirmed struct {
	Room, ID string
	Seq      int64
}

// Withdrawn says that a change will not come to be: its message is shown without it.
type Withdrawn struct{ Room, ID string }

// pendingChange is a change and where it is in the log; 0: not known to be there.
type pendingChange struct {
	Change
	seq int64
}

// overlay is an item with the changes that are not in the log.
type overlay struct {
	base  *Item
	shown *Item
}

// Waits reports whether a change of a kind to the message waits to be sent.
func (it *Item) Waits(kind wire.Kind) bool {
	return slices.ContainsFunc(it.Waiting, func(c Change) bool { return c.Kind == kind })
}

// WaitsFor reports whether it waits to be sent that the person put an emoji on the
// message or took it away.
func (it *Item) WaitsFor(emoji string) bool {
	return slices.ContainsFunc(it.Waiting, func(c Change) bool { return c.Kind == wire.KindReaction && c.Emoji == emoji })
}

// Going returns the deletion of the message that can still be undone, and whether there is one.
func (it *Item) Going() (Change, bool) {
	for _, c := range it.Waiting {
		if c.Until > 0 {
			return c, true
		}
	}
	return Change{}, false
}

func applyChange(s *State, in Change) {
	s.windows(in.Room, func(r *Room) {
		if i := find(r.changes, in.ID); i >= 0 {
			r.changes[i].Change = in
		} else {
			r.changes = append(slices.Clip(r.changes), pendingChange{Change: in})
		}
		s.touch(r, PartTimeline)
	})
}

func applyConfirmed(s *State, in Confirmed) {
	s.windows(in.Room, func(r *Room) {
		if i := find(r.changes, in.ID); i >= 0 {
			r.changes[i].seq = in.Seq
			s.touch(r, PartTimeline)
		}
	})
}

func applyWithdrawn(s *State, in Withdrawn) {
	s.windows(in.Room, func(r *Room) {
		if i := find(r.changes, in.ID); i >= 0 {
			r.changes = slices.Delete(r.changes, i, i+1)
			s.touch(r, PartTimeline)
		}
	})
}

func find(changes []pendingChange, id string) int {
	return slices.IndexFunc(changes, func(c pendingChange) bool { return c.ID == id })
}

// redraw makes the overlays anew, and drops the changes whose events have been applied.
// Where nothing has changed, the same items are shown as before.
func (r *Room) redraw(me string) {
	r.changes = slices.DeleteFunc(r.changes, func(c pendingChange) bool {
		there := c.seq > 0 && c.seq <= r.Info.Top
		if there && c.Kind == wire.KindVote {
			voted(r, &c.Change)
		}
		return there
	})
	before := r.overlays
	r.overlays = nil
	for _, c := range r.changes {
		base := r.changed(&c.Change, me)
		if base == nil || c.seq > 0 && c.seq <= base.asOf {
			continue
		}
		over, ok := r.overlays[base.Key]
		if !ok {
			over = overlay{base, base}
		}
		over.shown = over.shown.changed(&c.Change, me)
		if r.overlays == nil {
			r.overlays = map[string]overlay{}
		}
		r.overlays[base.Key] = over
	}
	for key, over := range r.overlays {
		if was, ok := before[key]; ok && was.base == over.base && slices.Equal(was.shown.Waiting, over.shown.Waiting) {
			r.overlays[key] = was
		}
	}
}

// voted keeps what the person has chosen in a poll: the log does not say whose vote it was if the poll is hidden.
func voted(r *Room, c *Change) {
	i, ok := r.find(c.Seq)
	if !ok {
		return
	}
	next := *r.Items[i]
	tally := effect.TallyOf(&next.Event)
	if next.Event.State == nil || len(tally.Choices) == 0 || effect.Chosen(&next.Event) == c.Votes {
		return
	}
	for i := range tally.Choices {
		tally.Choices[i].Me = c.Votes&(1<<i) != 0
	}
	state := *next.Event.State
	state.Poll, next.Event.State = &tally, &state
	r.Items[i] = &next
}

// changed returns the message of a change as it is without any; nil if it is not here.
func (r *Room) changed(c *Change, me string) *Item {
	if c.Seq > 0 {
		if i, ok := r.find(c.Seq); ok {
			return r.Items[i]
		}
	}
	if c.CID == "" {
		return nil
	}
	if i := r.pending(c.CID); i >= 0 {
		return r.Pending[i]
	}
	return r.Sent(c.CID, me)
}

// SeqOf returns the seq of a message that the person has sent with a cid; 0 if it is not
// in the log, or in no window.
func (s *State) SeqOf(room, cid string) (seq int64) {
	if cid == "" {
		return 0
	}
	s.windows(room, func(r *Room) {
		if it := r.Sent(cid, s.Me.ID); it != nil {
			seq = it.Event.Seq
		}
	})
	return seq
}

// Sent returns the item of a message that the person me has sent with a cid; nil if it
// is not in the log or not in the window. Changes that are not in the log are not
// contained.
func (r *Room) Sent(cid, me string) *Item {
	if i := r.pending(cid); i >= 0 && r.Pending[i].Event.Seq > 0 {
		return r.Pending[i]
	}
	for i := len(r.Items) - 1; i >= 0; i-- {
		if e := &r.Items[i].Event; e.CID == cid && e.Author == me {
			return r.Items[i]
		}
	}
	return nil
}

// changed returns the item with a change applied. Whom an edit mentions is decided by
// the server; until then it mentions the same people as before.
func (it *Item) changed(c *Change, me string) *Item {
	next := *it
	next.Waiting = append(slices.Clip(it.Waiting), *c)
	if c.Until > 0 {
		return &next
	}
	e := wire.Event{
		Kind: c.Kind, Author: me, Seq: it.Event.Seq, At: c.At, Body: c.Body, Mentions: it.Event.Mentions, Emoji: c.Emoji, On: c.On,
	}
	if it.Event.State != nil {
		e.Seq = it.Event.State.V
	}
	if poll, ok := effect.PollOf(&it.Event); ok && c.Kind == wire.KindVote {
		e.Detail = wire.DetailOf(&wire.Ballot{Of: len(poll.Choices), Was: effect.Chosen(&it.Event), Now: c.Votes})
	}
	if c.Kind == wire.KindDelete && it.Event.Author != me {
		e.Action = wire.ActionRemoved
	}
	effect.For(me).Apply(&next.Event, &e)
	if it.Status != Sent && c.Kind == wire.KindEdit {
		next.Event.State = it.Event.State // nobody has seen the text before
	}
	return &next
}

// shown returns an item as it is to be shown: with the changes that are not in the log.
func (r *Room) shown(it *Item) *Item {
	if over, ok := r.overlays[it.Key]; ok && over.base == it {
		return over.shown
	}
	return it
}

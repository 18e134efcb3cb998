package state

import (
	"slices"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// Status says how far a message that was written on this device has got.
type Status uint8

// The statuses. An item from the log is Sent.
const (
	Sent    Status = iota
	Pending        // in the outbox: not acknowledged yet
	Failed         // refused for good, see Fail; the person can retry or discard it
)

// Item is a row of a timeline: a visible event as it is now, or a message of the outbox
// (Seq 0). It is immutable.
type Item struct {
	// Key is the row's identity, the same before and after the ack: the cid of a
	// message that was written on this device, else the event's id.
	Key    string
	Event  wire.Event // with its current text; State is nil if nothing has changed
	Status Status
	Fail   *wire.Error
	// Waiting are the changes to the message that were made here and are not in the log
	// yet, in order. Event contains them.
	Waiting []Change

	asOf int64 // changes up to this seq are contained
}

// Deleted reports whether the message is a tombstone.
func (it *Item) Deleted() bool { return it.Event.State != nil && it.Event.State.Deleted }

// Edited reports whether the message's text was changed.
func (it *Item) Edited() bool { return it.Event.State != nil && it.Event.State.EditedAt != 0 }

// Reactions are the reactions on the message, in the order of first use.
func (it *Item) Reactions() []wire.Reaction {
	if it.Event.State == nil {
		return nil
	}
	return it.Event.State.Reactions
}

// Mentions reports whether the message mentions the person, by name or with everyone.
func (it *Item) Mentions(user string) bool { return names(&it.Event, user) }

func names(e *wire.Event, user string) bool {
	return slices.Contains(e.Mentions, user) || slices.Contains(e.Mentions, wire.MentionAll)
}

// newItem makes an item of a visible event that contains the changes up to asOf.
func newItem(e wire.Event, asOf int64, me string) *Item {
	e.Head = wire.Head{}
	key := e.Event
	if e.Author == me && e.CID != "" {
		key = e.CID
	}
	return &Item{Key: key, Event: e, asOf: max(asOf, e.Seq)}
}

// with returns the item after a later event of its room, as the person me reads it: the
// same item if the event is not about it, else a changed copy.
func (it *Item) with(e *wire.Event, me string) *Item {
	if e.Seq <= it.asOf {
		return it
	}
	switch target := effect.Target(e); {
	case target == 0 && e.Thread == 0:
		return it
	case (target == it.Event.Seq || e.Thread == it.Event.Seq) && it.Event.Kind == wire.KindMessage:
		next := *it
		if effect.For(me).Apply(&next.Event, e) {
			return &next
		}
	case target == it.Event.ReplyTo && it.Event.Quote != nil:
		quote := *it.Event.Quote
		if effect.Requote(&quote, e) {
			next := *it
			next.Event.Quote = &quote
			return &next
		}
	}
	return it
}

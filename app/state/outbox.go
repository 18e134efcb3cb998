package state

import (
	"slices"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// applyQueued puts a message into its room's outbox or changes its entry.
func applyQueued(s *State, in Queued) {
	r := s.At(ThreadID(in.Room, in.Thread))
	if r == nil {
		return
	}
	it := &Item{
		Key:    in.CID,
		Status: Pending,
		Fail:   in.Fail,
		Event: wire.Event{
			Room: in.Room, Author: s.Me.ID, CID: in.CID, Kind: wire.KindMessage,
			At: in.At, Body: in.Body, ReplyTo: in.ReplyTo, Files: in.Files,
			Thread: in.Thread, InRoom: in.InRoom,
		},
	}
	if in.Forward != nil {
		it.Event.Detail = wire.DetailOf(in.Forward)
	}
	if in.Poll != nil {
		it.Event.Detail = wire.DetailOf(in.Poll)
	}
	if in.Fail != nil {
		it.Status = Failed
	}
	if to := r.Item(in.ReplyTo); in.ReplyTo > 0 && to != nil {
		it.Event.Quote = effect.QuoteOf(&to.Event)
	}
	if i := r.pending(in.CID); i >= 0 {
		if it.Event.Quote == nil {
			it.Event.Quote = r.Pending[i].Event.Quote
		}
		r.Pending[i] = it
	} else {
		r.Pending = append(r.Pending, it)
	}
	s.touch(r, PartTimeline)
}

func applyDiscarded(s *State, in Discarded) {
	s.windows(in.Room, func(r *Room) {
		if i := r.pending(in.CID); i >= 0 {
			r.Pending = slices.Delete(r.Pending, i, i+1)
			s.touch(r, PartTimeline)
		}
	})
}

// applyAck records that a pending message is in the log. Its row stays until its event
// arrives, unless the event has been applied already.
func applyAck(s *State, a *wire.Ack) {
	s.windows(a.Room, func(r *Room) {
		i := r.pending(a.CID)
		if a.CID == "" || i < 0 {
			return
		}
		it := *r.Pending[i]
		it.Status, it.Fail = Sent, nil
		it.Event.Seq, it.Event.Event = a.Seq, a.Event
		if a.At != 0 {
			it.Event.At = a.At
		}
		r.Pending[i] = &it
		s.settleAcked(r)
		s.touch(r, PartTimeline)
	})
}

// resolve removes the outbox entry of an event and reports whether there was one.
func (s *State) resolve(r *Room, e *wire.Event) bool {
	s.settleAcked(r)
	if e.CID == "" || e.Author != s.Me.ID {
		return false
	}
	i := r.pending(e.CID)
	if i >= 0 {
		r.Pending = slices.Delete(r.Pending, i, i+1)
	}
	return i >= 0
}

// settleAcked removes the acknowledged entries whose events have been applied.
func (s *State) settleAcked(r *Room) {
	r.Pending = slices.DeleteFunc(r.Pending, func(it *Item) bool {
		return it.Event.Seq > 0 && it.Event.Seq <= max(r.Info.Top, r.To)
	})
}

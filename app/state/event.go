package state

import (
	"slices"

	"github.com/confab/confab/shared/wire"
)

// event applies the next event of a room.
func (s *State) event(e *wire.Event) error {
	r := s.Rooms[e.Room]
	switch {
	case r == nil || e.Seq <= r.Info.Top:
		return nil
	case e.Seq > r.Info.Top+1:
		return ErrGap
	}
	grows := r.Loaded() && !r.Stale && r.To == e.Seq-1
	r.Info.Top = e.Seq
	r.remember(e)
	s.mentionEvent(e)
	part := PartInfo
	if s.change(r, e) {
		part |= PartTimeline
	}
	if grows {
		r.To = e.Seq
		if e.Visible() {
			r.Items = append(r.Items, newItem(*e, e.Seq, s.Me.ID))
			r.trim()
			part |= PartTimeline
		}
	}
	if s.resolve(r, e) {
		part |= PartTimeline
	}
	part |= s.count(r, e)
	s.touch(r, part)
	return nil
}

// change applies an event to the items it changes and reports whether any did.
func (s *State) change(r *Room, e *wire.Event) bool {
	changed := false
	for i, it := range r.Items {
		if next := it.with(e); next != it {
			r.Items[i] = next
			changed = true
		}
	}
	return changed
}

// count keeps the room's figures and face.
func (s *State) count(r *Room, e *wire.Event) Part {
	part := Part(0)
	switch e.Kind {
	case wire.KindMember:
		part = PartMembers
	case wire.KindRoom:
		r.Info.Name, r.Info.Topic = e.Name, e.Topic
		s.changes.List = true
	case wire.KindMessage:
		r.Typing = slices.DeleteFunc(r.Typing, func(t Typer) bool {
			if t.User == e.Author {
				part |= PartTyping
				return true
			}
			return false
		})
	}
	if e.Seq <= r.counted {
		return part
	}
	r.counted = e.Seq
	switch e.Kind {
	case wire.KindMember:
		if e.Action == wire.ActionJoined || e.Action == wire.ActionAdded {
			r.Info.Members++
		} else if r.Info.Members > 0 {
			r.Info.Members--
		}
	case wire.KindMessage:
		if e.Seq > r.Info.Read {
			r.countOne(e, s.Me.ID)
			s.changes.List = true
		}
	case wire.KindDelete, wire.KindEdit:
		// What was unread may count no longer, or name the person now.
		if e.Target > r.Info.Read && r.recount(s.Me.ID) {
			s.changes.List = true
		}
	}
	return part
}

// trim lets go of the items farthest from the reader.
func (r *Room) trim() {
	excess := len(r.Items) - WindowMax
	if excess <= 0 {
		return
	}
	at := len(r.Items)
	if r.Anchor > 0 {
		at, _ = r.find(r.Anchor)
	}
	if at > len(r.Items)/2 {
		r.From = r.Items[excess-1].Event.Seq + 1
		r.Items = slices.Delete(r.Items, 0, excess)
		return
	}
	keep := len(r.Items) - excess
	r.To = r.Items[keep].Event.Seq - 1
	clear(r.Items[keep:])
	r.Items = r.Items[:keep]
}

package state

import (
	"slices"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// applyEvent applies the next event of a room.
func applyEvent(s *State, e *wire.Event) error {
	r := s.Rooms[e.Room]
	switch {
	case r == nil || e.Seq <= r.Info.Top:
		return nil
	case e.Seq > r.Info.Top+1:
		return ErrGap
	}
	grows := r.Loaded() && !r.Stale && r.To == e.Seq-1
	r.Info.Top = e.Seq
	s.uncount(r, e)
	r.remember(e)
	s.mentionEvent(e)
	part := PartRead
	if s.change(r, e) {
		part |= PartTimeline
	}
	if grows {
		r.To = e.Seq
		if shows(r, e) {
			r.Items = append(r.Items, newItem(*e, e.Seq, s.Me.ID))
			r.trim()
			part |= PartTimeline
		}
	}
	if s.resolve(r, e) {
		part |= PartTimeline
	}
	part |= s.count(r, e)
	if e.Seq == r.ahead && r.recount(s.Me.ID) {
		s.changes.List = true
	}
	s.touch(r, part)
	s.applyToThread(r, e)
	return nil
}

// change applies an event to the items it changes and reports whether any did.
func (s *State) change(r *Room, e *wire.Event) bool {
	changed := false
	for i, it := range r.Items {
		if next := it.with(e, s.Me.ID); next != it {
			r.Items[i] = next
			changed = true
		}
	}
	return changed
}

// count updates the room's counts, name and topic.
func (s *State) count(r *Room, e *wire.Event) Part {
	part := Part(0)
	switch e.Kind {
	case wire.KindMember:
		part = PartMembers | PartInfo
	case wire.KindRoom:
		if r.reshaped(e); e.Action == wire.ActionHost {
			part = PartMembers
		}
		part |= PartInfo
		s.changes.List = true
	case wire.KindMessage:
		if e.Thread == 0 && stopTyping(r, e.Author) {
			part |= PartTyping
		}
	}
	if e.Seq > r.peopled {
		s.countMember(r, e)
	}
	if e.Seq > r.counted {
		r.counted = e.Seq
		if e.Seq > r.Info.Read && unreadBy(e, s.Me.ID) {
			r.countOne(e, s.Me.ID)
			s.changes.List = true
		}
	}
	return part
}

// reshaped applies what has become of the room itself.
func (r *Room) reshaped(e *wire.Event) {
	r.Info.Name, r.Info.Topic = e.Name, e.Topic
	if e.History != "" {
		r.Info.History = e.History
	}
	var now wire.RoomDetail
	told := e.Detail != "" && e.Detail.Read(&now) == nil
	switch e.Action {
	case wire.ActionPreviews:
		r.Info.NoPreviews = !e.On
	case wire.ActionPicture:
		if told {
			r.Info.Picture = now.Picture
		}
	case wire.ActionRules:
		if told {
			r.Info.Posting, r.Info.Calling, r.Info.Slow = now.Posting, now.Calling, now.Slow
		}
	case wire.ActionArchived:
		r.Info.Archived = e.At
	case wire.ActionRestored:
		r.Info.Archived = 0
	case wire.ActionPublic:
		r.Info.Kind, r.Info.History = wire.RoomPublic, ""
	case wire.ActionPrivate:
		r.Info.Kind = wire.RoomPrivate
	}
}

// uncount corrects the counts when an unread message is deleted, or edited so that it
// mentions other people. The message must still be as it was before e.
func (s *State) uncount(r *Room, e *wire.Event) {
	if e.Seq <= r.counted || e.Target <= r.Info.Read || (e.Kind != wire.KindDelete && e.Kind != wire.KindEdit) {
		return
	}
	was, known := r.recall(e.Target, s.Me.ID)
	if !known || !unreadBy(&was, s.Me.ID) {
		return
	}
	if names(&was, s.Me.ID) && (e.Kind == wire.KindDelete || !names(e, s.Me.ID)) {
		r.Info.Mentions = fewer(r.Info.Mentions)
	}
	if e.Kind == wire.KindEdit && names(e, s.Me.ID) && !names(&was, s.Me.ID) {
		r.Info.Mentions = min(r.Info.Mentions+1, limits.UnreadCount)
	}
	if e.Kind == wire.KindDelete {
		r.Info.Unread = fewer(r.Info.Unread)
	}
	s.changes.List = true
}

// recall returns a message as it is before the newest event, if it is still known.
func (r *Room) recall(seq int64, me string) (wire.Event, bool) {
	if i, ok := r.find(seq); ok && !r.Stale && r.Items[i].asOf < r.Info.Top {
		return r.Items[i].Event, true
	}
	for i := range r.ring {
		if r.ring[i].Seq == seq {
			return r.settled(&Item{Event: r.ring[i], asOf: seq}, me).Event, true
		}
	}
	return wire.Event{}, false
}

// trim drops the items that are farthest from the reader.
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

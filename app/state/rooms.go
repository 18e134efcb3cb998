package state

import (
	"github.com/confab/confab/shared/wire"
)

// Complete replaces shortened ids in a welcome with the whole ids of rooms: if a room
// is gone, the server may know it only as the hello's brief named it.
func (s *State) Complete(w *wire.Welcome) {
	for room, mode := range w.Rooms {
		if mode.Mode != wire.ModeGone || s.Rooms[room] != nil {
			continue
		}
		for id := range s.Rooms {
			if wire.RoomTail(id) == room {
				delete(w.Rooms, room)
				w.Rooms[id] = mode
				break
			}
		}
	}
}

// applyWelcome begins a connection: the welcome says how each room goes on.
func applyWelcome(s *State, w *wire.Welcome) error {
	if w.UserTop < s.UserTop {
		return ErrStepBack
	}
	if s.Me != w.Me || s.Workspace != w.Workspace {
		s.Me, s.Workspace = w.Me, w.Workspace
		s.changes.Self = true
		s.Rev++
	}
	applyPeople(s, []wire.User{w.Me})
	if s.UserTop == 0 {
		s.newUntil = w.UserTop // a device that knows nothing yet: no room is new to the person
	}
	for id, mode := range w.Rooms {
		r := s.Rooms[id]
		if r == nil {
			continue
		}
		switch mode.Mode {
		case wire.ModeGone:
			dropRoom(s, r)
		case wire.ModeReset:
			resetRoom(s, r, mode.Epoch, mode.Top)
		}
	}
	return nil
}

// resetRoom sets a room's cursor to another top, without the events in between. If the
// log is the same, the old rows stay visible until a page replaces them.
func resetRoom(s *State, r *Room, epoch string, top int64) {
	if epoch != r.Info.Epoch {
		r.Info.Epoch = epoch
		r.Info.Read = min(r.Info.Read, top)
		r.forget()
	}
	r.Info.Top = top
	r.counted, r.peopled = top, top
	r.ring, r.ringFrom = nil, top
	if r.Loaded() {
		r.Stale = true
	}
	s.settleAcked(r)
	s.badge(r, PartInfo|PartRead|PartTimeline)
	if t := s.Thread; t != nil && t.Info.ID == r.Info.ID && r.Root == 0 {
		resetRoom(s, t, epoch, top)
	}
}

// applyInbox applies an entry of the inbox.
func applyInbox(s *State, e *wire.Inbox) {
	if e.Useq <= s.UserTop {
		return
	}
	s.UserTop = e.Useq
	s.Rev++
	r := s.Rooms[e.Room]
	switch e.Kind {
	case wire.InboxRoom:
		if e.Info != nil {
			applyRoom(s, e.Info)
			if r == nil && e.Useq > s.newUntil {
				s.changes.Came = append(s.changes.Came, *e.Info)
			}
		}
	case wire.InboxLeft:
		if r != nil {
			dropRoom(s, r)
		}
	case wire.InboxOwn:
		s.changes.own(Own{Item: e.Item, Room: e.Room})
	case wire.InboxRead:
		if r == nil || e.Seq < r.Info.Read && e.Backs <= r.Info.Backs {
			return
		}
		r.Info.Backs = max(r.Info.Backs, e.Backs)
		r.Info.Read, r.Info.Unread, r.Info.Mentions = e.Seq, e.Unread, e.Mentions
		r.countAfter(e.Top, s.Me.ID)
		s.badge(r, PartRead)
	}
}

// applyRoom applies an inbox entry about a room that the person is in. A known room
// keeps its Top, because the events up to the server's top will still arrive. The
// events of a new room follow from its Top on. So do those of a room that the person
// left and came back to, because they may not read anything from before.
func applyRoom(s *State, info *wire.Room) {
	r := s.Rooms[info.ID]
	if r == nil {
		r = &Room{Info: *info, ringFrom: info.Top, counted: info.Top, peopled: info.Top}
		s.Rooms[info.ID] = r
	} else {
		mine := r.Info
		r.Info = *info
		if info.Backs <= mine.Backs { // otherwise the marker was set back
			r.Info.Read = max(mine.Read, info.Read)
		}
		if mine.Epoch != info.Epoch || mine.Top < info.Since-1 {
			r.Info.Read = info.Read
			r.counted, r.peopled = info.Top, info.Top
			r.forget()
		} else {
			r.Info.Top = mine.Top
			if info.Since > mine.Since {
				r.forget()
			}
			r.peopled = max(r.Info.Top, info.Top)
			for i := range r.ring {
				if e := &r.ring[i]; e.Seq > info.Top {
					s.countMember(r, e)
				}
			}
			r.countAfter(info.Top, s.Me.ID)
		}
	}
	applyPeers(s, info)
	s.Mention(info.Creator)
	s.badge(r, PartInfo|PartRead)
}

// applyPeers makes the other people of a conversation known.
func applyPeers(s *State, info *wire.Room) {
	if info.Peer != nil {
		applyPeople(s, []wire.User{*info.Peer})
	}
	applyPeople(s, info.Peers)
}

func dropRoom(s *State, r *Room) {
	delete(s.Rooms, r.Info.ID)
	if s.Thread != nil && s.Thread.Info.ID == r.Info.ID {
		s.Thread = nil
	}
	s.changes.Lost = append(s.changes.Lost, r.Info)
	s.badge(r, PartInfo|PartGone)
}

// applyRestored adds a stored room, unless the state has something newer.
func applyRestored(s *State, in Restored) {
	r := s.Rooms[in.Info.ID]
	if p := in.Page; p != nil {
		r = s.At(ThreadID(p.Room, p.Thread))
	}
	switch {
	case r == nil && in.Page != nil && in.Page.Thread != 0:
		return
	case r == nil:
		r = &Room{Info: in.Info, ringFrom: in.Info.Top, counted: in.Info.Top, peopled: in.Info.Top}
		s.Rooms[in.Info.ID] = r
		applyPeers(s, &in.Info)
	case r.Loaded():
		return
	}
	if p := in.Page; p != nil && p.Epoch == r.Info.Epoch {
		// Events that came after the page was stored have not been applied to it.
		stale := p.AsOf < r.ringFrom
		fresh := *p
		fresh.AsOf = max(p.AsOf, r.ringFrom)
		if applyPage(s, &fresh) == nil && stale {
			r.Stale = true
		}
	}
	s.badge(r, PartInfo|PartRead|PartTimeline)
}

func applyRestoredSelf(s *State, in RestoredSelf) {
	s.Me, s.Workspace, s.UserTop = in.Me, in.Workspace, in.UserTop
	applyPeople(s, append(in.Users, in.Me))
	s.changes.Self = true
	s.Rev++
}

func applyOpened(s *State, in Opened) {
	r := s.Rooms[in.Room]
	if r == nil {
		return
	}
	r.Anchor = 0
	r.Divider = 0
	r.Kept = false
	if r.Info.Unread > 0 {
		r.Divider = max(r.Info.Read, 1)
	}
	s.touch(r, PartInfo|PartTimeline)
}

// applyMarked moves the read marker forward on this device.
func applyMarked(s *State, in Marked) {
	r := s.Rooms[in.Room]
	if r == nil {
		return
	}
	seq := min(in.Seq, max(r.Info.Top, r.To))
	if seq <= r.Info.Read {
		return
	}
	was := r.Info.Read
	r.Info.Read, r.Kept = seq, false
	if !r.recount(s.Me.ID) {
		for _, it := range r.Items {
			if e := &it.Event; e.Seq > was && e.Seq <= seq && unreadBy(e, s.Me.ID) {
				r.Info.Unread = fewer(r.Info.Unread)
				if it.Mentions(s.Me.ID) {
					r.Info.Mentions = fewer(r.Info.Mentions)
				}
			}
		}
	}
	s.badge(r, PartRead)
}

// applySetBack sets the read marker on this device before a message.
func applySetBack(s *State, in SetBack) {
	r := s.Rooms[in.Room]
	if r == nil {
		return
	}
	r.Info.Read, r.Divider, r.Kept = in.Seq-1, max(in.Seq-1, 1), true
	if !r.recount(s.Me.ID) {
		r.Info.Unread = max(r.Info.Unread, 1) // until the server says how many
	}
	s.badge(r, PartInfo|PartRead|PartTimeline)
}

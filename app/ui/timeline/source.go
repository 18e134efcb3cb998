package timeline

import (
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
)

// Source is whose messages a timeline shows.
type Source interface {
	// Name tells the timelines on the page apart; it is part of their ids. The room's is "".
	Name() string
	// Room is the room that the messages are of.
	Room() string
	// Look returns what there is to show; ok is false as long as that is not known.
	Look(s *state.State) (sight Sight, ok bool)
	// Older has what comes before the first message loaded, Newer what comes after the last.
	Older()
	Newer()
	// Bring has a message loaded as soon as possible, and reports whether it may still come, and
	// whether it is known that there is none that the person may see.
	Bring(seq int64) (coming, gone bool)
	// End has the newest messages loaded.
	End()
	// Seen is told, a few times a second, where the reader is: at the end, or else which
	// message is in the middle of the window and which is the last one in it; 0: none.
	Seen(end bool, middle, last int64)
}

// Sight is what a Source has.
type Sight struct {
	In      *state.Room   // whose messages they are
	Items   []*state.Item // oldest first
	Unread  *state.Item   // the first that is new; nil: none
	Loaded  bool          // that there are none is known
	AtStart bool          // they go back to where the room begins
	Live    bool          // they go to the end
}

// roomSource is the messages of a room, or of a thread in it.
type roomSource struct {
	h    *host.Host
	room string
	id   string // of the room, or state.ThreadID
	name string
	away bool            // the last place told was not the end
	seen func(seq int64) // of a thread: is told up to where the reader has seen it
}

// Of returns the messages of a room as a source.
func Of(h *host.Host, room string) Source { return &roomSource{h: h, room: room, id: room} }

// OfThread returns the messages of the thread under the message at root as a source. seen is told up to which of them
// the reader has seen it.
func OfThread(h *host.Host, room string, root int64, seen func(seq int64)) Source {
	return &roomSource{h: h, room: room, id: state.ThreadID(room, root), name: host.PanelThread, seen: seen}
}

func (r *roomSource) Name() string { return r.name }
func (r *roomSource) Room() string { return r.room }

func (r *roomSource) Look(s *state.State) (Sight, bool) {
	in := s.At(r.id)
	if in == nil {
		return Sight{}, false
	}
	return Sight{
		In: in, Items: in.Timeline(), Unread: in.FirstUnread(s.Me.ID),
		Loaded: in.Loaded(), AtStart: in.AtStart(), Live: in.Live(),
	}, true
}

func (r *roomSource) Older() {
	if r.h.Eng != nil {
		r.h.Eng.LoadOlder(r.id)
	}
}

func (r *roomSource) Newer() {
	if r.h.Eng != nil {
		r.h.Eng.LoadNewer(r.id)
	}
}

func (r *roomSource) Bring(seq int64) (coming, gone bool) {
	busy, ask := false, false
	r.h.State.See(func(s *state.State) {
		in := s.At(r.id)
		if in == nil {
			return
		}
		switch {
		case seq < max(in.Info.Since, 1), in.Covers(seq, seq), in.Live() && seq > in.Info.Top:
			gone = in.Loaded()
			coming = !gone
		default:
			coming, ask = in.Trouble == nil, true
		}
		busy = in.Loading&state.LoadingWindow != 0 || !in.Loaded()
	})
	if coming && ask && !busy && r.h.Live() {
		r.h.Eng.JumpTo(r.id, seq)
	}
	return coming, gone
}

func (r *roomSource) End() {
	if r.h.Eng != nil {
		r.h.Eng.JumpToEnd(r.id)
	}
}

// Seen keeps the window around the reader, and marks what they have seen as read.
func (r *roomSource) Seen(end bool, middle, last int64) {
	if r.h.Eng == nil {
		return
	}
	switch {
	case !end && middle > 0:
		r.h.Eng.Viewing(r.id, middle)
		r.away = true
	case end && r.away:
		r.h.Eng.Viewing(r.id, 0)
		r.away = false
	}
	if r.seen != nil {
		r.seenThread(end, last)
		return
	}
	info, ok := r.h.State.Room(r.id)
	if !ok || !host.Follows(r.h, r.room) || info.Read >= info.Top {
		return
	}
	if end {
		last = info.Top
	}
	if last > info.Read {
		r.h.Eng.MarkRead(r.room, last)
	}
}

// seenThread tells up to which message the reader has seen the thread.
func (r *roomSource) seenThread(end bool, last int64) {
	if !r.h.Reading() {
		return
	}
	r.h.State.See(func(s *state.State) {
		if in := s.At(r.id); end && in != nil && len(in.Items) > 0 {
			last = in.Items[len(in.Items)-1].Event.Seq
		}
	})
	if last > 0 {
		r.seen(last)
	}
}

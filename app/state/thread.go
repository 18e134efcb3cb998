package state

import (
	"math"
	"strconv"
	"strings"

	"github.com/confab/confab/shared/wire"
)

// ThreadID names the thread under the message at root where a room is named: in State.At, and in the inputs
// that are about a window.
func ThreadID(room string, root int64) string {
	if root == 0 {
		return room
	}
	return room + "/" + strconv.FormatInt(root, 10)
}

// SplitThread returns what ThreadID was made of; root is 0 for a room.
func SplitThread(id string) (room string, root int64) {
	room, seq, _ := strings.Cut(id, "/")
	root, err := strconv.ParseInt(seq, 10, 64)
	if err != nil {
		return id, 0
	}
	return room, root
}

// ThreadOpened says that the person now looks at a thread. It takes the place of the one before.
type ThreadOpened struct {
	Room string
	Root int64 // 0: at none
}

// ThreadDivided says after which seq the messages of the open thread are new.
type ThreadDivided struct {
	Room  string
	Root  int64
	After int64
}

// At returns a room, or the thread that is open, by its ThreadID; nil if it is not here.
func (s *State) At(id string) *Room {
	if r := s.Rooms[id]; r != nil {
		return r
	}
	if t := s.Thread; t != nil && ThreadID(t.Info.ID, t.Root) == id {
		return t
	}
	return nil
}

// windows calls do with a room and with the thread that is open in it.
func (s *State) windows(room string, do func(*Room)) {
	if r := s.Rooms[room]; r != nil {
		do(r)
	}
	if t := s.Thread; t != nil && t.Info.ID == room {
		do(t)
	}
}

// all calls do with each room, and with the thread that is open.
func (s *State) all(do func(*Room)) {
	for _, r := range s.Rooms {
		do(r)
	}
	if s.Thread != nil {
		do(s.Thread)
	}
}

// NextQuiet is when the first notice that somebody is writing ends, in UTC milliseconds; 0: there is none.
func (s *State) NextQuiet() (first int64) {
	s.all(func(r *Room) {
		for _, t := range r.Typing {
			if first == 0 || t.Until < first {
				first = t.Until
			}
		}
	})
	return first
}

func applyThreadOpened(s *State, in ThreadOpened) {
	r := s.Rooms[in.Room]
	s.Thread = nil
	if r == nil || in.Root == 0 {
		return
	}
	t := &Room{Info: r.Info, Root: in.Root, ring: r.ring, ringFrom: r.ringFrom, changes: r.changes}
	// The thread begins with its root, and what is unread in it is not counted by its window.
	t.Info.Since, t.Info.Read, t.Info.Unread, t.Info.Mentions = in.Root, math.MaxInt64, 0, 0
	s.Thread = t
	s.touch(t, PartTimeline)
}

func applyThreadDivided(s *State, in ThreadDivided) {
	if t := s.Thread; t != nil && t.Info.ID == in.Room && t.Root == in.Root && t.Divider != in.After {
		t.Divider = in.After
		s.touch(t, PartTimeline)
	}
}

// applyToThread applies an event to the thread that is open in its room r, which has it already.
func (s *State) applyToThread(r *Room, e *wire.Event) {
	t := s.Thread
	if t == nil || t.Info.ID != e.Room {
		return
	}
	grows := t.Loaded() && !t.Stale && t.To == e.Seq-1
	t.Info.Top, t.ring, t.ringFrom = e.Seq, r.ring, r.ringFrom
	shown := s.change(t, e)
	if e.Kind == wire.KindMessage && e.Thread == t.Root && stopTyping(t, e.Author) {
		s.touch(t, PartTyping)
	}
	if grows {
		t.To = e.Seq
		if shows(t, e) {
			t.Items = append(t.Items, newItem(*e, e.Seq, s.Me.ID))
			t.trim()
			shown = true
		}
	}
	if s.resolve(t, e) || shown || len(t.changes) > 0 {
		s.touch(t, PartTimeline)
	}
}

// pageOf returns the window of a page, nil if it is not here, and the page's events; a page that begins where a
// thread does begins with its root.
func (s *State) pageOf(p *wire.Page) (r *Room, from int64, events []wire.Event) {
	if p.Thread == 0 {
		return s.Rooms[p.Room], p.From, p.Events
	}
	if r = s.At(ThreadID(p.Room, p.Thread)); r != nil && p.Root != nil && p.From == p.Thread+1 {
		return r, p.Thread, append([]wire.Event{*p.Root}, p.Events...)
	}
	return r, p.From, p.Events
}

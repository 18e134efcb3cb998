package engine_test

import (
	"strings"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// changes is what the server knows of changes to messages, and its faults.
type changes struct {
	got    []wire.Event                 // every one received, repeats included
	turns  map[string]wire.Ack          // by instance and room: the last one carried out, N in its head
	refuse func(*wire.Event) *wire.Nack // instead of an ack
	silent int                          // how many are carried out without an answer
}

// eventOf is the event that a change becomes.
func (s *server) eventOf(head wire.Head, line []byte) wire.Event {
	e := wire.Event{Author: sam}
	switch head.Type {
	case wire.EditMessage.Type:
		q := decode[wire.Edit](s.t, line)
		e.Kind, e.Room, e.Target, e.Body = wire.KindEdit, q.Room, q.Seq, q.Body
	case wire.DeleteMessage.Type:
		q := decode[wire.Delete](s.t, line)
		e.Kind, e.Room, e.Target = wire.KindDelete, q.Room, q.Seq
	case wire.ReactToMessage.Type:
		q := decode[wire.React](s.t, line)
		e.Kind, e.Room, e.Target, e.Emoji, e.On = wire.KindReaction, q.Room, q.Seq, q.Emoji, q.On
	case wire.PinMessage.Type:
		q := decode[wire.Pin](s.t, line)
		e.Kind, e.Room, e.Target, e.On = wire.KindPin, q.Room, q.Seq, q.On
	}
	return e
}

// amend carries out a change as the real server does: once for each number, and not if
// there is nothing to change. s.mu is held.
func (s *server) amend(c *conn, head wire.Head, line []byte) {
	e := s.eventOf(head, line)
	s.changes.got = append(s.changes.got, e)
	nack := func(n wire.Nack) {
		n.Head = wire.Head{Type: wire.TypeNack, ID: head.ID}
		c.say(&n)
	}
	if s.changes.refuse != nil {
		if n := s.changes.refuse(&e); n != nil {
			nack(*n)
			return
		}
	}
	r := s.rooms[e.Room]
	if r == nil || !r.member {
		nack(wire.Nack{Code: wire.CodeRoomGone, Message: "You are not in this room."})
		return
	}
	if e.Target > int64(len(r.log)) {
		nack(wire.Nack{Code: wire.CodeNotFound, Message: "There is no such message."})
		return
	}
	if s.changes.turns == nil {
		s.changes.turns = map[string]wire.Ack{}
	}
	turn := c.instance + e.Room
	last := s.changes.turns[turn]
	switch {
	case last.N > head.N:
		nack(wire.Nack{Code: wire.CodeOvertaken, Message: "Overtaken."})
		return
	case last.N == head.N:
		last.Dup = true
	default:
		now := s.messageAt(e.Room, e.Target)
		if now.State != nil && now.State.Deleted {
			nack(wire.Nack{Code: wire.CodeDeleted, Message: "The message was deleted."})
			return
		}
		last = wire.Ack{Head: wire.Head{N: head.N}, Room: e.Room, Seq: e.Target, Dup: true}
		if then := now; effect.Apply(&then, &e) && !alike(now, then) {
			last.Seq, last.Dup = s.append(e.Room, e), false
		}
		s.changes.turns[turn] = last
	}
	if s.changes.silent > 0 {
		s.changes.silent--
		return
	}
	ack := last
	ack.Head = wire.Head{Type: wire.TypeAck, ID: head.ID}
	c.say(&ack)
}

// alike reports whether nothing that people see of a message has changed.
func alike(a, b wire.Event) bool {
	state := func(s *wire.State) string {
		if s == nil {
			return ""
		}
		plain := *s
		plain.V, plain.EditedAt, plain.Marks = 0, 0, nil
		if _, pinned := effect.Pinned(s); pinned {
			return "pinned" + string(wire.Marshal(plain))
		}
		return strings.TrimPrefix(string(wire.Marshal(plain)), string(wire.Marshal(wire.State{})))
	}
	return a.Body == b.Body && state(a.State) == state(b.State)
}

// messageAt is a message as it is now. s.mu is held.
func (s *server) messageAt(room string, seq int64) wire.Event {
	e := s.rooms[room].log[seq-1]
	for _, later := range s.rooms[room].log[seq:] {
		if effect.Target(&later) == seq {
			effect.Apply(&e, &later)
		}
	}
	return e
}

// now is the text of each message as everybody reads it, "-" for a deleted one, with its
// reactions behind it.
func (s *server) now(room string) (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.rooms[room].log {
		if e.Kind == wire.KindMessage {
			list = append(list, described(s.messageAt(room, e.Seq)))
		}
	}
	return list
}

func described(e wire.Event) string {
	text := e.Body
	if e.State == nil {
		return text
	}
	if e.State.Deleted {
		text = "-"
	}
	for _, r := range e.State.Reactions {
		text += " " + r.Emoji + strings.Repeat("+", r.Count)
	}
	if _, pinned := effect.Pinned(e.State); pinned {
		text += " pinned"
	}
	return text
}

// kinds is how many events of a kind the log of a room has.
func (s *server) kinds(room string, kind wire.Kind) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.rooms[room].log {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

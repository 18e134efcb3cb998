package hub

import (
	"bytes"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// pong takes the answer to a ping. That anything came has been noted already.
func pong(s *session, obj []byte) {
	if plainPong(obj) {
		return
	}
	var q wire.Pong
	if err := wire.DecodeStrict(obj, &q); err != nil {
		s.fault("", err)
	}
}

// plainPong reports whether obj is a pong as our clients write it. Every client
// sends one twice a minute; decoding it in general would make all their
// readers' stacks grow.
func plainPong(obj []byte) bool {
	head, tail := []byte(`{"type":"pong","t":`), []byte{'}'}
	if !bytes.HasPrefix(obj, head) || !bytes.HasSuffix(obj, tail) {
		return false
	}
	digits := obj[len(head) : len(obj)-len(tail)]
	if len(digits) == 0 || len(digits) > 18 || digits[0] == '0' {
		return false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// typing passes on that the person writes, to those who are in the room with
// them. Too many notices, and notices for other rooms, go unheard.
func typing(s *session, obj []byte) {
	var q wire.Typing
	if err := wire.DecodeStrict(obj, &q); err != nil {
		s.fault(q.ID, err)
		return
	}
	if !s.hub.o.Loose && s.typings.take(limits.RateTyping, time.Now()) > 0 {
		return
	}
	if !s.hub.dir.in(s.who.User, q.Room) {
		return
	}
	s.hub.publish(broker.Message{Typing: &wire.Typing{Room: q.Room, User: s.who.User}})
}

// seated takes the client's word on whether anyone is sitting at it.
func seated(s *session, obj []byte) {
	var q wire.Presence
	err := wire.DecodeStrict(obj, &q)
	if err == nil && q.State != wire.Online && q.State != wire.Away {
		err = wire.Fail(wire.CodeInvalid, "state must be online or away.")
	}
	if err != nil {
		s.fault(q.ID, err)
		return
	}
	if err := s.hub.o.Presence.Set(s.hub.ctx, s.who.User, s.id, q.State); err != nil {
		s.hub.log.Warn("presence not told", "user", s.who.User, "error", err)
	}
}

// typing tells a room's other members that someone writes. A slow reader is
// spared it.
func (r *room) typing(t *wire.Typing) {
	f, err := encode(&wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: t.Room, User: t.User})
	if err != nil {
		r.hub.log.Error("typing cannot be encoded", "error", err)
		return
	}
	for _, m := range r.members {
		if m.s.who.User == t.User {
			continue
		}
		if m.s.link.half() {
			r.hub.stats.dropped.Add(1)
			continue
		}
		// A link that is ending needs no typing notice, and below half there is
		// room for it.
		_ = m.s.link.send(f)
	}
}

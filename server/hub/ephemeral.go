package hub

import (
	"bytes"
	"sync"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// pong handles the answer to a ping. That the peer is alive has been noted already.
func pong(s *session, obj []byte) {
	if plainPong(obj) {
		return
	}
	var q wire.Pong
	if err := wire.DecodeStrict(obj, &q); err != nil {
		s.reader.fault("", err)
	}
}

// plainPong reports whether obj is a pong as our clients write it. Every client sends
// one twice a minute, and the general decoder would make the stacks of all readers
// grow.
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

// typing handles the notice that the person is typing, and sends it to the other
// members of the room. Too many notices, and those for rooms that the person is not in,
// are dropped.
func typing(s *session, obj []byte) {
	var q wire.Typing
	if err := wire.DecodeStrict(obj, &q); err != nil {
		s.reader.fault(q.ID, err)
		return
	}
	if !s.hub.dir.in(s.who.User, q.Room) || q.Thread < 0 {
		return
	}
	// By person, not by connection: others are shown the person.
	if s.hub.often(s.hub.ctx, "typing", s.who.User, limits.RateTyping) > 0 {
		return
	}
	s.hub.publish(broker.Message{Typing: &wire.Typing{Room: q.Room, User: s.who.User, Thread: q.Thread}})
}

// setActivity handles the object with which a client says whether anyone is using it.
func setActivity(s *session, obj []byte) {
	var q wire.Presence
	err := wire.DecodeStrict(obj, &q)
	if err == nil && q.State != wire.Online && q.State != wire.Away {
		err = wire.Refused(wire.CodeInvalid, text.StateIsOnlineOrAway)
	}
	if err != nil {
		s.reader.fault(q.ID, err)
		return
	}
	s.activity.set(s, q.State)
}

// activity is what a client last said about whether anyone is using it. The changes of
// all clients of a person are limited in rate. One that comes too early is sent later,
// and then only the newest.
type activity struct {
	sync.Mutex
	state   string
	sent    string
	pending bool // a goroutine sends it when the rate permits
}

// set sets the state that the client says.
func (t *activity) set(s *session, state string) {
	t.Lock()
	defer t.Unlock()
	if t.state = state; t.pending || t.sent == state {
		return
	}
	if wait := t.sendLocked(s); wait > 0 {
		t.pending = true
		s.hub.work.Go(func() { t.sendLater(s, wait) })
	}
}

// sendLocked tells presence, or returns how long that has to wait.
func (t *activity) sendLocked(s *session) time.Duration {
	if wait := s.hub.often(s.hub.ctx, "presence", s.who.User, limits.RatePresence); wait > 0 {
		return wait
	}
	t.sent = t.state
	if err := s.hub.o.Presence.Set(s.hub.ctx, s.who.User, s.id, t.state); err != nil {
		s.hub.log.Warn("presence not updated", "user", s.who.User, "error", err)
	}
	return 0
}

// sendLater tells presence when the rate permits, unless the session ends before.
func (t *activity) sendLater(s *session, wait time.Duration) {
	defer s.hub.faults.Survive("presence of a client", func() { s.close(byeUnavailable) })
	for wait > 0 {
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-s.end.done:
			timer.Stop()
			return
		}
		wait = t.retry(s)
	}
}

// retry tries once more, if presence does not know the newest state yet.
func (t *activity) retry(s *session) (wait time.Duration) {
	t.Lock()
	defer t.Unlock()
	if t.sent != t.state {
		wait = t.sendLocked(s)
	}
	t.pending = wait > 0
	return wait
}

// typing sends a room's other members the notice that somebody is typing. Slow readers
// are not sent it.
func (r *room) typing(t *wire.Typing) {
	f, err := encode(&wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: t.Room, User: t.User, Thread: t.Thread})
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
		// A link that is ending needs no typing notice, and a queue below half has room
		// for it.
		_ = m.s.link.send(f)
	}
}

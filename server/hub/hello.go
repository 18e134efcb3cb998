package hub

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// hello takes the client's first object and catches it up.
func (s *session) hello(obj []byte) {
	var q wire.Hello
	if err := wire.DecodeStrict(obj, &q); err != nil {
		s.close(bye{wire.CodeProtocol, sentence(err), 0, statusProtocol})
		return
	}
	if q.V != wire.Version {
		s.close(bye{wire.CodeProtocol, "This server speaks another version of the protocol. Reload.", 0, statusProtocol})
		return
	}
	s.greeted = true
	if err := s.link.SetReadDeadline(time.Time{}); err != nil {
		return
	}
	s.hub.log.Debug("hello", "conn", s.id, "user", s.who.User, "client", clip(q.Client), "device", clip(q.Device))
	s.paused.Store(true) // a slow reader may take its time
	err := s.catchUp(q.Resume)
	s.silent.Store(false)
	s.paused.Store(false)
	if err != nil && !s.closing.Load() {
		e, fault := chat.Public(err)
		switch {
		case e.Code == wire.CodeUnauthorized:
			s.close(byeRevoked)
		case fault && !errors.Is(err, errEnded):
			s.hub.log.Error("session cannot be caught up", "user", s.who.User, "error", err)
			s.close(byeUnavailable)
		default:
			s.close(byeUnavailable)
		}
	}
}

// clip bounds what a client calls itself for the log.
func clip(s string) string {
	const most = 80
	if len(s) > most {
		return s[:most]
	}
	return s
}

// catchUp sends what the client missed and subscribes it to its rooms. See
// the package's doc for why nothing falls in between.
func (s *session) catchUp(at wire.Resume) error {
	h := s.hub
	ctx, cancel := context.WithTimeout(h.ctx, limits.Commit)
	c, err := h.o.Chat.Resume(ctx, s.who, at)
	cancel()
	if err != nil {
		return err
	}
	if err := s.sendCatchUp(c); err != nil {
		return err
	}
	next := make(map[string]int64, len(c.Rooms))
	for _, r := range c.Rooms {
		next[r.ID] = r.Top + 1
		h.subscribe(s, r.ID, r.Top+1, c.UserTop)
	}
	if err := s.catchRest(next); err != nil {
		return err
	}
	if err := s.introduce(); err != nil {
		return err
	}
	if err := s.put(&wire.Ready{Head: wire.Head{Type: wire.TypeReady}}); err != nil {
		return err
	}
	s.open(c.UserTop)
	return nil
}

// catchRest has those rooms look into the store in which something was
// committed before the session was subscribed, next being due.
func (s *session) catchRest(next map[string]int64) error {
	ctx, cancel := context.WithTimeout(s.hub.ctx, limits.Commit)
	defer cancel()
	now, err := s.hub.o.Chat.Rooms(ctx, s.who.User)
	if err != nil {
		return err
	}
	for _, r := range now {
		if n, ok := next[r.ID]; ok && r.Top >= n {
			if at := s.hub.room(r.ID); at != nil {
				at.put(post{check: true})
			}
		}
	}
	return nil
}

// introduce tells presence that the session is here, and the session who else
// is. It has its rooms by now, so that whoever changes from here on is told to
// it, and it to them.
func (s *session) introduce() error {
	if !s.hub.introduce(s) {
		return errEnded
	}
	s.introduced = true
	if err := s.hub.o.Presence.Connect(s.hub.ctx, s.who.User, s.id); err != nil {
		s.hub.log.Warn("presence not told", "user", s.who.User, "error", err)
	}
	return s.link.sendWait(s.hub.around(s.who.User), s.done)
}

// open goes live: inbox entries that came meanwhile are sent, beyond what the
// catch-up had.
func (s *session) open(top int64) {
	for {
		s.mu.Lock()
		held := s.held
		s.held = nil
		if len(held) == 0 {
			s.state = live
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		for _, f := range held {
			if f.Useq > top {
				s.sendInbox(f)
			}
		}
	}
}

// sendCatchUp sends welcome, inbox and replays, as fast as the client reads.
func (s *session) sendCatchUp(c *chat.Catchup) error {
	h := s.hub
	err := s.put(&wire.Welcome{
		Head: wire.Head{Type: wire.TypeWelcome},
		Conn: s.id, Node: h.o.Node, Server: h.o.Version, HeartbeatMS: limits.Heartbeat.Milliseconds(),
		Workspace: c.Workspace, Me: c.Me, UserTop: c.UserTop, Rooms: c.Modes,
	})
	if err != nil {
		return err
	}
	var b builder
	for i := range c.Inbox {
		c.Inbox[i].Type = wire.TypeInbox
		if err := s.join(&b, &c.Inbox[i]); err != nil {
			return err
		}
	}
	for i := range c.Events {
		c.Events[i].Type = wire.TypeEvent
		if err := s.join(&b, &c.Events[i]); err != nil {
			return err
		}
	}
	h.stats.replayed.Add(int64(len(c.Events)))
	if b.len() == 0 {
		return nil
	}
	return s.link.sendWait(b.take(), s.done)
}

// put sends an object as fast as the client reads.
func (s *session) put(obj wire.Headed) error {
	f, err := encode(obj)
	if err != nil {
		return err
	}
	return s.link.sendWait(f, s.done)
}

// join adds an object to the frame in b, which is sent when it is full.
func (s *session) join(b *builder, obj wire.Headed) error {
	one, err := wire.Append(nil, obj)
	if err != nil {
		return err
	}
	if !b.fits(len(one)) {
		if err := s.link.sendWait(b.take(), s.done); err != nil {
			return err
		}
	}
	b.line(one)
	return nil
}

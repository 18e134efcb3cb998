package hub

import (
	"sync"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/shared/limits"
)

// conns are the sessions of this node by the name that their welcome gave
// them, until nothing of theirs is being carried out any more: longer than they
// are in the directory. Its lock is a leaf.
type conns struct {
	mu   sync.Mutex
	byID map[string]*session
}

func (c *conns) add(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil {
		c.byID = map[string]*session{}
	}
	c.byID[s.id] = s
}

func (c *conns) remove(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.byID, s.id)
}

// find returns the session of that name, if it is of the same sign-in.
func (c *conns) find(r broker.Replaced) *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.byID[r.Conn]; s != nil && s.who.Session == r.Session {
		return s
	}
	return nil
}

// replace ends the connection that s takes the place of, and returns when
// nothing of it is carried out any more: what a client gave up must not come
// after what it does next. Only what is on its way to the disk for longer than a
// commit may take is not waited for.
func (h *Hub) replace(s *session, conn string) {
	if conn == "" || conn == s.id {
		return
	}
	r := broker.Replaced{Conn: conn, Session: s.who.Session}
	old := h.conns.find(r)
	if old == nil || old.who.User != s.who.User {
		if h.o.Cluster {
			h.publish(broker.Message{Replaced: &r})
		}
		return
	}
	old.close(byeReplaced)
	late := time.NewTimer(limits.Commit)
	defer late.Stop()
	old.lanes.settle(late.C, s.end.done)
}

// idle reports whether nothing that changes something is under way.
func (t *lanes) idle() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.rooms) == 0
}

// settle waits until nothing that changes something is under way in a session
// that was ended, or until late or given fires.
func (t *lanes) settle(late <-chan time.Time, given <-chan struct{}) {
	for {
		t.mu.Lock()
		if len(t.rooms) == 0 {
			t.mu.Unlock()
			return
		}
		if t.woken == nil {
			t.woken = make(chan struct{})
		}
		woken := t.woken
		t.mu.Unlock()
		select {
		case <-woken:
		case <-late:
			return
		case <-given:
			return
		}
	}
}

package hub

import (
	"sync"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/shared/limits"
)

// conns are the sessions of this node by the name that their welcome gave them. A
// session stays until none of its commands is under way any more, which is longer than
// it is in the directory. Its lock is a leaf.
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

// find returns the session of that name if it belongs to the same sign-in, or nil.
func (c *conns) find(r broker.Replaced) *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.byID[r.Conn]; s != nil && s.who.Session == r.Session {
		return s
	}
	return nil
}

// replace closes the connection that s replaces, and returns when none of its commands
// is under way any more: what a client gave up must not come after what it does next.
// It does not wait for longer than a commit may take.
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

// idle reports whether no command that changes something is under way.
func (t *lanes) idle() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.rooms) == 0
}

// settle waits until no command that changes something is under way in a session that
// was closed, or until late or given fires.
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

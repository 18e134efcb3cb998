package hub

import (
	"sync"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// hear takes a hint of the broker. It waits for nobody.
func (h *Hub) hear(m broker.Message) {
	if len(m.Ended) > 0 || len(m.Users) > 0 {
		h.end(m.Ended, m.Users)
	}
	if len(m.Inbox) > 0 {
		h.hearInbox(m.Inbox)
	}
	h.dir.mu.RLock()
	defer h.dir.mu.RUnlock()
	if h.dir.closed {
		return
	}
	if len(m.Users) > 0 {
		h.noteUsers(m.Users)
	}
	for user, state := range m.Presence {
		if u := h.dir.users[user]; u != nil {
			u.look(state)
		}
		h.herald.note(user, state)
	}
	if m.Typing != nil {
		if r := h.dir.rooms[m.Typing.Room]; r != nil {
			r.put(post{typing: m.Typing})
		}
	}
	if r := h.dir.rooms[m.Room]; r != nil && m.Last > 0 {
		r.put(post{first: m.First, last: m.Last, events: m.Events})
	}
}

// hearInbox takes people out of the rooms they left, at once, and leaves the
// rest to their inbox workers.
func (h *Hub) hearInbox(entries []store.InboxEntry) {
	for _, e := range entries {
		if e.Kind == wire.InboxLeft {
			h.dir.leave(e.User, e.Room, e.Useq)
		}
	}
	h.dir.mu.RLock()
	defer h.dir.mu.RUnlock()
	if h.dir.closed {
		return
	}
	// The entries of one person stand together.
	for len(entries) > 0 {
		n := 1
		for n < len(entries) && entries[n].User == entries[0].User {
			n++
		}
		if u := h.dir.users[entries[0].User]; u != nil && len(u.sessions) > 0 {
			u.note(entries[:n:n])
		}
		entries = entries[n:]
	}
}

// end closes the sockets of ended sessions and of people who may not be here
// any more.
func (h *Hub) end(sessions []string, people []wire.User) {
	over := make(map[string]bool, len(sessions))
	for _, id := range sessions {
		over[id] = true
	}
	gone := make(map[string]bool)
	for _, p := range people {
		if p.Gone {
			gone[p.ID] = true
		}
	}
	if len(over) == 0 && len(gone) == 0 {
		return
	}
	var doomed []*session
	h.dir.mu.RLock()
	for _, u := range h.dir.users {
		for _, s := range u.sessions {
			if over[s.who.Session] || gone[u.id] {
				doomed = append(doomed, s)
			}
		}
	}
	h.dir.mu.RUnlock()
	for _, s := range doomed {
		s.close(byeRevoked)
	}
}

// changed are the people who changed and have not been announced yet.
type changed struct {
	mu      sync.Mutex
	queue   [][]wire.User
	running bool // an announcer exists
}

// noteUsers queues people for the announcer. dir.mu is held for reading and
// the hub is not closed.
func (h *Hub) noteUsers(people []wire.User) {
	c := &h.changed
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queue = append(c.queue, people)
	if !c.running {
		c.running = true
		h.work.Go(h.announceAll)
	}
}

// announceAll announces what is queued, in the order of the commits.
func (h *Hub) announceAll() {
	c := &h.changed
	for {
		c.mu.Lock()
		queue := c.queue
		c.queue = nil
		c.running = len(queue) > 0
		c.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, people := range queue {
			h.announce(people)
		}
	}
}

// announce tells everybody connected which people have another name or role:
// lists show both, and the person's own page what they may do now.
func (h *Hub) announce(people []wire.User) {
	f, err := encode(&wire.Users{Head: wire.Head{Type: wire.TypePeople}, Users: people})
	if err != nil {
		h.log.Error("people cannot be encoded", "error", err)
		return
	}
	changed := make(map[string]bool, len(people))
	for _, p := range people {
		changed[p.ID] = true
	}
	var all []*session
	h.dir.mu.RLock()
	for _, u := range h.dir.users {
		all = append(all, u.sessions...)
	}
	h.dir.mu.RUnlock()
	for _, s := range all {
		s.mu.Lock()
		early := s.state == opening
		s.mu.Unlock()
		switch {
		case !early:
			if err := s.link.send(f); err == errSlow {
				h.stats.slow.Add(1)
				s.close(byeSlow)
			}
		case changed[s.who.User]:
			s.close(byeUnavailable) // its welcome may say what they were before
		}
	}
}

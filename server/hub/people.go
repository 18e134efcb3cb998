package hub

import (
	"sync"

	"github.com/confab/confab/shared/wire"
)

// peopleFanout is the people who changed and have not been announced yet. Its lock is
// a leaf.
type peopleFanout struct {
	mu      sync.Mutex
	queue   [][]wire.User
	running bool // announceAll runs
}

// noteUsers queues people to be announced. dir.mu is held for reading and the hub is
// not closed.
func (h *Hub) noteUsers(people []wire.User) {
	c := &h.people
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
	c := &h.people
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

// announce sends everybody the people who have another name or role: lists show both,
// and a person's own page shows what they may do.
func (h *Hub) announce(people []wire.User) {
	defer h.faults.Survive("telling of people", func() {
		for _, s := range h.dir.sessions() {
			s.close(byeUnavailable) // it is not known who was sent it
		}
	})
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
		h.announceTo(s, f, changed[s.who.User])
	}
}

// announceTo sends a session a frame of changed people, or defers it until the session
// is live. itself says that its own person is among them.
func (h *Hub) announceTo(s *session, f frame, itself bool) {
	early, full := s.opening.deferFrame(f)
	switch {
	case !early:
		s.push(f)
	case itself:
		s.close(byeUnavailable) // its welcome may be older than the change
	case full:
		h.stats.slow.Add(1)
		s.close(byeSlow)
	}
}

package hub

import (
	"sync"

	"github.com/confab/confab/shared/wire"
)

// news is what everybody is told: people who changed, or that the list of the
// workspace's own emoji has.
type news struct {
	people []wire.User
	emoji  int64 // its revision; 0: it has not
}

// peopleFanout is the news that have not been announced yet. Its lock is a leaf.
type peopleFanout struct {
	mu      sync.Mutex
	queue   []news
	running bool // announceAll runs
}

// noteNews queues news to be announced. dir.mu is held for reading and the hub is
// not closed.
func (h *Hub) noteNews(n news) {
	c := &h.people
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queue = append(c.queue, n)
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
		for _, n := range queue {
			if len(n.people) > 0 {
				h.announce(&wire.Users{Head: wire.Head{Type: wire.TypePeople}, Users: n.people}, n.people)
			}
			if n.emoji > 0 {
				h.announce(&wire.EmojiChanged{Head: wire.Head{Type: wire.TypeEmoji}, Revision: n.emoji}, nil)
			}
		}
	}
}

// announce sends everybody an object: the people who have another name or role, since
// lists show both and a person's own page shows what they may do; or that there are
// other emoji, which all texts may have.
func (h *Hub) announce(told wire.Headed, people []wire.User) {
	defer h.faults.Survive("telling everybody", func() {
		for _, s := range h.dir.sessions() {
			s.close(byeUnavailable) // it is not known who was sent it
		}
	})
	f, err := encode(told)
	if err != nil {
		h.log.Error("news cannot be encoded", "type", told.Header().Type, "error", err)
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

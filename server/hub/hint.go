package hub

import (
	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// handleHint handles a hint of the broker. It never waits.
func (h *Hub) handleHint(m broker.Message) {
	defer h.faults.Survive("a hint", func() { h.hintLost([]string{m.Room}, concernedUsers(&m)) })
	if len(m.Ended) > 0 || len(m.Users) > 0 {
		h.end(m.Ended, m.Users)
	}
	if m.Replaced != nil {
		if old := h.conns.find(*m.Replaced); old != nil {
			old.close(byeReplaced)
		}
	}
	if len(m.Inbox) > 0 {
		h.handleInbox(m.Inbox)
	}
	if len(m.Presence) > 0 && h.o.Cluster {
		h.remote.noteOnline(m.Presence)
	}
	h.dir.mu.RLock()
	defer h.dir.mu.RUnlock()
	if h.dir.closed {
		return
	}
	if len(m.Users) > 0 || m.Emoji > 0 {
		h.noteNews(news{m.Users, m.Emoji})
		for _, p := range m.Users {
			if u := h.dir.users[p.ID]; u != nil && u.gone.Swap(p.Gone) != p.Gone {
				h.presence.noteState(p.ID)
			}
		}
	}
	for user, state := range m.Presence {
		if u := h.dir.users[user]; u != nil {
			u.setPresence(state)
		}
		h.presence.noteState(user)
	}
	if m.Typing != nil {
		if r := h.dir.rooms[m.Typing.Room]; r != nil {
			r.put(post{typing: m.Typing})
		}
	}
	switch r := h.dir.rooms[m.Room]; {
	case m.Last == 0:
	case r == nil:
		h.dir.strays.note(m.Room, m.Last)
	default:
		r.put(post{first: m.First, last: m.Last, events: m.Events})
	}
}

// handleInbox removes people from the rooms that they left, at once, and leaves the
// rest to their inbox workers.
func (h *Hub) handleInbox(entries []store.InboxEntry) {
	if !h.o.Cluster {
		h.dir.roomCache.follow(entries)
	}
	for _, e := range entries {
		switch {
		case e.Kind == wire.InboxLeft:
			h.dir.leave(e.User, e.Room, e.Useq)
		case e.Kind == wire.InboxRoom && h.o.Cluster:
			h.dir.joinRemote(e.User, e.Room, e.Useq)
		}
	}
	h.dir.mu.RLock()
	defer h.dir.mu.RUnlock()
	if h.dir.closed {
		return
	}
	// The entries of a person are next to one another.
	for len(entries) > 0 {
		n := 1
		for n < len(entries) && entries[n].User == entries[0].User {
			n++
		}
		if u := h.dir.users[entries[0].User]; u != nil && len(u.sessions) > 0 {
			u.queueInbox(entries[:n:n])
		}
		entries = entries[n:]
	}
}

// end closes the sockets of ended sessions and of people who were banned.
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

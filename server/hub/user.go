package hub

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// user is a person with a connection here, or one whose leaving has not been
// announced yet.
type user struct {
	id    string
	hub   *Hub
	state atomic.Uint32 // of presence; see states

	// Guarded by Hub.mu.
	sessions []*session // in the order they came
	rooms    map[string]struct{}
	left     map[string]int64 // rooms left while connected, and the useq that said so
	known    bool             // presence knows them and will say when they are offline

	mu      sync.Mutex
	inbox   []store.InboxEntry
	running bool // an inbox worker exists
}

// enter adds a session to its user's, starts its reader, and returns the one that has to go for
// it, if any.
func (h *Hub) enter(s *session) (evicted *session, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, false
	}
	u := h.users[s.who.User]
	if u == nil {
		u = &user{id: s.who.User, hub: h, rooms: map[string]struct{}{}}
		h.users[u.id] = u
	}
	if len(u.sessions) >= limits.SocketsPerUser && !h.o.Loose {
		evicted = u.sessions[0]
	}
	u.sessions = append(u.sessions, s)
	h.sockets++
	h.wheel.hang(s)
	h.work.Go(s.read)
	return evicted, true
}

// exit takes a session out of everything. When it returns nothing is delivered
// to it any more.
func (h *Hub) exit(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	u := h.users[s.who.User]
	if u == nil {
		return
	}
	i := slices.Index(u.sessions, s)
	if i < 0 {
		return
	}
	u.sessions = slices.Delete(u.sessions, i, i+1)
	h.sockets--
	h.wheel.take(s)
	for id := range u.rooms {
		h.unsubscribeLocked(s, id)
	}
	if len(u.sessions) == 0 && !u.known {
		delete(h.users, u.id)
	}
}

// introduce notes that presence is about to hear of a session. False if the
// session has ended.
func (h *Hub) introduce(s *session) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	u := h.users[s.who.User]
	if u == nil || !slices.Contains(u.sessions, s) {
		return false
	}
	u.known = true
	return true
}

// forget drops what is kept of a person who is offline.
func (h *Hub) forget(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if u := h.users[id]; u != nil && len(u.sessions) == 0 {
		delete(h.users, id)
	}
}

// subscribe subscribes a session to a room, due next, unless the person left
// it after useq, which is when next was read.
func (h *Hub) subscribe(s *session, room string, next, useq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	u := h.users[s.who.User]
	if u == nil || u.left[room] > useq || !slices.Contains(u.sessions, s) {
		return
	}
	u.rooms[room] = struct{}{}
	r := h.rooms[room]
	if r == nil {
		r = newRoom(room, h)
		h.rooms[room] = r
	}
	r.add(s, next)
}

// unsubscribeLocked takes s out of a room.
func (h *Hub) unsubscribeLocked(s *session, id string) {
	if r := h.rooms[id]; r != nil && r.remove(s) {
		delete(h.rooms, id)
	}
}

// leave takes all sessions of a person out of a room.
func (h *Hub) leave(id, room string, useq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	u := h.users[id]
	if u == nil {
		return
	}
	if u.left == nil {
		u.left = map[string]int64{}
	}
	u.left[room] = max(u.left[room], useq)
	delete(u.rooms, room)
	for _, s := range u.sessions {
		h.unsubscribeLocked(s, room)
	}
}

// in reports whether a person here is in a room.
func (h *Hub) in(id, room string) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	u := h.users[id]
	if u == nil {
		return false
	}
	_, ok := u.rooms[room]
	return ok
}

// room returns a room that someone here is subscribed to, or nil.
func (h *Hub) room(id string) *room {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.rooms[id]
}

// note queues entries of the person's own log for the inbox worker.
func (u *user) note(entries []store.InboxEntry) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.inbox = append(u.inbox, entries...)
	if !u.running {
		u.running = true
		u.hub.work.Go(u.tell)
	}
}

// tell completes and sends entries until there are none left.
func (u *user) tell() {
	for {
		u.mu.Lock()
		entries := u.inbox
		u.inbox = nil
		u.running = len(entries) > 0
		u.mu.Unlock()
		if len(entries) == 0 {
			return
		}
		ctx, cancel := context.WithTimeout(u.hub.ctx, limits.Commit)
		frames, err := u.hub.o.Chat.InboxFrames(ctx, u.id, entries)
		cancel()
		u.hub.mu.RLock()
		sessions := slices.Clone(u.sessions)
		u.hub.mu.RUnlock()
		if err != nil {
			if u.hub.ctx.Err() == nil {
				u.hub.log.Error("inbox cannot be read", "user", u.id, "error", err)
			}
			for _, s := range sessions {
				s.close(byeUnavailable) // it resumes from its cursor
			}
			continue
		}
		for _, s := range sessions {
			for i := range frames {
				s.inbox(frames[i])
			}
		}
	}
}

// inbox sends one entry, or keeps it until the catch-up is through.
func (s *session) inbox(f wire.Inbox) {
	s.mu.Lock()
	if s.state == opening {
		s.held = append(s.held, f)
		s.mu.Unlock()
		return
	}
	s.mu.Unlock()
	s.sendInbox(f)
}

// sendInbox sends an entry and subscribes to the room it tells of.
func (s *session) sendInbox(f wire.Inbox) {
	s.send(&f)
	if f.Kind != wire.InboxRoom || f.Info == nil || s.hub.subscribed(s, f.Room) {
		return
	}
	s.hub.subscribe(s, f.Room, f.Info.Top+1, f.Useq)
	if r := s.hub.room(f.Room); r != nil {
		r.put(post{check: true})
	}
}

// subscribed reports whether s gets the events of a room.
func (h *Hub) subscribed(s *session, room string) bool {
	r := h.room(room)
	return r != nil && r.has(s)
}

package hub

import (
	"slices"
	"sync"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// directory is the people who are here, and what they are subscribed to.
type directory struct {
	hub *Hub

	mu      sync.RWMutex
	users   map[string]*user
	rooms   map[string]*room
	sockets int

	strays     strays
	attendance attendances // of people here and at other nodes
	roomCache  roomCache
	closed     bool // nobody is added, and no hint is handled any more
}

// enter adds a session to its user and starts its reader. It returns the session that
// has to be closed for it, if any.
func (d *directory) enter(s *session) (evicted *session, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, false
	}
	u := d.users[s.who.User]
	if u == nil {
		u = d.newUser(s.who.User)
	}
	if s.alone && len(u.sessions) > 0 || len(u.sessions) >= limits.SocketsPerUser && !d.hub.o.Loose {
		evicted = u.sessions[0]
	}
	u.sessions = append(u.sessions, s)
	s.user = u
	d.hub.conns.add(s)
	d.sockets++
	d.hub.work.Go(s.reader.run)
	return evicted, true
}

// newUser adds a person. d.mu is held.
func (d *directory) newUser(id string) *user {
	u := &user{id: id, hub: d.hub, rooms: map[string]stay{}, slot: newSlot()}
	d.users[id] = u
	return u
}

// exit removes a session from everything.
func (d *directory) exit(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.users[s.who.User]
	if u == nil {
		return
	}
	i := slices.Index(u.sessions, s)
	if i < 0 {
		return
	}
	u.sessions = slices.Delete(u.sessions, i, i+1)
	d.sockets--
	d.hub.heartbeat.wheel.remove(s)
	if h := d.roomCache.byUser[u.id]; h != nil && h == u.cached {
		for i := range h.rooms {
			h.rooms[i].r.put(post{drop: s})
		}
	} else {
		for id := range u.rooms {
			if r := d.rooms[id]; r != nil {
				r.put(post{drop: s})
				d.retireLocked(r, false)
			}
		}
	}
	if len(u.sessions) == 0 && !u.known {
		d.removeLocked(u)
	}
}

// markKnown notes that presence is about to be told of a session. It returns false if
// the session has ended.
func (d *directory) markKnown(s *session) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.users[s.who.User]
	if u == nil || !slices.Contains(u.sessions, s) {
		return false
	}
	u.known = true
	return true
}

// watch starts pinging a session after its catch-up, so that a ping never precedes the
// welcome.
func (d *directory) watch(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if u := d.users[s.who.User]; u != nil && slices.Contains(u.sessions, s) {
		d.hub.heartbeat.wheel.add(s)
	}
}

// forget removes a person who is offline, unless they came back while that was sent.
func (d *directory) forget(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if u := d.users[id]; u != nil && len(u.sessions) == 0 && presenceStates[u.state.Load()] == wire.Offline {
		d.removeLocked(u)
	}
}

// subscribe subscribes a session to a room that its person was in as of useq, with
// that top and since, unless they left it after that. With check, the room reads from
// the store what was committed since.
func (d *directory) subscribe(s *session, id string, top, since, useq int64, check bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.subscribeLocked(s, id, top, since, useq, check)
}

// subscribeAll subscribes a session to the rooms that its person was in as of useq.
// Others get a turn at the directory in between.
func (d *directory) subscribeAll(s *session, rooms []store.Place, useq int64) {
	const atOnce = 100
	for some := range slices.Chunk(rooms, atOnce) {
		d.mu.Lock()
		for i := range some {
			d.subscribeLocked(s, some[i].ID, some[i].Top, some[i].Since, useq, false)
		}
		d.mu.Unlock()
	}
}

// subscribeLocked is subscribe. d.mu is held.
func (d *directory) subscribeLocked(s *session, id string, top, since, useq int64, check bool) {
	u := d.users[s.who.User]
	if u == nil || u.left[id] > useq || !slices.Contains(u.sessions, s) {
		return
	}
	if d.attendance.join(u, id, useq) {
		d.hub.presence.noteMove(u.id)
	}
	r := d.rooms[id]
	if r == nil {
		r = &room{id: id, hub: d.hub, slot: newSlot()}
		r.inbox.top.Store(max(top, d.strays.top(id)))
		r.active.Store(d.hub.poll.now.Load())
		d.rooms[id] = r
	}
	r.subscribe(s, top+1, since, check)
}

// retire removes a room without members. Only its deliverer calls it.
func (d *directory) retire(r *room) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.retireLocked(r, true)
}

// retireLocked is retire for its deliverer (own) or for whoever removed a member. d.mu
// is held, as it is while somebody is subscribed, so that no subscription can be on
// its way unposted.
func (d *directory) retireLocked(r *room, own bool) {
	if top, yes := r.isEmpty(own); yes && r.cached == 0 && d.rooms[r.id] == r {
		delete(d.rooms, r.id)
		d.strays.note(r.id, top)
	}
}

// correctRooms sets the rooms of a person who has connected, as of useq. If they have
// other sessions here, the inbox worker keeps the rooms current.
func (d *directory) correctRooms(s *session, rooms []store.Place, useq int64) {
	in := make(map[string]bool, len(rooms))
	for _, r := range rooms {
		in[r.ID] = true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	s.user.roomsState = roomsKnown
	if len(s.user.sessions) > 1 {
		return
	}
	for id, at := range s.user.rooms {
		if !in[id] && at.asOf <= useq {
			d.attendance.leave(s.user, id)
			d.hub.presence.noteMove(s.user.id)
		}
	}
}

// leave removes a person from a room that they left at useq: all sessions that have
// nothing newer. Nothing that is posted to the room after it returns reaches them.
func (d *directory) leave(id, room string, useq int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.users[id]
	if u == nil {
		d.roomCache.dropLocked(id)
		return
	}
	if u.left == nil {
		u.left = map[string]int64{}
	}
	u.left[room] = max(u.left[room], useq)
	u.roomChanges++
	d.roomCache.dropLocked(id)
	if at, in := u.rooms[room]; in && at.asOf < useq {
		d.attendance.leave(u, room)
		d.hub.presence.noteMove(id)
	}
	r := d.rooms[room]
	if r == nil {
		return
	}
	for _, s := range u.sessions {
		if s.sentUseq.Load() < useq { // otherwise the person has joined again since
			r.put(post{drop: s})
		}
	}
	d.retireLocked(r, false)
}

// in reports whether a person here is in a room.
func (d *directory) in(id, room string) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	u := d.users[id]
	if u == nil {
		return false
	}
	_, ok := u.rooms[room]
	return ok
}

// room returns a room with subscriptions here, or nil.
func (d *directory) room(id string) *room {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.rooms[id]
}

// sessions returns all sessions.
func (d *directory) sessions() []*session {
	d.mu.RLock()
	defer d.mu.RUnlock()
	all := make([]*session, 0, d.sockets)
	for _, u := range d.users {
		all = append(all, u.sessions...)
	}
	return all
}

// sessionsOf returns the sessions of a person.
func (d *directory) sessionsOf(u *user) []*session {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(u.sessions)
}

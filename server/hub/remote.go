package hub

import (
	"context"
	"sync"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// elsewhere keeps the rooms of people who are online at other nodes only, so
// that the right rooms here are told of their presence. Its lock is a leaf.
type remotePeople struct {
	hub *Hub

	mu        sync.Mutex
	queue     []*user             // whose rooms are to be read
	running   bool                // a reader of rooms exists
	meanwhile map[string]struct{} // people heard of while meet asks; nil: it does not
}

// rooming is how far a person's rooms can be relied on.
type roomsState uint8

const (
	roomsUnknown roomsState = iota // or perhaps no longer true
	roomsAsked                     // they are being read
	roomsKnown
)

// hear takes in who is online now that was not known here.
func (e *remotePeople) noteOnline(states map[string]string) {
	e.mu.Lock()
	if e.meanwhile != nil {
		for id := range states {
			e.meanwhile[id] = struct{}{}
		}
	}
	e.mu.Unlock()
	d := &e.hub.dir
	var new []string
	d.mu.RLock()
	for id, state := range states {
		if state != wire.Offline && d.users[id] == nil {
			new = append(new, id)
		}
	}
	d.mu.RUnlock()
	if len(new) == 0 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, id := range new {
		if d.users[id] == nil && !d.closed {
			e.addLocked(id)
		}
	}
}

// appearLocked adds a person who is online elsewhere. dir.mu is held and the
// hub is not closed.
func (e *remotePeople) addLocked(id string) *user {
	u := e.hub.dir.newUser(id)
	u.known = true
	e.queueLocked(u)
	return u
}

// askLocked has a person's rooms read. dir.mu is held and the hub is not
// closed.
func (e *remotePeople) queueLocked(u *user) {
	u.roomsState = roomsAsked
	e.mu.Lock()
	defer e.mu.Unlock()
	e.queue = append(e.queue, u)
	if !e.running {
		e.running = true
		e.hub.work.Go(e.readRooms)
	}
}

// readRooms reads the rooms of those who are queued.
func (e *remotePeople) readRooms() {
	defer e.hub.faults.Survive("reading of rooms", func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.running = false
	})
	for {
		e.mu.Lock()
		queue := e.queue
		e.queue = nil
		e.running = len(queue) > 0
		e.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for i, u := range queue {
			if err := e.readRoomsOf(u); err != nil {
				if e.hub.fault(err) {
					e.hub.log.Warn("rooms of people on other nodes cannot be read", "error", err)
				}
				e.giveUp(queue[i:])
				break
			}
		}
	}
}

// giveUp leaves people to the next second.
func (e *remotePeople) giveUp(people []*user) {
	d := &e.hub.dir
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range people {
		if u.roomsState == roomsAsked {
			u.roomsState = roomsUnknown
		}
	}
}

// learn reads the rooms of one person, and has their state told there.
func (e *remotePeople) readRoomsOf(u *user) error {
	h := e.hub
	defer h.faults.Survive("learning of people elsewhere", func() { e.giveUp([]*user{u}) })
	h.dir.mu.RLock()
	moves, here := u.roomChanges, len(u.sessions) > 0
	h.dir.mu.RUnlock()
	if here {
		e.giveUp([]*user{u}) // whoever is connected here learns them by catching up
		return nil
	}
	ctx, cancel := context.WithTimeout(h.ctx, limits.Commit)
	rooms, err := h.o.Chat.Rooms(ctx, u.id)
	cancel()
	if err != nil {
		return err
	}
	h.dir.mu.Lock()
	defer h.dir.mu.Unlock()
	if h.dir.setRoomsLocked(u, moves, rooms) {
		h.presence.noteState(u.id)
	}
	return nil
}

// learnLocked takes in the rooms of a person elsewhere, as read when they had
// moved that many times, and reports whether they are others than were known.
func (d *directory) setRoomsLocked(u *user, moves uint, rooms []store.Place) (other bool) {
	if d.users[u.id] != u {
		return false // gone meanwhile
	}
	if len(u.sessions) > 0 || u.roomChanges != moves {
		u.roomsState = roomsUnknown // what was read may be older than what is known
		return false
	}
	now := make(map[string]bool, len(rooms))
	for _, r := range rooms {
		now[r.ID] = true
		other = d.attendance.join(u, r.ID, 0) || other
	}
	for id := range u.rooms {
		if !now[id] {
			d.attendance.leave(u, id)
			other = true
		}
	}
	u.left, u.roomsState = nil, roomsKnown
	return other
}

// joinElsewhere notes a room that a person joined who is not connected here:
// those who are, subscribe to it.
func (d *directory) joinRemote(id, room string, useq int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.users[id]
	if u == nil || len(u.sessions) > 0 {
		return
	}
	u.roomChanges++
	if u.left[room] < useq {
		d.attendance.join(u, room, useq)
		d.hub.presence.noteState(id)
	}
}

// learnRest has the rooms read of those whose rooms are not known.
func (e *remotePeople) queueUnknown() {
	d := &e.hub.dir
	var rest []*user
	d.mu.RLock()
	for _, u := range d.users {
		if u.roomsState == roomsUnknown && len(u.sessions) == 0 {
			rest = append(rest, u)
		}
	}
	d.mu.RUnlock()
	if len(rest) == 0 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range rest {
		if d.users[u.id] == u && !d.closed {
			e.queueLocked(u)
		}
	}
}

// doubt has everybody's rooms read again who is not connected here: hints of
// what they joined and left were lost.
func (e *remotePeople) forgetRooms() {
	d := &e.hub.dir
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range d.users {
		if len(u.sessions) == 0 {
			u.roomChanges++
			u.roomsState = roomsUnknown
		}
	}
}

// meet asks presence who is online, in case that was not heard, and reports
// whether it was told.
func (e *remotePeople) syncOnline() bool {
	h := e.hub
	e.mu.Lock()
	e.meanwhile = map[string]struct{}{}
	e.mu.Unlock()
	ctx, cancel := context.WithTimeout(h.ctx, limits.Commit)
	online, err := h.o.Presence.Online(ctx)
	cancel()
	if err != nil && h.ctx.Err() == nil {
		h.log.Warn("presence cannot be asked who is online", "error", err)
	}
	h.dir.mu.Lock()
	defer h.dir.mu.Unlock()
	e.mu.Lock()
	heard := e.meanwhile
	e.meanwhile = nil
	e.mu.Unlock()
	if err != nil || h.dir.closed {
		return h.dir.closed
	}
	for id, state := range online {
		if _, ok := heard[id]; ok {
			continue
		}
		u := h.dir.users[id]
		if u == nil && state != wire.Offline {
			u = e.addLocked(id)
		}
		if u != nil && presenceStates[u.state.Load()] != state {
			u.setPresence(state)
			h.presence.noteState(id)
		}
	}
	for id, u := range h.dir.users {
		_, on := online[id]
		_, ok := heard[id]
		if !on && !ok && u.known && len(u.sessions) == 0 {
			u.setPresence(wire.Offline)
			h.presence.noteState(id)
		}
	}
	return true
}

// lose takes everybody for offline who is not connected here: nobody can tell
// any more.
func (e *remotePeople) setAllOffline() {
	h := e.hub
	h.dir.mu.RLock()
	defer h.dir.mu.RUnlock()
	if h.dir.closed {
		return
	}
	for id, u := range h.dir.users {
		if u.known && len(u.sessions) == 0 && presenceStates[u.state.Load()] != wire.Offline {
			u.setPresence(wire.Offline)
			h.presence.noteState(id)
		}
	}
}

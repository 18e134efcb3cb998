package hub

import (
	"context"
	"sync"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// remotePeople keeps the rooms of people who are online at other nodes only, so that
// those here who share a room with them are sent their presence. Its lock is a leaf.
type remotePeople struct {
	hub *Hub

	mu        sync.Mutex
	queue     []*user             // their rooms are to be read
	running   bool                // a reader of rooms exists
	meanwhile map[string]struct{} // people whose presence was heard of while syncOnline asks; nil: it does not
}

// roomsState is how far user.rooms can be relied on.
type roomsState uint8

const (
	roomsUnknown roomsState = iota // or no longer certain
	roomsAsked                     // they are being read
	roomsKnown
)

// noteOnline adds the people who came online and are not known here yet.
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

// addLocked adds a person who is online at another node. dir.mu is held and the hub
// is not closed.
func (e *remotePeople) addLocked(id string) *user {
	u := e.hub.dir.newUser(id)
	u.known = true
	e.queueLocked(u)
	return u
}

// queueLocked queues a person whose rooms are to be read. dir.mu is held and the hub
// is not closed.
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

// readRooms reads the rooms of the people who are queued.
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

// giveUp leaves people to queueUnknown, which the poll calls every second.
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

// readRoomsOf reads the rooms of one person, and has their presence sent to those
// who share one.
func (e *remotePeople) readRoomsOf(u *user) error {
	h := e.hub
	defer h.faults.Survive("reading the rooms of a person at another node", func() { e.giveUp([]*user{u}) })
	h.dir.mu.RLock()
	changes, here := u.roomChanges, len(u.sessions) > 0
	h.dir.mu.RUnlock()
	if here {
		e.giveUp([]*user{u}) // they are connected here by now, and catching up reads their rooms
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
	if h.dir.setRoomsLocked(u, changes, rooms) {
		h.presence.noteState(u.id)
	}
	return nil
}

// setRoomsLocked sets the rooms of a person at another node, and reports whether
// they differ from those known before. changes is what user.roomChanges was when
// the rooms were read. d.mu is held.
func (d *directory) setRoomsLocked(u *user, changes uint, rooms []store.Place) (other bool) {
	if d.users[u.id] != u {
		return false // gone meanwhile
	}
	if len(u.sessions) > 0 || u.roomChanges != changes {
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

// joinRemote notes a room that a person joined who is not connected here. The
// sessions of people who are connected here subscribe to theirs by themselves.
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

// queueUnknown queues the people at other nodes whose rooms are not known.
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

// forgetRooms makes the rooms of all people at other nodes unknown, so that they are
// read again: hints of what they joined and left were lost.
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

// syncOnline asks presence who is online, in case hints of it were lost, and reports
// whether it was answered.
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

// setAllOffline sets all people at other nodes offline: their state cannot be known
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

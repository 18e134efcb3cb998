package hub

import (
	"slices"
	"strings"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// home is the rooms of a person in many, kept here whether or not they are
// connected, so that a client that comes back and has missed nothing costs
// little: how far those rooms go was heard, and need not be read. It is made of
// what the store said, and holds as long as the person's own log has no entry
// that was not followed. Only a node on its own has homes: others do not hear
// of everything.
type cachedRooms struct {
	user  string
	asOf  int64        // the useq; directory.mu guards it
	rooms []cachedRoom // in the order of their tails
}

// held is a room of a home.
type cachedRoom struct {
	r     *room
	tail  string // of the id
	epoch string
	top   int64 // it goes at least so far
	since int64
}

// known is how far the room goes.
func (h *cachedRoom) known() int64 { return max(h.top, h.r.known()) }

// homes are those there are. directory.mu guards them.
type roomCache struct {
	dir    *directory
	byUser map[string]*cachedRooms
	rooms  int // of all together
}

const (
	// homeFrom is from how many rooms on a person has a home: few are read as
	// quickly.
	cacheFrom = 20
	// homeRooms is how many rooms all homes together have at most; one is 0.5 KB
	// where nobody else is in it.
	cacheMax = 50_000
)

// make makes or replaces the home of a session's person, who is in rooms as
// of useq. What was committed since those were read has been heard by the rooms.
func (a *roomCache) add(s *session, rooms []store.Place, useq int64) {
	d := a.dir
	if d.hub.o.Cluster || len(rooms) < cacheFrom || len(rooms) > cacheMax {
		return
	}
	d.mu.RLock()
	was := a.byUser[s.who.User]
	d.mu.RUnlock()
	if was != nil {
		return // or it would have been left
	}
	h := &cachedRooms{user: s.who.User, asOf: useq, rooms: make([]cachedRoom, 0, len(rooms))}
	for i := range rooms {
		p := &rooms[i]
		h.rooms = append(h.rooms, cachedRoom{tail: wire.RoomTail(p.ID), epoch: p.Epoch, top: p.Top, since: p.Since})
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.users[h.user]
	if a.byUser[h.user] != nil || u == nil || !slices.Contains(u.sessions, s) {
		return
	}
	for i := range rooms {
		if h.rooms[i].r = d.rooms[rooms[i].ID]; h.rooms[i].r == nil || u.left[rooms[i].ID] > useq {
			return // left meanwhile
		}
	}
	for _, other := range a.byUser {
		if a.rooms+len(rooms) <= cacheMax {
			break
		}
		a.dropLocked(other.user)
	}
	slices.SortFunc(h.rooms, func(a, b cachedRoom) int { return strings.Compare(a.tail, b.tail) })
	for i := range h.rooms {
		h.rooms[i].r.cached++
	}
	a.byUser[h.user] = h
	a.rooms += len(h.rooms)
	if len(u.rooms) == len(h.rooms) {
		u.cached = h
	}
}

// leaveLocked forgets a person's home, if there is one. d.mu is held.
func (a *roomCache) dropLocked(user string) {
	d := a.dir
	h := a.byUser[user]
	if h == nil {
		return
	}
	delete(a.byUser, user)
	a.rooms -= len(h.rooms)
	for i := range h.rooms {
		r := h.rooms[i].r
		r.cached--
		d.retireLocked(r, false)
	}
}

// leaveAll forgets all homes: something was not heard.
func (a *roomCache) dropAll() {
	d := a.dir
	d.mu.Lock()
	defer d.mu.Unlock()
	for user := range a.byUser {
		a.dropLocked(user)
	}
}

// follow takes in new entries of people's own logs. A home stays as long
// as they tell of no room.
func (a *roomCache) follow(entries []store.InboxEntry) {
	d := a.dir
	d.mu.RLock()
	any := slices.ContainsFunc(entries, func(e store.InboxEntry) bool { return a.byUser[e.User] != nil })
	d.mu.RUnlock()
	if !any {
		return // one that is made now is made of a store that has them, or goes no further than before them
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range entries {
		e := &entries[i]
		h := a.byUser[e.User]
		switch {
		case h == nil || e.Useq <= h.asOf:
		case e.Kind == wire.InboxRead && e.Useq == h.asOf+1:
			h.asOf = e.Useq
		default:
			a.dropLocked(e.User)
		}
	}
}

// homecoming is where a client is that comes back to its person's home.
type cachedResume struct {
	home *cachedRooms
	next []int64 // the seq it is due next, by the place of the room; 0: as the store says
	held chat.Held
}

// compare compares what a client has with the person's home. It returns nil
// if there is none, or the client does not say what it has in brief and in order.
func (a *roomCache) compare(user string, at wire.Resume) *cachedResume {
	d := a.dir
	d.mu.RLock()
	defer d.mu.RUnlock()
	h := a.byUser[user]
	if h == nil || at.Brief == "" {
		return nil
	}
	b := &cachedResume{home: h, next: make([]int64, len(h.rooms)), held: chat.Held{UserTop: h.asOf}}
	i, last := 0, ""
	for rest := at.Brief; rest != ""; {
		var n wire.Named
		var ok bool
		if n, rest, ok = wire.NextNamed(rest); !ok || n.Room <= last {
			return nil
		}
		for last = n.Room; i < len(h.rooms) && h.rooms[i].tail < n.Room; i++ {
			b.moved(i)
		}
		if i == len(h.rooms) || h.rooms[i].tail != n.Room {
			b.held.Gone = append(b.held.Gone, n.Room)
			continue
		}
		if m := &h.rooms[i]; n.Epoch == wire.EpochTail(m.epoch) && n.Seq == m.known() && n.Seq >= m.since-1 {
			b.next[i] = n.Seq + 1
		} else {
			b.moved(i)
		}
		i++
	}
	for ; i < len(h.rooms); i++ {
		b.moved(i)
	}
	if len(b.held.Moved) > len(h.rooms)/4 {
		return nil // all at once are read faster than one by one
	}
	return b
}

func (b *cachedResume) moved(i int) { b.held.Moved = append(b.held.Moved, b.home.rooms[i].r.id) }

// places are all rooms of the home, those that moved as they were read.
func (b *cachedResume) places(moved []store.Place) []store.Place {
	all := slices.Clone(moved)
	for i := range b.home.rooms {
		if m := &b.home.rooms[i]; b.next[i] > 0 {
			all = append(all, store.Place{Room: store.Room{ID: m.r.id, Epoch: m.epoch, Top: b.next[i] - 1}, Since: m.since})
		}
	}
	return all
}

// come subscribes a session to the rooms of its person's home; moved are
// those that were read. It reports whether that could be done: the home is as it
// was when the client was compared with it.
func (a *roomCache) subscribe(s *session, b *cachedResume, moved []store.Place) bool {
	d := a.dir
	d.mu.Lock()
	defer d.mu.Unlock()
	u, h := d.users[s.who.User], b.home
	if u == nil || !slices.Contains(u.sessions, s) {
		return true // it has ended
	}
	if a.byUser[u.id] != h || !a.joinLocked(u, h) {
		return false
	}
	u.roomsState = roomsKnown
	for i := range moved {
		p := &moved[i]
		d.rooms[p.ID].subscribe(s, p.Top+1, p.Since, false)
	}
	for i, next := range b.next {
		if next > 0 {
			h.rooms[i].r.subscribe(s, next, h.rooms[i].since, false)
		}
	}
	return true
}

// moveInLocked notes that a person is in the rooms of their home, and reports whether
// they are in no others, as far as is known. d.mu is held.
func (a *roomCache) joinLocked(u *user, h *cachedRooms) bool {
	d := a.dir
	if u.cached == h {
		return true
	}
	for i := range h.rooms {
		if d.attendance.join(u, h.rooms[i].r.id, h.asOf) {
			d.hub.presence.noteMove(u.id)
		}
	}
	if len(u.rooms) != len(h.rooms) {
		return false
	}
	u.cached = h
	return true
}

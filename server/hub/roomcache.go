package hub

import (
	"slices"
	"strings"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// cachedRooms is the list of rooms of a person who is in many. It is kept whether or
// not they are connected, so that a client that comes back and has missed nothing
// costs little: how far those rooms go is known from hints, and need not be read.
// The list is made from what the store said, and is valid as long as follow has seen
// every entry of the person's own log. Only a node on its own keeps such lists: the
// nodes of a cluster do not receive every hint.
type cachedRooms struct {
	user  string
	asOf  int64        // the useq; directory.mu guards it
	rooms []cachedRoom // in the order of their tails
}

// cachedRoom is a room in a list.
type cachedRoom struct {
	r     *room
	tail  string // of the id
	epoch string
	top   int64 // the log goes at least so far
	since int64
}

// known returns how far the room's log goes, as far as is known here.
func (h *cachedRoom) known() int64 { return max(h.top, h.r.known()) }

// roomCache is all lists that are kept. directory.mu guards it.
type roomCache struct {
	dir    *directory
	byUser map[string]*cachedRooms
	rooms  int // of all together
}

const (
	// cacheFrom is the least number of rooms for which a list is kept: fewer are
	// read as quickly.
	cacheFrom = 20
	// cacheMax is the most rooms of all lists together. One takes 0.5 KB if nobody
	// else is in it.
	cacheMax = 50_000
)

// add keeps the list of a session's person, who is in rooms as of useq, unless there
// is one. The session is subscribed to the rooms, which know of what was committed
// since the list was read.
func (a *roomCache) add(s *session, rooms []store.Place, useq int64) {
	d := a.dir
	if d.hub.o.Cluster || len(rooms) < cacheFrom || len(rooms) > cacheMax {
		return
	}
	d.mu.RLock()
	was := a.byUser[s.who.User]
	d.mu.RUnlock()
	if was != nil {
		return // it is valid, or it would have been dropped
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

// dropLocked drops a person's list, if there is one. d.mu is held.
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

// dropAll drops all lists: a hint was lost.
func (a *roomCache) dropAll() {
	d := a.dir
	d.mu.Lock()
	defer d.mu.Unlock()
	for user := range a.byUser {
		a.dropLocked(user)
	}
}

// follow processes new entries of people's own logs. A list stays valid if none is of
// being in a room or how it looks.
func (a *roomCache) follow(entries []store.InboxEntry) {
	d := a.dir
	d.mu.RLock()
	any := slices.ContainsFunc(entries, func(e store.InboxEntry) bool { return a.byUser[e.User] != nil })
	d.mu.RUnlock()
	if !any {
		return // a list that is added now is of a store that has the entries, or is as of before them
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range entries {
		e := &entries[i]
		h := a.byUser[e.User]
		switch {
		case h == nil || e.Useq <= h.asOf:
		case (e.Kind == wire.InboxRead || e.Kind == wire.InboxOwn) && e.Useq == h.asOf+1:
			h.asOf = e.Useq
		default:
			a.dropLocked(e.User)
		}
	}
}

// cachedResume is the comparison of what a client has with its person's list.
type cachedResume struct {
	list *cachedRooms
	next []int64 // by room: the seq that the client is due next; 0: the store has to be read
	held chat.Held
}

// compare compares what a client has with the person's list. It returns nil if there
// is none, or if the client does not say what it has as resume.brief in order.
func (a *roomCache) compare(user string, at wire.Resume) *cachedResume {
	d := a.dir
	d.mu.RLock()
	defer d.mu.RUnlock()
	h := a.byUser[user]
	if h == nil || at.Brief == "" {
		return nil
	}
	b := &cachedResume{list: h, next: make([]int64, len(h.rooms)), held: chat.Held{UserTop: h.asOf}}
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
		return nil // reading all rooms at once is faster than reading so many one by one
	}
	return b
}

func (b *cachedResume) moved(i int) { b.held.Moved = append(b.held.Moved, b.list.rooms[i].r.id) }

// places returns all rooms of the list; those that moved are as they were read.
func (b *cachedResume) places(moved []store.Place) []store.Place {
	all := slices.Clone(moved)
	for i := range b.list.rooms {
		if m := &b.list.rooms[i]; b.next[i] > 0 {
			all = append(all, store.Place{Room: store.Room{ID: m.r.id, Epoch: m.epoch, Top: b.next[i] - 1}, Since: m.since})
		}
	}
	return all
}

// subscribe subscribes a session to the rooms of its person's list; moved are those
// that were read. It returns false, and does nothing, if the list is no longer the
// one that the client was compared with.
func (a *roomCache) subscribe(s *session, b *cachedResume, moved []store.Place) bool {
	d := a.dir
	d.mu.Lock()
	defer d.mu.Unlock()
	u, h := d.users[s.who.User], b.list
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

// joinLocked notes that a person is in the rooms of their list, and reports whether
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

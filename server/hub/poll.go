package hub

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/confab/confab/shared/limits"
)

// How often positions are compared with the store, in seconds: of what was
// active within activeFor, and of the rest. While hints do not arrive, all are
// every second.
const (
	activeEvery = 10
	restEvery   = 60
	activeFor   = 60
)

// positionsAtOnce is how many rooms and how many people one read of positions
// asks for at most.
const positionsAtOnce = 500

// meetEvery is for how many seconds those who are online elsewhere are not
// asked for again.
const syncEvery = 5

// waryFor is for how many seconds after hints arrive again ended sessions are
// looked for at every turn of the heart: one turn, and a little.
const suspectFor = 30

// blindFor is for how many seconds people elsewhere are shown as they were last
// heard of while nothing is heard: as long as presence lives unrefreshed.
const offlineAfter = 60

// poll compares what the rooms and people here have been told with the store.
type poll struct {
	hub  *Hub
	kick chan struct{}

	now  atomic.Uint32 // seconds since the start
	down atomic.Bool   // hints of other nodes do not arrive
	back atomic.Uint32 // now, when they last did again; 0: they never stopped

	// The loop's own.
	last       uint32 // now, of the pass before
	since      uint32 // when hints stopped arriving; 0: they arrive
	all        bool   // everything is to be looked at
	syncDue    bool   // those who are online elsewhere are to be asked for
	roomsStale bool   // what they joined and left may not have been heard
	syncedAt   int64  // now, when they were last asked for
	failing    bool   // the store could not be read, which was logged
}

// link hears whether hints of other nodes arrive. It waits for nobody.
func (p *poll) linkChanged(up bool) {
	p.down.Store(!up)
	if up {
		p.back.Store(max(1, p.now.Load()))
	}
	select {
	case p.kick <- struct{}{}:
	default:
	}
}

// wary reports whether a hint that a session ended may well have been lost.
func (p *poll) hintsSuspect() bool {
	back := p.back.Load()
	return p.down.Load() || back > 0 && p.now.Load() < back+suspectFor
}

// run looks every second, and at once when hints arrive again, until the hub
// ends.
func (p *poll) run() {
	began, kicked := time.Now(), time.Time{}
	t := time.NewTicker(time.Second)
	defer t.Stop()
	p.syncDue, p.syncedAt = true, -syncEvery
	for {
		select {
		case <-p.kick:
			if !p.down.Load() {
				p.all, p.syncDue, p.roomsStale = true, true, true
			}
			if time.Since(kicked) < time.Second {
				continue // hints that are lost all the time must not make this busy
			}
			kicked = time.Now()
		case <-t.C:
		case <-p.hub.ctx.Done():
			return
		}
		p.last = p.now.Load()
		p.now.Store(uint32(time.Since(began) / time.Second))
		p.pass()
	}
}

// pass looks at what is due.
func (p *poll) pass() {
	defer p.hub.faults.Survive("a look at positions", nil) // what it left out is looked at when next due
	down := p.down.Load()
	p.hub.remote.queueUnknown()
	if p.look(p.all || down) {
		p.all = false
	}
	switch now := p.now.Load(); {
	case !down:
		p.since = 0
		p.syncRemote(now)
	case p.since == 0:
		p.since = max(1, now)
	case now-p.since >= offlineAfter:
		p.hub.remote.setAllOffline()
	}
}

// acquaint asks who is online elsewhere, and what rooms they are in, if hints
// of that may have been lost.
func (p *poll) syncRemote(now uint32) {
	if !p.syncDue || int64(now) < p.syncedAt+syncEvery {
		return
	}
	if p.roomsStale {
		p.roomsStale = false
		p.hub.remote.forgetRooms()
	}
	p.syncDue = !p.hub.remote.syncOnline()
	p.syncedAt = int64(now)
}

// look compares the positions that are due, and reports whether it could.
func (p *poll) look(all bool) bool {
	rooms, people := p.hub.dir.due(func(slot, active uint32) bool {
		return all || p.due(slot, active)
	})
	for len(rooms) > 0 || len(people) > 0 {
		r, u := min(len(rooms), positionsAtOnce), min(len(people), positionsAtOnce)
		if !p.compare(rooms[:r], people[:u]) {
			return false
		}
		rooms, people = rooms[r:], people[u:]
	}
	return true
}

// due reports whether it is the turn of what has a slot and was last active
// then.
func (p *poll) due(slot, active uint32) bool {
	now := p.now.Load()
	every := uint32(restEvery)
	if now-active <= activeFor {
		every = activeEvery
	}
	return (now+slot)/every != (p.last+slot)/every
}

// compare compares some rooms and people with the store.
func (p *poll) compare(rooms, people []string) bool {
	h := p.hub
	ctx, cancel := context.WithTimeout(h.ctx, limits.Commit)
	defer cancel()
	tops, useqs, err := h.o.Chat.Positions(ctx, rooms, people)
	if failing := err != nil && h.ctx.Err() == nil; failing != p.failing {
		p.failing = failing
		if failing {
			h.log.Warn("positions cannot be compared", "error", err)
		} else {
			h.log.Info("positions can be compared again")
		}
	}
	if err != nil {
		return false
	}
	for id, top := range tops {
		if r := h.dir.room(id); r != nil && r.behind(top) {
			r.put(post{last: top})
		}
	}
	for id, useq := range useqs {
		if u := h.dir.connected(id); u != nil {
			u.noteTop(useq)
		}
	}
	return true
}

// newSlot is a random moment of the checks, so that they are spread.
func newSlot() uint32 { return rand.Uint32N(restEvery) }

// due returns the rooms that someone here is subscribed to and the people
// connected here whose turn it is.
func (d *directory) due(turn func(slot, active uint32) bool) (rooms, people []string) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for id, r := range d.rooms {
		if turn(r.slot, r.active.Load()) {
			rooms = append(rooms, id)
		}
	}
	for id, u := range d.users {
		if len(u.sessions) > 0 && turn(u.slot, u.active.Load()) {
			people = append(people, id)
		}
	}
	// In the order of the store's own index.
	slices.Sort(rooms)
	slices.Sort(people)
	return rooms, people
}

// connected returns a person who is connected here, or nil.
func (d *directory) connected(id string) *user {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if u := d.users[id]; u != nil && len(u.sessions) > 0 {
		return u
	}
	return nil
}

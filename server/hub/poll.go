package hub

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/confab/confab/shared/limits"
)

// How often positions are compared with the store, in seconds: those of rooms and
// people that were active within activeFor, and those of the rest. While no hints
// arrive, all are compared every second.
const (
	activeEvery = 10
	restEvery   = 60
	activeFor   = 60
)

// positionsAtOnce is the most rooms, and the most people, whose positions one read
// of the store asks for.
const positionsAtOnce = 500

// syncEvery is the least time between two questions of who is online at other
// nodes, in seconds.
const syncEvery = 5

// suspectFor is for how many seconds after hints arrive again the heartbeat checks
// sessions at every turn of its wheel: one turn and a little more.
const suspectFor = 30

// offlineAfter is for how many seconds people at other nodes keep their last known
// state while no hints arrive: as long as presence lasts without being refreshed.
const offlineAfter = 60

// poll compares the positions of the rooms and people here with the store.
type poll struct {
	hub  *Hub
	kick chan struct{}

	now  atomic.Uint32 // seconds since the start
	down atomic.Bool   // hints of other nodes do not arrive
	back atomic.Uint32 // now, when they last did again; 0: they never stopped

	// The loop's own.
	last       uint32 // now, of the pass before
	since      uint32 // when hints stopped arriving; 0: they arrive
	all        bool   // all positions are to be compared
	syncDue    bool   // it is to be asked who is online at other nodes
	roomsStale bool   // the rooms of people at other nodes may have changed unheard
	syncedAt   int64  // now, when that was last asked
	failing    bool   // the store could not be read, which was logged
}

// linkChanged notes whether hints of other nodes arrive. It never waits.
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

// hintsSuspect reports whether a hint that a session ended may have been lost.
func (p *poll) hintsSuspect() bool {
	back := p.back.Load()
	return p.down.Load() || back > 0 && p.now.Load() < back+suspectFor
}

// run makes a pass every second, and at once when hints arrive again, until the hub
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
				continue // hints that are lost again and again must not keep this busy
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

// pass compares what is due.
func (p *poll) pass() {
	defer p.hub.faults.Survive("a look at positions", nil) // what was left out is compared when it is next due
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

// syncRemote asks who is online at other nodes, and which rooms they are in, if
// hints of that may have been lost.
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

// look compares the positions that are due, or all of them, and reports whether the
// store could be read.
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

// due reports whether something with that slot, last active at that second, is to
// be compared now.
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

// newSlot returns a random slot, so that comparisons are spread over time.
func newSlot() uint32 { return rand.Uint32N(restEvery) }

// due returns the rooms with subscriptions here and the people connected here whose
// turn it is.
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

package hub

import (
	"runtime"
	"sync"
	"time"

	"github.com/confab/confab/shared/wire"
)

// heraldEvery is how long changes of presence are gathered before they are
// told: long enough that a crowd arriving is told in a few frames, short
// enough to look immediate.
const presenceEvery = 250 * time.Millisecond

// herald gathers who may look different to somebody, and has those told who
// watch them.
type presenceFanout struct {
	hub *Hub

	mu      sync.Mutex
	changed map[string]bool // person -> they came into a room or left one, so others may look different to them too
	timer   *time.Timer
	stopped bool
}

// note notes that a person may look different: they came, went, or are away.
func (a *presenceFanout) noteState(user string) { a.gather(user, false) }

// noteMove notes that a person came into a room or left one.
func (a *presenceFanout) noteMove(user string) { a.gather(user, true) }

func (a *presenceFanout) gather(user string, moved bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return
	}
	if a.changed == nil {
		a.changed = map[string]bool{}
	}
	a.changed[user] = a.changed[user] || moved
	if a.timer == nil {
		a.hub.work.Add(1) // the timer's goroutine; taken back by stop if it never runs
		a.timer = time.AfterFunc(presenceEvery, func() {
			defer a.hub.work.Done()
			defer a.hub.faults.Survive("the herald", nil) // states untold are told when they next change
			a.send()
		})
	}
}

// stop ends the gathering for good.
func (a *presenceFanout) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = true
	if a.timer != nil && a.timer.Stop() {
		a.hub.work.Done()
	}
}

// tell has every session told that watches somebody who changed, once.
func (a *presenceFanout) send() {
	h := a.hub
	a.mu.Lock()
	changed := a.changed
	a.changed, a.timer = nil, nil
	a.mu.Unlock()

	due := map[*session][]*watched{}
	for id := range changed {
		h.watchers.collect(id, due)
	}
	var gone []string
	h.dir.mu.RLock()
	for id, moved := range changed {
		u := h.dir.users[id]
		if u == nil {
			continue
		}
		if u.state.Load() == 0 {
			gone = append(gone, id)
		}
		if moved {
			for _, s := range u.sessions {
				due[s] = nil // everybody they watch
			}
		}
	}
	h.dir.mu.RUnlock()
	n := 0
	for s, some := range due {
		s.watching.update(some)
		if n++; n%yieldEvery == 0 {
			runtime.Gosched()
		}
	}
	for _, id := range gone {
		h.dir.forget(id)
	}
}

// states are the states of presence by number.
var presenceStates = [...]string{wire.Offline, wire.Online, wire.Away}

// look notes the state of a person.
func (u *user) setPresence(state string) {
	for i, s := range presenceStates {
		if s == state {
			u.state.Store(uint32(i))
		}
	}
}

// presence is the person's state to those who may know it.
func (u *user) presence() string {
	if u.gone.Load() {
		return wire.Offline
	}
	return presenceStates[u.state.Load()]
}

// shares reports whether two people are in a room together.
func (u *user) sharesRoom(other *user) bool {
	few, many := u.rooms, other.rooms
	if len(few) > len(many) {
		few, many = many, few
	}
	for id := range few {
		if _, ok := many[id]; ok {
			return true
		}
	}
	return false
}

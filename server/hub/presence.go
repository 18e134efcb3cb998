package hub

import (
	"runtime"
	"sync"
	"time"

	"github.com/confab/confab/shared/wire"
)

// presenceEvery is how long changes of presence are gathered before they are sent:
// long enough that the arrival of a crowd takes a few frames, short enough to look
// immediate.
const presenceEvery = 250 * time.Millisecond

// presenceFanout gathers the people who may look different to somebody, and
// updates the sessions that watch them. Its lock is a leaf.
type presenceFanout struct {
	hub *Hub

	mu      sync.Mutex
	changed map[string]bool // by person; true: they joined or left a room, so others may look different to them too
	timer   *time.Timer
	stopped bool
}

// noteState notes that the state of a person may have changed.
func (a *presenceFanout) noteState(user string) { a.gather(user, false) }

// noteMove notes that a person joined a room or left one.
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
			defer a.hub.faults.Survive("the fan-out of presence", nil) // a state that was not sent is sent when it next changes
			a.send()
		})
	}
}

// stop has nothing gathered any more.
func (a *presenceFanout) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = true
	if a.timer != nil && a.timer.Stop() {
		a.hub.work.Done()
	}
}

// send updates every session that watches somebody who changed, each once.
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
				due[s] = nil // all whom it watches
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

// presenceStates are the states of presence by the number that user.state holds.
var presenceStates = [...]string{wire.Offline, wire.Online, wire.Away}

// setPresence sets the person's state.
func (u *user) setPresence(state string) {
	for i, s := range presenceStates {
		if s == state {
			u.state.Store(uint32(i))
		}
	}
}

// presence returns the person's state as those see it who may.
func (u *user) presence() string {
	if u.gone.Load() {
		return wire.Offline
	}
	return presenceStates[u.state.Load()]
}

// sharesRoom reports whether two people are in a room together.
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

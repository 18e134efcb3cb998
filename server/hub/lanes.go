package hub

import (
	"net/http"
	"sync"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// parallelReads is how many commands that only read a session may have under
// way.
const parallelReads = 4

// parallelLanes is how many rooms a session may be changing at once.
const parallelLanes = 16

// request is a command to carry out.
type request struct {
	command *chat.Command
	req     wire.Headed
}

// lanes are a session's commands under way: one lane for each room that it is
// changing, and the reads beside them.
type lanes struct {
	s *session

	mu    sync.Mutex
	rooms map[string][]request // what waits in each lane that exists
	reads int
	woken chan struct{} // closed when a command is through; nil: nobody waits
}

// dispatch starts a command, or waits until it may be started. What changes
// something waits for what the session changed before in the same room.
func (t *lanes) dispatch(q request) {
	if !t.s.backlogBelow() {
		return
	}
	if q.command.Method == http.MethodGet {
		if t.waitFor(func() bool { return t.reads < parallelReads }) {
			t.reads++
			t.mu.Unlock()
			t.s.hub.work.Go(func() { t.read(q) })
		}
		return
	}
	room := roomOf(q.req)
	free := func() bool {
		waiting, exists := t.rooms[room]
		return !exists && len(t.rooms) < parallelLanes || exists && len(waiting) < limits.UnackedSends-1
	}
	if !t.waitFor(free) {
		return
	}
	if waiting, exists := t.rooms[room]; exists {
		t.rooms[room] = append(waiting, q)
		t.mu.Unlock()
		return
	}
	if t.rooms == nil {
		t.rooms = map[string][]request{}
	}
	t.rooms[room] = nil
	t.mu.Unlock()
	t.s.hub.work.Go(func() { t.run(room, q) })
}

// waitFor waits until ok, and returns true with mu held, or false without when
// the session has ended. ok is called with mu held.
func (t *lanes) waitFor(ok func() bool) bool {
	for {
		t.mu.Lock()
		if t.s.closing.Load() {
			t.mu.Unlock()
			return false
		}
		if ok() {
			return true
		}
		if t.woken == nil {
			t.woken = make(chan struct{})
		}
		woken := t.woken
		t.mu.Unlock()
		t.s.rest(woken)
	}
}

// empty waits until no command is under way, or late says that it is too late
// to wait.
func (t *lanes) empty(late func() bool) {
	if t.waitFor(func() bool { return late() || t.reads == 0 && len(t.rooms) == 0 }) {
		t.mu.Unlock()
	}
}

// wake has whoever waits look again.
func (t *lanes) wake() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wakeLocked()
}

func (t *lanes) wakeLocked() {
	if t.woken != nil {
		close(t.woken)
		t.woken = nil
	}
}

// read carries out a command that only reads.
func (t *lanes) read(q request) {
	t.s.carryOut(q)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.reads--
	t.wakeLocked()
}

// run carries out q and whatever is put into the lane until it is empty.
func (t *lanes) run(room string, q request) {
	for more := true; more; {
		t.s.link.expect()
		t.s.carryOut(q)
		t.s.link.settle()
		q, more = t.next(room)
	}
}

// next takes what waits longest in a lane, or ends it.
func (t *lanes) next(room string) (q request, more bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wakeLocked()
	waiting := t.rooms[room]
	if len(waiting) == 0 {
		delete(t.rooms, room)
		return request{}, false
	}
	t.rooms[room] = waiting[1:]
	return waiting[0], true
}

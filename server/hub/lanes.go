package hub

import (
	"sync"

	"github.com/confab/confab/shared/limits"
)

// parallelReads is how many commands that only read a session may run at once.
const parallelReads = 4

// parallelLanes is how many rooms a session may be changing at once.
const parallelLanes = 16

// lanes are a session's commands under way: one lane for each room that it is changing,
// and the commands that only read. Its lock is a leaf.
type lanes struct {
	s *session

	mu    sync.Mutex
	rooms map[string]*lane // by room; those that exist
	reads int
	woken chan struct{} // closed when a command has ended; nil: nobody waits
}

// lane is the commands that change one room.
type lane struct {
	waiting []request
	running int // how many are being carried out: together, if more than one
}

// dispatch starts a command, or waits until it may be started. A command that changes
// something waits for the session's earlier commands in the same room.
func (t *lanes) dispatch(q request) {
	if !t.s.backlogBelow() {
		return
	}
	if !q.command.Changes() {
		if t.waitFor(func() bool { return t.reads < parallelReads }) {
			t.reads++
			t.mu.Unlock()
			t.s.hub.work.Go(func() { t.read(q) })
		}
		return
	}
	room := q.command.LaneOf(q.req)
	free := func() bool {
		l := t.rooms[room]
		return l == nil && len(t.rooms) < parallelLanes || l != nil && l.running+len(l.waiting) < limits.UnackedSends
	}
	if !t.waitFor(free) {
		return
	}
	defer t.mu.Unlock()
	if l := t.rooms[room]; l != nil {
		l.waiting = append(l.waiting, q)
		return
	}
	if t.rooms == nil {
		t.rooms = map[string]*lane{}
	}
	t.rooms[room] = &lane{waiting: []request{q}}
	t.s.hub.work.Go(func() { t.run(room) })
}

// waitFor waits until ok returns true, and then returns true with mu held. If the
// session ends before, it returns false without. ok is called with mu held.
func (t *lanes) waitFor(ok func() bool) bool {
	for {
		t.mu.Lock()
		if t.s.end.closing.Load() {
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

// waitIdle waits until no command is under way, or until late returns true.
func (t *lanes) waitIdle(late func() bool) {
	if t.waitFor(func() bool { return late() || t.reads == 0 && len(t.rooms) == 0 }) {
		t.mu.Unlock()
	}
}

// wake makes those who wait check again.
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
	defer t.s.hub.faults.Survive("a lane", func() { t.s.close(byeUnavailable) })
	t.carryOut(q)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.reads--
	t.wakeLocked()
}

// run carries out what is in a lane until it is empty.
func (t *lanes) run(room string) {
	defer t.s.hub.faults.Survive("a lane", func() { t.s.close(byeUnavailable) })
	for todo := t.next(room); len(todo) > 0; todo = t.next(room) {
		t.s.link.expect()
		if len(todo) == 1 {
			t.carryOut(todo[0])
		} else {
			t.carryOutAll(todo)
		}
		t.s.link.settle()
	}
}

// next takes the oldest command of a lane, with those that follow it and are better
// carried out together with it. If there is none, the lane ends.
func (t *lanes) next(room string) []request {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wakeLocked()
	l := t.rooms[room]
	if len(l.waiting) == 0 {
		delete(t.rooms, room)
		return nil
	}
	c := l.waiting[0].command
	n := 1
	for n < len(l.waiting) && l.waiting[n].command == c && t.s.hub.o.Chat.Together(c) {
		n++
	}
	todo := l.waiting[:n:n]
	l.waiting, l.running = l.waiting[n:], n
	return todo
}

package follow

import (
	"sync"
	"time"
)

// queue is the rooms in which a follower has something to do, as far as this node
// knows. It is safe for concurrent use.
type queue struct {
	pause time.Duration // how long an event may wait
	kick  chan struct{} // wakes the loop

	mu      sync.Mutex
	rooms   map[string]*task
	compare bool      // hints may have been lost: compare all rooms
	leads   bool      // this node has the lease
	next    time.Time // when the loop runs next, unless it is woken
	counts  counts
}

// task is the work in one room.
type task struct {
	since  time.Time // when the first hint came
	due    time.Time // not before
	single int64     // up to this seq, events are processed one at a time
	again  bool      // another hint came after the work began
}

// counts are totals since the start.
type counts struct {
	events, failures, dead int64
}

func newQueue(pause time.Duration) *queue {
	return &queue{pause: pause, kick: make(chan struct{}, 1), rooms: make(map[string]*task), compare: true}
}

// wake makes the loop check what there is to do.
func (q *queue) wake() {
	select {
	case q.kick <- struct{}{}:
	default:
	}
}

// note queues rooms in which something was committed. Without the lease it does
// nothing: the node that gets the lease compares all rooms.
func (q *queue) note(rooms []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.leads {
		return
	}
	for _, room := range rooms {
		q.addLocked(room, q.pause)
	}
	if time.Now().Add(q.pause).Before(q.next) {
		q.wake()
	}
}

func (q *queue) addLocked(room string, wait time.Duration) {
	if t := q.rooms[room]; t != nil {
		t.again = true
		return
	}
	now := time.Now()
	q.rooms[room] = &task{since: now, due: now.Add(wait)}
}

// add queues rooms that are behind, each to be processed after a wait.
func (q *queue) add(waits map[string]time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for room, wait := range waits {
		q.addLocked(room, wait)
	}
}

// doubt makes the loop compare all rooms.
func (q *queue) doubt() {
	q.mu.Lock()
	q.compare = true
	q.mu.Unlock()
	q.wake()
}

// doubted reports whether all rooms have to be compared, and resets that.
func (q *queue) doubted() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	was := q.compare
	q.compare = false
	return was
}

// lead records whether this node has the lease. When it gets it, all rooms are
// compared.
func (q *queue) lead(ours bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if ours && !q.leads {
		q.compare = true
	}
	if !ours {
		clear(q.rooms)
	}
	q.leads = ours
}

// due returns up to most rooms in which there is something to do now, with their
// tasks.
func (q *queue) due(most int) (rooms []string, tasks []task) {
	now := time.Now()
	q.mu.Lock()
	defer q.mu.Unlock()
	for room, t := range q.rooms {
		if t.due.After(now) {
			continue
		}
		t.again = false
		rooms, tasks = append(rooms, room), append(tasks, *t)
		if len(rooms) == most {
			break
		}
	}
	return rooms, tasks
}

// idle returns the time until something is due, at most most.
func (q *queue) idle(most time.Duration) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	now, wait := time.Now(), most
	if q.compare {
		wait = 0
	}
	for _, t := range q.rooms {
		wait = min(wait, t.due.Sub(now))
	}
	q.next = now.Add(wait)
	return max(wait, 0)
}

// done records that events of a room are done, and removes the room unless there
// is more.
func (q *queue) done(room string, events int, more bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.counts.events += int64(events)
	t := q.rooms[room]
	if t == nil {
		return // the lease was lost meanwhile
	}
	now := time.Now()
	switch {
	case more:
		t.due = now
	case t.again:
		t.since, t.due = now, now.Add(q.pause)
	default:
		delete(q.rooms, room)
	}
}

// later queues a room again, not before due. Its events up to the seq single, if
// that is not 0, are processed one at a time.
func (q *queue) later(room string, due time.Time, single int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if t := q.rooms[room]; t != nil {
		t.due, t.single = due, max(t.single, single)
	}
}

// failed counts an event that failed.
func (q *queue) failed(dead bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.counts.failures++
	if dead {
		q.counts.dead++
	}
}

// lag returns the state of the work.
func (q *queue) lag() Lag {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := Lag{Leads: q.leads, Rooms: len(q.rooms), Events: q.counts.events, Failures: q.counts.failures, Dead: q.counts.dead}
	for _, t := range q.rooms {
		l.OldestMS = max(l.OldestMS, time.Since(t.since).Milliseconds())
	}
	return l
}

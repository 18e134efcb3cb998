package broker

import "sync"

// parcel is a message on its way to a channel.
type parcel struct {
	channel int
	m       Message
}

// queue holds what waits to be published.
type queue struct {
	wake chan struct{} // there may be something to do

	mu      sync.Mutex
	waiting []parcel
	missed  bool // something was dropped and the other nodes do not know it yet
}

// put appends p, unless most are waiting already.
func (q *queue) put(p parcel, most int) bool {
	q.mu.Lock()
	full := len(q.waiting) >= most
	if !full {
		q.waiting = append(q.waiting, p)
	}
	q.mu.Unlock()
	if !full {
		q.poke()
	}
	return !full
}

// miss records that something was dropped.
func (q *queue) miss() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.missed = true
}

// take returns everything that is waiting, and whether something was dropped, and
// resets both. The queue continues in spare.
func (q *queue) take(spare []parcel) (all []parcel, missed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	all, missed = q.waiting, q.missed
	q.waiting, q.missed = spare[:0], false
	return all, missed
}

// poke wakes the publisher.
func (q *queue) poke() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

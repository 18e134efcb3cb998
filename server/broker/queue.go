package broker

import "sync"

// parcel is a message on its way to a channel.
type parcel struct {
	channel int
	m       Message
}

// queue is what waits to be published.
type queue struct {
	wake chan struct{} // there may be something to do

	mu      sync.Mutex
	waiting []parcel
	missed  bool // other nodes do not know yet that something was dropped
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

// miss notes that something was dropped.
func (q *queue) miss() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.missed = true
}

// take takes all that is waiting, leaving spare for what comes, and whether
// something was dropped, which is thereby taken care of.
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

// Package turn makes sign-ins wait for their turn. Checking a password takes a
// core for 20 to 40 ms and 19 MB, so only a few are checked at once. The others
// wait in two lines: people who were here before, and strangers. While both lines
// have waiters, three of four turns go to people who were here before: a crowd of
// strangers hardly delays them, and they do not keep newcomers out. Within a line
// the networks take turns: a network that sends a thousand sign-ins delays only
// itself.
//
// A line holds as many as are served in about twenty seconds. When it is full,
// the network with the most waiters gives up one.
//
// A Queue is safe for concurrent use. It has no goroutine: a sign-in that leaves
// admits the next one.
package turn

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	// patience is roughly how long the last of a full line waits.
	patience = 20 * time.Second
	// usual is the assumed duration of a turn until one was measured.
	usual = 40 * time.Millisecond
	// share: one of this many turns is a stranger's while both lines have
	// waiters.
	share = 4
)

// Busy refuses a sign-in because the line is full.
type Busy struct{ Retry time.Duration } // when there will be room

// Error implements error.
func (b Busy) Error() string { return fmt.Sprintf("turn: too many wait; come back in %v", b.Retry) }

// Queue admits a few at once.
type Queue struct {
	slots int

	mu      sync.Mutex
	inside  int
	each    time.Duration // average duration of a recent turn
	turns   int
	known   line
	strange line
}

// New returns a Queue that admits slots at once.
func New(slots int) *Queue { return &Queue{slots: slots, each: usual} }

// line are the waiters, by network.
type line struct {
	of    map[string][]*waiter
	order []string // networks in the order of their turns
	n     int
}

// waiter is one that waits. Its channel, which has a buffer, gets nil when it is
// its turn, or a Busy.
type waiter struct {
	turn chan error
}

// Enter waits until a sign-in from a network has its turn, or ctx ends. It
// returns the function that ends the turn. known says whether the person was here
// before. It returns a Busy if too many wait already.
func (q *Queue) Enter(ctx context.Context, network string, known bool) (leave func(), err error) {
	w, err := q.wait(network, known)
	if err != nil {
		return nil, err
	}
	if w != nil {
		select {
		case err = <-w.turn:
		case <-ctx.Done():
			if err = q.abandon(w, network, known); err == nil {
				err = ctx.Err()
			}
		}
		if err != nil {
			return nil, err
		}
	}
	begun := time.Now()
	return sync.OnceFunc(func() { q.leave(time.Since(begun)) }), nil
}

// wait takes a slot, or a place in a line.
func (q *Queue) wait(network string, known bool) (*waiter, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.inside < q.slots {
		q.inside++
		return nil, nil
	}
	l := q.line(known)
	if room := int(patience * time.Duration(q.slots) / q.each); l.n >= room {
		most := l.longest()
		if len(l.of[network])+1 >= len(l.of[most]) {
			return nil, q.busyLocked(l)
		}
		l.dropLast(most).turn <- q.busyLocked(l)
	}
	w := &waiter{turn: make(chan error, 1)}
	l.add(network, w)
	return w, nil
}

func (q *Queue) line(known bool) *line {
	if known {
		return &q.known
	}
	return &q.strange
}

// busyLocked returns a Busy with the time until a line has been served.
func (q *Queue) busyLocked(l *line) Busy {
	return Busy{max(time.Second, min(patience, time.Duration(l.n)*q.each/time.Duration(q.slots)))}
}

// abandon removes a waiter from its line. If its turn has come meanwhile, it
// passes the turn on.
func (q *Queue) abandon(w *waiter, network string, known bool) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.line(known).remove(network, w) {
		return nil
	}
	if err := <-w.turn; err != nil {
		return err
	}
	q.nextLocked()
	return nil
}

func (q *Queue) leave(took time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	// A moving average over about 16 turns. Outliers count as no less than a
	// tenth and no more than ten times the usual duration.
	took = min(max(took, usual/10), 10*usual)
	q.each += (took - q.each) / 16
	q.nextLocked()
}

// nextLocked passes a slot on to the next waiter, or frees it.
func (q *Queue) nextLocked() {
	q.turns++
	first, then := &q.known, &q.strange
	if q.turns%share == 0 {
		first, then = then, first
	}
	for _, l := range []*line{first, then} {
		if w := l.next(); w != nil {
			w.turn <- nil
			return
		}
	}
	q.inside--
}

func (l *line) add(network string, w *waiter) {
	if l.of == nil {
		l.of = map[string][]*waiter{}
	}
	if len(l.of[network]) == 0 {
		l.order = append(l.order, network)
	}
	l.of[network] = append(l.of[network], w)
	l.n++
}

// next removes the first waiter of the network whose turn it is and moves that
// network to the end; nil if nobody waits.
func (l *line) next() *waiter {
	if len(l.order) == 0 {
		return nil
	}
	network := l.order[0]
	waiting := l.of[network]
	l.set(network, waiting[1:])
	if len(waiting) > 1 {
		l.order = append(l.order[1:], network)
	}
	return waiting[0]
}

// longest returns the network with the most waiters.
func (l *line) longest() (most string) {
	for network, waiting := range l.of {
		if len(waiting) > len(l.of[most]) {
			most = network
		}
	}
	return most
}

// dropLast removes the last waiter of a network.
func (l *line) dropLast(network string) *waiter {
	waiting := l.of[network]
	w := waiting[len(waiting)-1]
	l.set(network, waiting[:len(waiting)-1])
	return w
}

// set stores the remaining waiters of a network, and removes the network when
// there are none.
func (l *line) set(network string, waiting []*waiter) {
	l.n--
	if len(waiting) > 0 {
		l.of[network] = waiting
		return
	}
	delete(l.of, network)
	if i := slices.Index(l.order, network); i >= 0 {
		l.order = slices.Delete(l.order, i, i+1)
	}
}

// remove removes w and reports whether it was there.
func (l *line) remove(network string, w *waiter) bool {
	waiting := l.of[network]
	for i := range waiting {
		if waiting[i] == w {
			l.set(network, slices.Delete(waiting, i, i+1))
			return true
		}
	}
	return false
}

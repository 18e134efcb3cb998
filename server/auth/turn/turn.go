// Package turn has those who sign in wait for their turn. Checking a password
// takes a core for 20 to 40 ms and 19 MB, so only a few are checked at once;
// the others wait, in two lines: those who were here before, and strangers. Of
// four turns three are for those who were here before, as long as any wait, so
// that a crowd of strangers costs them nearly nothing, and they do not keep
// newcomers out. Within a line the networks take turns: one that sends a
// thousand waits for itself.
//
// A line is as long as what it takes about twenty seconds to work off. When it
// is full, the network with the most in it gives way.
//
// A Queue is safe for concurrent use. It has no goroutine: whoever leaves lets
// the next one in.
package turn

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	// patience is how long the last of a line waits, about.
	patience = 20 * time.Second
	// usual is how long one takes, until it is known better.
	usual = 40 * time.Millisecond
	// share is of how many turns one is a stranger's, while others wait too.
	share = 4
)

// Busy is returned to who cannot even wait.
type Busy struct{ Retry time.Duration } // when there will be room

// Error implements error.
func (b Busy) Error() string { return fmt.Sprintf("turn: too many wait; come back in %v", b.Retry) }

// Queue lets a few in at once.
type Queue struct {
	slots int

	mu      sync.Mutex
	inside  int
	each    time.Duration // what one took of late, on average
	turns   int
	known   line
	strange line
}

// New returns a Queue that lets slots in at once.
func New(slots int) *Queue { return &Queue{slots: slots, each: usual} }

// line is who waits, by network.
type line struct {
	of    map[string][]*waiter
	order []string // networks in the order of their turns
	n     int
}

// waiter is told nil when it is its turn, or a Busy. Its channel has room.
type waiter struct {
	turn chan error
}

// Enter waits for a turn of somebody from a network, until ctx ends, and
// returns how to leave. known is whether they were here before. Returns a Busy
// if too many wait already.
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

// busyLocked says when a line will have been worked off.
func (q *Queue) busyLocked(l *line) Busy {
	return Busy{max(time.Second, min(patience, time.Duration(l.n)*q.each/time.Duration(q.slots)))}
}

// abandon takes a waiter out of its line. If its turn has come meanwhile, the
// next one has it.
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
	// A moving average over about 16; what is absurdly quick or slow counts as
	// no more than a tenth and ten times of the usual.
	took = min(max(took, usual/10), 10*usual)
	q.each += (took - q.each) / 16
	q.nextLocked()
}

// nextLocked passes a slot on, or frees it.
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

// next takes the first waiter of the network whose turn it is, which then comes
// last; nil if nobody waits.
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

// longest is the network that has most waiting.
func (l *line) longest() (most string) {
	for network, waiting := range l.of {
		if len(waiting) > len(l.of[most]) {
			most = network
		}
	}
	return most
}

// dropLast takes the last one of a network out.
func (l *line) dropLast(network string) *waiter {
	waiting := l.of[network]
	w := waiting[len(waiting)-1]
	l.set(network, waiting[:len(waiting)-1])
	return w
}

// set leaves one waiter fewer of a network, and forgets it with the last.
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

// remove takes w out and reports whether it was there.
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

// Package clock tells the time on which all nodes agree: their database's. The
// clocks of machines differ, by minutes where nobody looks after them, and are
// stepped forward and back; what one node writes into a session, another
// compares with its own.
//
// # Concurrency
//
// A Clock may be used by any number of goroutines. It owns one, which asks for
// the time every Interval until Close.
package clock

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	// Interval is how often the time is asked for. Between two answers the
	// machine's own clock runs on, of which a bad one loses 6 ms in that time.
	Interval = time.Minute
	// slow is the round trip beyond which an answer says too little.
	slow = 2 * time.Second
)

// Clock is a clock that follows another one.
type Clock struct {
	ask   func(context.Context) (time.Time, error)
	last  atomic.Pointer[reading]
	close context.CancelFunc
	done  chan struct{}
}

// reading is one moment on both clocks. The machine's is read without its
// date: stepping that changes nothing.
type reading struct{ here, there time.Time }

// Follow returns a clock that follows the one that ask reads. It fails if that
// cannot be read now; later it goes on by itself while it cannot.
func Follow(ctx context.Context, ask func(context.Context) (time.Time, error)) (*Clock, error) {
	c := &Clock{ask: ask, done: make(chan struct{})}
	if err := c.read(ctx); err != nil {
		return nil, err
	}
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c.close = cancel
	go c.follow(run)
	return c, nil
}

// Now is the time of the clock that is followed.
func (c *Clock) Now() time.Time {
	r := c.last.Load()
	return r.there.Add(time.Since(r.here))
}

// Close ends the following; Now goes on.
func (c *Clock) Close() {
	c.close()
	<-c.done
}

// read asks once. An answer that took too long is taken only if there is none.
func (c *Clock) read(ctx context.Context) error {
	begin := time.Now()
	there, err := c.ask(ctx)
	if err != nil {
		return err
	}
	took := time.Since(begin)
	if took <= slow || c.last.Load() == nil {
		c.last.Store(&reading{begin, there.Add(-took / 2)}) // it was read half way
	}
	return nil
}

func (c *Clock) follow(ctx context.Context) {
	defer close(c.done)
	tick := time.NewTicker(Interval)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			// If it cannot be read, the last answer is good for longer than
			// anything else works without the database.
			_ = c.read(ctx)
		case <-ctx.Done():
			return
		}
	}
}

package engine

import (
	"sync"
	"time"

	"github.com/confab/confab/app/state"
)

// posts are the functions that wait for the loop. Adding one never blocks, so that
// event handlers of a browser can do it.
type posts struct {
	mu   sync.Mutex
	list []func()
	shut bool
	wake chan struct{}
}

// add reports whether f will be run.
func (p *posts) add(f func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shut {
		return false
	}
	p.list = append(p.list, f)
	select {
	case p.wake <- struct{}{}:
	default:
	}
	return true
}

// last returns the functions that wait and refuses later ones.
func (p *posts) last() []func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = true
	return p.list
}

func (p *posts) take() []func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.list
	p.list = nil
	return list
}

// frame is what a connection's reader passes to the loop. done is closed when the loop
// has finished with data.
type frame struct {
	link *link
	data []byte
	done chan<- struct{}
}

// The loop's timers. Each is set by assigning its time to core.at.
const (
	timerConnect  = iota // the next attempt to connect
	timerQuiet           // nothing has been received for too long
	timerSteady          // the connection has lasted: earlier failures are forgotten
	timerRequests        // a request is overdue
	timerOutbox          // a message may be tried again, or is overdue
	timerRead            // read markers are to be sent
	timerTyping          // typing notices, or statuses of people, are over
	timerPeople          // people may be asked for again
	timerWatch           // the list of watched people is to be sent
	timerKeep            // changes are to be stored
	timers
)

// ring runs what is due.
func (c *core) ring(timer int) {
	c.at[timer] = time.Time{}
	switch timer {
	case timerConnect:
		c.net.connect()
	case timerQuiet:
		c.net.lost(c.net.link, errQuiet)
	case timerSteady:
		c.setStatus(func(s *Status) { s.Fails = 0 })
	case timerRequests:
		c.requests.overdue()
	case timerOutbox:
		c.delivery.drain()
	case timerRead:
		c.marks.send()
	case timerTyping:
		c.marks.tick()
	case timerPeople:
		c.people.ask()
	case timerWatch:
		c.watch.tell()
	case timerKeep:
		c.persist.flush()
	}
}

func (c *core) loop() {
	defer c.work.Done()
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		if next, any := c.nextTimer(); any {
			timer.Reset(time.Until(next))
		} else {
			timer.Stop()
		}
		var got frame
		select {
		case <-c.ctx.Done():
			c.end()
			return
		case <-c.post.wake:
		case got = <-c.in:
		case <-timer.C:
		}
		c.turn(got)
	}
}

// turn is one step of the loop: it runs the posted functions, processes a frame, runs
// the timers that are due, and then reports the changes to OnChange.
func (c *core) turn(got frame) {
	c.mu.Lock()
	for _, f := range c.post.take() {
		f()
	}
	if got.link != nil {
		c.inbound.frame(got)
		close(got.done)
	}
	now := time.Now()
	for i, at := range c.at {
		if !at.IsZero() && !at.After(now) {
			c.ring(i)
		}
	}
	c.people.ask()
	if over := state.Over(c.state); !over.IsZero() {
		c.sooner(timerTyping, over)
	}
	changes := c.state.Take()
	c.persist.note(changes)
	changes.Merge(c.changed)
	c.changed = state.Changes{}
	c.mu.Unlock()
	if c.o.OnChange != nil && !changes.None() {
		c.o.OnChange(changes)
	}
}

func (c *core) nextTimer() (next time.Time, any bool) {
	for _, at := range c.at {
		if !at.IsZero() && (!any || at.Before(next)) {
			next, any = at, true
		}
	}
	return next, any
}

// sooner sets a timer, unless it is due earlier already.
func (c *core) sooner(timer int, at time.Time) {
	if c.at[timer].IsZero() || at.Before(c.at[timer]) {
		c.at[timer] = at
	}
}

// end runs last on the loop.
func (c *core) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.post.last() {
		f()
	}
	c.tabs.leave()
	c.net.hangUp(1000, "bye")
	c.requests.failAll(errStopped)
	c.persist.note(c.state.Take())
	c.persist.flush()
	c.persist.close()
	c.status.Phase = PhaseStopped
}

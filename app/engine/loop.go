package engine

import (
	"sync"
	"time"

	"github.com/confab/confab/app/state"
)

// posts are the functions waiting for the loop. Adding never blocks, so that
// an event handler of a browser can add.
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

// last takes what is there and refuses the rest.
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

// frame is what a connection's reader hands to the loop. done is closed when
// the loop is through with data.
type frame struct {
	link *link
	data []byte
	done chan<- struct{}
}

// The loop's timers. Each is set by assigning its time to Engine.at.
const (
	timerConnect  = iota // the next attempt to connect
	timerQuiet           // the connection has been silent too long
	timerSteady          // the connection has lasted: forget earlier failures
	timerRequests        // a request is overdue
	timerOutbox          // a message may be tried again, or is overdue
	timerRead            // read markers are to be sent
	timerTyping          // typing notices are over
	timerPeople          // people may be asked for again
	timerKeep            // changes are to be kept
	timers
)

// ring runs what is due.
func (e *Engine) ring(timer int) {
	e.at[timer] = time.Time{}
	switch timer {
	case timerConnect:
		e.connect()
	case timerQuiet:
		e.lost(e.net.link, errQuiet)
	case timerSteady:
		e.setStatus(func(s *Status) { s.Fails = 0 })
	case timerRequests:
		e.overdue()
	case timerOutbox:
		e.drain()
	case timerRead:
		e.sendReads()
	case timerTyping:
		e.tickTyping()
	case timerPeople:
		e.askPeople()
	case timerKeep:
		e.keepChanges()
	}
}

func (e *Engine) loop() {
	defer e.work.Done()
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		if next, any := e.nextTimer(); any {
			timer.Reset(time.Until(next))
		} else {
			timer.Stop()
		}
		var got frame
		select {
		case <-e.ctx.Done():
			e.end()
			return
		case <-e.post.wake:
		case got = <-e.in:
		case <-timer.C:
		}
		e.turn(got)
	}
}

// turn is one step of the loop: everything posted, a frame, what is due, and
// then the word to those who wait for it.
func (e *Engine) turn(got frame) {
	e.mu.Lock()
	for _, f := range e.post.take() {
		f()
	}
	if got.link != nil {
		e.frame(got)
		close(got.done)
	}
	now := time.Now()
	for i, at := range e.at {
		if !at.IsZero() && !at.After(now) {
			e.ring(i)
		}
	}
	e.askPeople()
	changes := e.state.Take()
	e.note(changes)
	changes.Merge(e.changed)
	e.changed = state.Changes{}
	e.mu.Unlock()
	if e.o.OnChange != nil && !changes.None() {
		e.o.OnChange(changes)
	}
}

func (e *Engine) nextTimer() (next time.Time, any bool) {
	for _, at := range e.at {
		if !at.IsZero() && (!any || at.Before(next)) {
			next, any = at, true
		}
	}
	return next, any
}

// sooner sets a timer unless it is due earlier already.
func (e *Engine) sooner(timer int, at time.Time) {
	if e.at[timer].IsZero() || at.Before(e.at[timer]) {
		e.at[timer] = at
	}
}

// end runs last on the loop.
func (e *Engine) end() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range e.post.last() {
		f()
	}
	e.leaveTabs()
	e.hangUp(1000, "bye")
	e.requests.failAll(errStopped)
	e.note(e.state.Take())
	e.keepChanges()
	e.keep.close()
	e.status.Phase = PhaseStopped
}

package engine

import (
	"context"
	"strings"

	"github.com/confab/confab/app/state"
)

// lockName is the name of the lock that the tabs share.
const lockName = "confab-outbox"

// What tabs say to each other.
const (
	sayOutbox  = "outbox"   // the store's outbox has changed
	sayGone    = "gone "    // ROOM CID: discarded
	saySignOut = "sign-out" // forget everything
)

// tabs is this tab's place among the tabs of the device.
type tabs struct {
	holds   bool               // this tab has the lock
	want    context.CancelFunc // ends waiting for the lock; nil: not waiting
	steals  bool               // waiting means taking it away
	release func()
	quiet   func() // ends listening
}

func (e *Engine) joinTabs() {
	if e.o.Channel != nil {
		e.tabs.quiet = e.o.Channel.Listen(func(text string) { e.do(func() { e.hear(text) }) })
	}
	if e.o.Lock == nil {
		e.tabs.holds = true
		e.setStatus(func(s *Status) { s.Drains = true })
		return
	}
	e.takeLock(e.net.active)
}

func (e *Engine) leaveTabs() {
	if e.tabs.quiet != nil {
		e.tabs.quiet()
	}
	if e.tabs.want != nil {
		e.tabs.want()
	}
	// The lock itself is given up by lockTaken's goroutine, as the engine's
	// context ends.
}

// stealTabs makes this tab the one that sends.
func (e *Engine) stealTabs() {
	if e.tabs.holds || e.o.Lock == nil || (e.tabs.want != nil && e.tabs.steals) {
		return
	}
	e.takeLock(true)
}

// takeLock waits for the lock, or takes it away.
func (e *Engine) takeLock(steal bool) {
	if e.tabs.want != nil {
		e.tabs.want()
	}
	ctx, cancel := context.WithCancel(e.ctx)
	e.tabs.want, e.tabs.steals = cancel, steal
	e.spawn(func() {
		lost, release, err := e.o.Lock(ctx, lockName, steal)
		if err != nil {
			cancel()
			return
		}
		held := make(chan struct{})
		e.do(func() {
			e.lockTaken()
			close(held)
		})
		select {
		case <-lost:
		case <-e.ctx.Done():
		}
		release()
		cancel()
		select {
		case <-held:
			e.do(e.lockLost)
		case <-e.ctx.Done():
		}
	})
}

// lockTaken begins this tab's time as the one that sends and keeps.
func (e *Engine) lockTaken() {
	e.tabs.want = nil
	e.tabs.holds = true
	e.setStatus(func(s *Status) { s.Drains = true })
	for id := range e.state.Rooms {
		e.keep.rooms[id] |= state.PartInfo | state.PartTimeline
	}
	e.reloadOutbox()
}

// lockLost ends it. What is on its way is not taken back: the server knows the
// cids, so it does no harm that the other tab sends it too.
func (e *Engine) lockLost() {
	if e.ctx.Err() != nil {
		return
	}
	e.tabs.holds = false
	e.setStatus(func(s *Status) { s.Drains = false })
	if e.tabs.want == nil {
		e.takeLock(false)
	}
}

// say tells the other tabs.
func (e *Engine) say(text string) {
	if e.o.Channel != nil {
		e.o.Channel.Say(text)
	}
}

// hear takes in what another tab says.
func (e *Engine) hear(text string) {
	switch {
	case text == sayOutbox:
		e.reloadOutbox()
	case text == saySignOut:
		e.forget()
	case strings.HasPrefix(text, sayGone):
		if room, cid, ok := strings.Cut(text[len(sayGone):], " "); ok {
			if i := e.outbox.index(cid); i >= 0 {
				e.removeLetter(i)
			}
			e.mustApply(state.Discarded{Room: room, CID: cid})
		}
	}
}

func (e *Engine) reloadOutbox() {
	e.keep.job(func(s Store) func() {
		letters, err := s.All(e.keep.ctx, keyLetter)
		return func() {
			e.keepFailed(err)
			e.adopt(letters)
		}
	})
}

// forget is a sign-out, here or in another tab.
func (e *Engine) forget() {
	e.hangUp(1000, "signed out")
	e.requests.failAll(errStopped)
	e.give(PhaseSignedOut, nil)
	e.wipe(false)
}

// signOut is SignOut.
func (e *Engine) signOut(ctx context.Context) error {
	done := make(chan struct{})
	e.do(func() {
		e.forget()
		e.say(saySignOut)
		// The keeper works in order: after this job the store is empty.
		e.keep.job(func(Store) func() {
			close(done)
			return nil
		})
	})
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-e.ctx.Done():
		return errStopped
	}
}

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
	*core
	holds   bool               // this tab has the lock
	want    context.CancelFunc // ends waiting for the lock; nil: not waiting
	steals  bool               // waiting means taking it away
	attempt int                // number of the latest try to take it
	quiet   func()             // ends listening
}

func (t *tabs) join() {
	if t.o.Channel != nil {
		t.quiet = t.o.Channel.Listen(func(text string) { t.do(func() { t.hear(text) }) })
	}
	if t.o.Lock == nil {
		t.holds = true
		t.setStatus(func(s *Status) { s.Drains = true })
		return
	}
	t.take(t.net.active)
}

func (t *tabs) leave() {
	if t.quiet != nil {
		t.quiet()
	}
	if t.want != nil {
		t.want()
	}
	// The lock itself is given up by take's goroutine, as the engine's context
	// ends.
}

// steal makes this tab the one that sends. Before join there is no need.
func (t *tabs) steal() {
	if !t.begun || t.holds || t.o.Lock == nil || (t.want != nil && t.steals) {
		return
	}
	t.take(true)
}

// take waits for the lock, or takes it away.
func (t *tabs) take(steal bool) {
	if t.want != nil {
		t.want()
	}
	ctx, cancel := context.WithCancel(t.ctx)
	t.want, t.steals = cancel, steal
	t.attempt++
	attempt := t.attempt
	t.spawn(func() {
		defer cancel()
		lost, release, err := t.o.Lock(ctx, lockName, steal)
		if err != nil {
			t.do(func() { t.refused(attempt, steal) })
			return
		}
		defer release()
		wanted := make(chan bool, 1)
		t.do(func() { wanted <- t.taken(attempt) })
		select {
		case is := <-wanted:
			if !is {
				return
			}
		case <-t.ctx.Done():
			return
		}
		select {
		case <-lost:
			t.do(func() { t.robbed(attempt) })
		case <-t.ctx.Done():
		}
	})
}

// taken begins this tab's time as the one that sends and keeps. It reports
// whether the lock is still wanted by that attempt.
func (t *tabs) taken(attempt int) bool {
	if attempt != t.attempt {
		return false
	}
	t.want = nil
	t.holds = true
	t.setStatus(func(s *Status) { s.Drains = true })
	for id := range t.state.Rooms {
		t.keep.mark(id, state.PartInfo|state.PartTimeline)
	}
	t.reloadOutbox()
	return true
}

// refused ends an attempt without the lock. Who wanted to take it away was too
// late, because yet another tab did, and waits in line.
func (t *tabs) refused(attempt int, steal bool) {
	if attempt != t.attempt || t.ctx.Err() != nil {
		return
	}
	t.want = nil
	if steal {
		t.take(false)
	}
}

// robbed ends it. What is on its way is not taken back: the server knows the
// cids, so it does no harm that the other tab sends it too.
func (t *tabs) robbed(attempt int) {
	if attempt != t.attempt {
		return
	}
	t.holds = false
	t.setStatus(func(s *Status) { s.Drains = false })
	t.take(false)
}

// say tells the other tabs.
func (t *tabs) say(text string) {
	if t.o.Channel != nil {
		t.o.Channel.Say(text)
	}
}

// hear takes in what another tab says.
func (t *tabs) hear(text string) {
	switch {
	case text == sayOutbox:
		t.reloadOutbox()
	case text == saySignOut:
		t.forget()
	case strings.HasPrefix(text, sayGone):
		if room, cid, ok := strings.Cut(text[len(sayGone):], " "); ok {
			t.outbox.forget(cid)
			if i := t.outbox.index(cid); i >= 0 {
				t.outbox.remove(i)
			}
			t.mustApply(state.Discarded{Room: room, CID: cid})
		}
	}
}

func (t *tabs) reloadOutbox() {
	t.keep.job(func(s Store) func() {
		letters, err := s.All(t.keep.lasts, keyLetter)
		return func() {
			t.keep.failed(err)
			t.outbox.adopt(letters)
		}
	})
}

// forget is a sign-out, here or in another tab.
func (t *tabs) forget() {
	t.net.hangUp(1000, "signed out")
	t.requests.failAll(errStopped)
	t.net.give(PhaseSignedOut, nil)
	t.keep.wipe(false)
}

// belongs is Belongs: it is called by any goroutine.
func (t *tabs) belongs(user string) {
	t.do(func() {
		t.keep.owner = user
		t.keep.release()
		if mine := t.state.Me.ID; mine != "" && mine != user {
			t.net.hangUp(1000, "another person")
			t.requests.failAll(errStopped)
			t.keep.wipe(false)
			t.net.connect()
		}
	})
}

// signedOut is SignedOut: it is called by any goroutine.
func (t *tabs) signedOut(ctx context.Context) error {
	return t.cleared(ctx, func() {
		t.net.hangUp(1000, "signed out")
		t.requests.failAll(errStopped)
		t.net.give(PhaseSignedOut, nil)
		t.keep.wipe(true)
	})
}

// signOut is SignOut: it is called by any goroutine.
func (t *tabs) signOut(ctx context.Context) error {
	return t.cleared(ctx, func() {
		t.forget()
		t.say(saySignOut)
	})
}

// cleared has the loop forget and waits until the store has.
func (t *tabs) cleared(ctx context.Context, forget func()) error {
	done := make(chan struct{})
	t.do(func() {
		t.keep.settled(func() {
			forget()
			// The keeper works in order: after this job the store is cleared.
			t.keep.job(func(Store) func() {
				close(done)
				return nil
			})
		})
	})
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-t.ctx.Done():
		return errStopped
	}
}

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

// tabs coordinates this tab with the other tabs of the device.
type tabs struct {
	core    *core
	holds   bool               // this tab has the lock
	want    context.CancelFunc // ends waiting for the lock; nil: not waiting
	steals  bool               // this tab waits in order to take the lock from another
	attempt int                // number of the latest try to get it
	quiet   func()             // stops listening to the other tabs
}

func (t *tabs) join() {
	if t.core.o.Channel != nil {
		t.quiet = t.core.o.Channel.Listen(func(text string) { t.core.do(func() { t.hear(text) }) })
	}
	if t.core.o.Lock == nil {
		t.holds = true
		t.core.setStatus(func(s *Status) { s.Drains = true })
		return
	}
	t.take(t.core.net.active)
}

func (t *tabs) leave() {
	if t.quiet != nil {
		t.quiet()
	}
	if t.want != nil {
		t.want()
	}
	// The goroutine that take started gives up the lock when the engine's context
	// ends.
}

// steal makes this tab the one that sends. Before join it does nothing, because join
// takes the lock.
func (t *tabs) steal() {
	if !t.core.begun || t.holds || t.core.o.Lock == nil || (t.want != nil && t.steals) {
		return
	}
	t.take(true)
}

// take waits for the lock, or with steal takes it from another tab.
func (t *tabs) take(steal bool) {
	if t.want != nil {
		t.want()
	}
	ctx, cancel := context.WithCancel(t.core.ctx)
	t.want, t.steals = cancel, steal
	t.attempt++
	attempt := t.attempt
	t.core.spawn(func() {
		defer cancel()
		lost, release, err := t.core.o.Lock(ctx, lockName, steal)
		if err != nil {
			t.core.do(func() { t.refused(attempt, steal) })
			return
		}
		defer release()
		wanted := make(chan bool, 1)
		t.core.do(func() { wanted <- t.taken(attempt) })
		select {
		case is := <-wanted:
			if !is {
				return
			}
		case <-t.core.ctx.Done():
			return
		}
		select {
		case <-lost:
			t.core.do(func() { t.lostLock(attempt) })
		case <-t.core.ctx.Done():
		}
	})
}

// taken makes this tab the one that sends and stores. It reports whether the attempt is
// still the current one and wants the lock.
func (t *tabs) taken(attempt int) bool {
	if attempt != t.attempt {
		return false
	}
	t.want = nil
	t.holds = true
	t.core.outbox.current = false
	t.core.setStatus(func(s *Status) { s.Drains = true })
	for id := range t.core.state.Rooms {
		t.core.persist.mark(id, state.PartInfo|state.PartTimeline)
	}
	t.reloadOutbox()
	return true
}

// refused ends an attempt without the lock. If this tab wanted to take it, another tab
// took it first, and this tab waits for its turn.
func (t *tabs) refused(attempt int, steal bool) {
	if attempt != t.attempt || t.core.ctx.Err() != nil {
		return
	}
	t.want = nil
	if steal {
		t.take(false)
	}
}

// lostLock is called when another tab has taken the lock. Messages without an answer are
// not recalled: the other tab sends them too, which is harmless, because the server
// recognises the cids.
func (t *tabs) lostLock(attempt int) {
	if attempt != t.attempt {
		return
	}
	t.holds, t.core.outbox.current = false, false
	t.core.setStatus(func(s *Status) { s.Drains = false })
	t.take(false)
}

// say sends text to the other tabs.
func (t *tabs) say(text string) {
	if t.core.o.Channel != nil {
		t.core.o.Channel.Say(text)
	}
}

// hear processes a text from another tab.
func (t *tabs) hear(text string) {
	switch {
	case text == sayOutbox:
		t.reloadOutbox()
	case text == saySignOut:
		t.forget()
	case strings.HasPrefix(text, sayGone):
		if room, cid, ok := strings.Cut(text[len(sayGone):], " "); ok {
			t.core.outbox.forget(cid)
			if l := t.core.outbox.find(cid); l != nil {
				t.core.outbox.remove(l, nil)
			}
			t.core.mustApply(state.Discarded{Room: room, CID: cid})
			t.core.mustApply(state.Withdrawn{Room: room, ID: cid})
		}
	}
}

func (t *tabs) reloadOutbox() {
	t.core.persist.job(func(s Store) func() {
		letters, err := s.All(t.core.persist.lasts, keyOutbox)
		return func() {
			t.core.persist.failed(err)
			t.core.outbox.current = t.holds
			if err == nil {
				t.core.outbox.adopt(letters)
			}
			t.core.delivery.drain()
		}
	})
}

// forget handles a sign-out, here or in another tab.
func (t *tabs) forget() {
	t.core.net.hangUp(1000, "signed out")
	t.core.requests.failAll(errStopped)
	t.core.net.give(PhaseSignedOut, nil)
	t.core.persist.wipe(false)
}

// belongs implements Device.Belongs. Any goroutine may call it.
func (t *tabs) belongs(user string) {
	t.core.do(func() {
		t.core.persist.owner = user
		t.core.persist.release()
		if mine := t.core.state.Me.ID; mine != "" && mine != user {
			t.core.net.hangUp(1000, "another person")
			t.core.requests.failAll(errStopped)
			t.core.persist.wipe(false)
			t.core.net.connect()
		}
	})
}

// signedOut implements Device.SignedOut. Any goroutine may call it.
func (t *tabs) signedOut(ctx context.Context) error {
	return t.cleared(ctx, func() {
		t.core.net.hangUp(1000, "signed out")
		t.core.requests.failAll(errStopped)
		t.core.net.give(PhaseSignedOut, nil)
		t.core.persist.wipe(true)
	})
}

// signOut implements Device.SignOut. Any goroutine may call it.
func (t *tabs) signOut(ctx context.Context) error {
	return t.cleared(ctx, func() {
		t.forget()
		t.say(saySignOut)
	})
}

// cleared makes the loop call forget and waits until the Store is cleared.
func (t *tabs) cleared(ctx context.Context, forget func()) error {
	done := make(chan struct{})
	t.core.do(func() {
		t.core.persist.settled(func() {
			forget()
			// The persister works in order: after this job the store is cleared.
			t.core.persist.job(func(Store) func() {
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
	case <-t.core.ctx.Done():
		return errStopped
	}
}

package hub

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// The wheel has a slot for each tick of a heartbeat, and every session is in one of
// them, so that pings are spread evenly.
const (
	tickEvery  = 500 * time.Millisecond
	wheelSlots = int(limits.Heartbeat / tickEvery)
	pongTicks  = int(limits.Pong / tickEvery) // from a ping to the end of a session that does not answer
)

// heartbeat pings the sessions, closes those whose peers are dead, and has
// sessions checked against the store.
type heartbeat struct {
	hub   *Hub
	crowd crowd
	wheel wheel

	unchecked struct { // sessions that are to be checked
		sync.Mutex
		sessions []*session
		checking bool // a goroutine checks them
	}
}

// wheel is a timing wheel of sessions. Its lock is a leaf.
type wheel struct {
	mu    sync.Mutex
	at    int // the slot whose turn it is
	turns int // how often the wheel has turned
	slots [wheelSlots]map[*session]struct{}
}

// add puts s into a random slot.
func (w *wheel) add(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s.wheelSlot = rand.N(wheelSlots)
	if w.slots[s.wheelSlot] == nil {
		w.slots[s.wheelSlot] = map[*session]struct{}{}
	}
	w.slots[s.wheelSlot][s] = struct{}{}
}

// remove takes s out.
func (w *wheel) remove(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.slots[s.wheelSlot], s)
}

// next moves to the next slot. It returns the sessions to ping, those that should
// have answered by now, and how often the wheel has turned.
func (w *wheel) next() (ping, pong []*session, turns int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.at++; w.at == wheelSlots {
		w.at = 0
		w.turns++
	}
	for s := range w.slots[w.at] {
		ping = append(ping, s)
	}
	for s := range w.slots[(w.at+wheelSlots-pongTicks)%wheelSlots] {
		pong = append(pong, s)
	}
	return ping, pong, w.turns
}

// run ticks until the hub ends.
func (b *heartbeat) run() {
	t := time.NewTicker(tickEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-b.hub.ctx.Done():
			return
		}
		b.tick()
	}
}

// tick does what is due at one slot of the wheel.
func (b *heartbeat) tick() {
	h := b.hub
	defer h.faults.Survive("the heartbeat", nil) // a session that was left out has its turn again
	ping, pong, turns := b.wheel.next()
	for _, s := range pong {
		if s.alive.dead() {
			s.close(byeDead)
		}
	}
	b.ping(ping)
	h.relieve()
	if turns%2 == 1 || h.poll.hintsSuspect() {
		b.check(ping)
	}
}

// ping sends one frame to all sessions.
func (b *heartbeat) ping(to []*session) {
	h := b.hub
	if len(to) == 0 {
		return
	}
	f, err := encode(&wire.Ping{Head: wire.Head{Type: wire.TypePing}, T: time.Now().UnixMilli()})
	if err != nil {
		h.log.Error("ping cannot be encoded", "error", err)
		return
	}
	for _, s := range to {
		s.alive.silent.Store(true)
		if err := s.link.send(f); err == errSlow {
			h.stats.slow.Add(1)
			s.close(byeSlow)
		}
	}
}

// check asks whether the sessions still hold: at every second turn of the wheel,
// and at every turn while hints may be lost, since one may have said that a session
// ended. Sessions whose turn comes while others are checked are checked after them.
func (b *heartbeat) check(all []*session) {
	h := b.hub
	if h.o.Alive == nil || len(all) == 0 {
		return
	}
	b.unchecked.Lock()
	defer b.unchecked.Unlock()
	b.unchecked.sessions = append(b.unchecked.sessions, all...)
	if b.unchecked.checking {
		return
	}
	b.unchecked.checking = true
	h.work.Go(func() {
		for due := b.takeUnchecked(); len(due) > 0; due = b.takeUnchecked() {
			b.checkAll(due)
		}
	})
}

// takeUnchecked takes the sessions that are to be checked. If there are none, the
// checking ends.
func (b *heartbeat) takeUnchecked() []*session {
	b.unchecked.Lock()
	defer b.unchecked.Unlock()
	all := b.unchecked.sessions
	b.unchecked.sessions, b.unchecked.checking = nil, len(all) > 0
	return all
}

// checkAll closes the sessions that have ended. If the store cannot say now, they
// are checked at their next turn.
func (b *heartbeat) checkAll(all []*session) {
	h := b.hub
	defer h.faults.Survive("a check of sessions", nil) // as if it could not be known
	ctx, cancel := context.WithTimeout(h.ctx, limits.Commit)
	defer cancel()
	for _, s := range all {
		err := h.o.Alive(ctx, s.who)
		switch {
		case err == nil:
		case signedOut(err):
			s.close(byeRevoked)
		default:
			if h.fault(err) {
				h.log.Warn("sessions cannot be checked", "error", err)
			}
			return
		}
	}
}

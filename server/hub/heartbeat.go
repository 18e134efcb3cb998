package hub

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// The wheel has a spoke for each beat of a heartbeat; every session hangs on
// one, so that pings are spread.
const (
	tickEvery  = 500 * time.Millisecond
	wheelSlots = int(limits.Heartbeat / tickEvery)
	pongTicks  = int(limits.Pong / tickEvery) // beats from a ping to the end
)

// heart pings the sessions and lets the dead go.
type heartbeat struct {
	hub   *Hub
	crowd crowd

	mu       sync.Mutex
	at       int
	turns    int
	sessions [wheelSlots]map[*session]struct{}

	unchecked struct { // whose sessions are to be checked
		sync.Mutex
		sessions []*session
		checking bool // somebody does
	}
}

// hang puts s on a random spoke.
func (w *heartbeat) add(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s.wheelSlot = rand.N(wheelSlots)
	if w.sessions[s.wheelSlot] == nil {
		w.sessions[s.wheelSlot] = map[*session]struct{}{}
	}
	w.sessions[s.wheelSlot][s] = struct{}{}
}

// take takes s off.
func (w *heartbeat) remove(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.sessions[s.wheelSlot], s)
}

// turn goes on one spoke and returns who is to be pinged, who should have
// answered by now, and the number of the turn.
func (w *heartbeat) turn() (ping, pong []*session, turns int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.at++; w.at == wheelSlots {
		w.at = 0
		w.turns++
	}
	for s := range w.sessions[w.at] {
		ping = append(ping, s)
	}
	for s := range w.sessions[(w.at+wheelSlots-pongTicks)%wheelSlots] {
		pong = append(pong, s)
	}
	return ping, pong, w.turns
}

// beat beats until the hub ends.
func (w *heartbeat) run() {
	h := w.hub
	t := time.NewTicker(tickEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-h.ctx.Done():
			return
		}
		w.tick()
	}
}

// once is one beat.
func (w *heartbeat) tick() {
	h := w.hub
	defer h.faults.Survive("the heart", nil) // whom it left out is looked at one turn later
	ping, pong, turns := w.turn()
	for _, s := range pong {
		if s.silent.Load() && !s.paused.Load() {
			s.close(byeDead)
		}
	}
	w.ping(ping)
	h.relieve()
	if turns%2 == 1 || h.poll.hintsSuspect() {
		w.check(ping)
	}
}

// ping sends one frame to all of them.
func (w *heartbeat) ping(to []*session) {
	h := w.hub
	if len(to) == 0 {
		return
	}
	f, err := encode(&wire.Ping{Head: wire.Head{Type: wire.TypePing}, T: time.Now().UnixMilli()})
	if err != nil {
		h.log.Error("ping cannot be encoded", "error", err)
		return
	}
	for _, s := range to {
		s.silent.Store(true)
		if err := s.link.send(f); err == errSlow {
			h.stats.slow.Add(1)
			s.close(byeSlow)
		}
	}
}

// check asks whether the sessions still hold, every second turn, and every turn
// while hints are lost: that one ended may have been among them. Those whose
// turn comes during a check that takes long are checked right after it.
func (w *heartbeat) check(all []*session) {
	h := w.hub
	if h.o.Alive == nil || len(all) == 0 {
		return
	}
	w.unchecked.Lock()
	defer w.unchecked.Unlock()
	w.unchecked.sessions = append(w.unchecked.sessions, all...)
	if w.unchecked.checking {
		return
	}
	w.unchecked.checking = true
	h.work.Go(func() {
		for due := w.takeUnchecked(); len(due) > 0; due = w.takeUnchecked() {
			w.checkAll(due)
		}
	})
}

// due takes those who are to be checked; none ends the checking.
func (w *heartbeat) takeUnchecked() []*session {
	w.unchecked.Lock()
	defer w.unchecked.Unlock()
	all := w.unchecked.sessions
	w.unchecked.sessions, w.unchecked.checking = nil, len(all) > 0
	return all
}

// ask checks sessions, and lets those go that have ended. If that cannot be
// known now it is asked at their next turn.
func (w *heartbeat) checkAll(all []*session) {
	h := w.hub
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

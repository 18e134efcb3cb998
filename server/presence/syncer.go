package presence

import (
	"context"
	"time"

	"github.com/confab/confab/shared/wire"
)

// syncer synchronises this node's presence with Redis. Only its goroutine uses
// its fields.
type syncer struct {
	r    *Redis
	lost bool              // Redis lacks this node, or some of its users
	sent map[string]string // states of this node's users that Redis has
	beaten,
	alone time.Time // time of the last heartbeat; since when Redis is unreachable, zero if it is not
	next    time.Time // when to refresh all states and compare
	settled time.Time // from when on a user who is not in the hash is offline
}

// run is the syncer's goroutine.
func (s *syncer) run(ctx context.Context) {
	tick := time.NewTicker(s.r.beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.r.wake:
		case <-tick.C:
		}
		s.tick(ctx)
	}
}

// tick does what is due. If that panics, everything is sent to Redis anew.
func (s *syncer) tick(ctx context.Context) {
	defer s.r.link.Faults().Survive("syncing presence", func() { s.lost = true })
	if s.r.link.Up() {
		s.round(ctx)
	} else {
		s.runAlone()
	}
}

// round does what is due. What fails is repeated in a later round.
func (s *syncer) round(ctx context.Context) {
	if err := s.try(ctx); err != nil && ctx.Err() == nil {
		s.r.link.Log().Debug("presence not sent to Redis", "error", err) // a failure of Redis is logged by the link
		s.r.link.Check()
		s.runAlone()
	}
}

func (s *syncer) try(ctx context.Context) error {
	now := time.Now()
	s.r.mu.Lock()
	pending, missed := s.r.pending.list(), s.r.missed
	s.r.mu.Unlock()
	var dead []string
	// This comes before any comparison: an empty Redis is recognised because it
	// does not know this node.
	if s.lost || missed || now.After(s.next) || now.Sub(s.beaten) >= s.r.beat/2 { // ticks may come a little early
		var unknown bool
		var err error
		if unknown, dead, err = s.beat(ctx); err != nil {
			return err
		}
		s.beaten, s.alone = now, time.Time{}
		s.lost = s.lost || unknown
	}
	switch {
	case s.lost:
		s.settled = now.Add(s.r.settle)
		if err := s.sendAll(ctx); err != nil {
			return err
		}
		s.lost, missed, s.next = false, true, s.settled
	case now.After(s.next):
		if err := s.sendAll(ctx); err != nil {
			return err
		}
		missed, s.next = true, now.Add(s.r.refresh)
	case len(pending) > 0:
		if err := s.send(ctx, pending); err != nil {
			return err
		}
	}
	if missed || len(dead) > 0 {
		return s.compare(ctx, dead)
	}
	return nil
}

// send sends this node's state of some users to Redis, and announces whose
// combined state changed.
func (s *syncer) send(ctx context.Context, states []userState) error {
	combined, err := s.put(ctx, states, nil)
	for _, w := range states {
		if state, ok := combined[w.user]; ok {
			s.r.announce(w.user, state)
		}
	}
	if err != nil {
		return err
	}
	for _, w := range states {
		if w.state == wire.Offline {
			delete(s.sent, w.user)
		} else {
			s.sent[w.user] = w.state
		}
	}
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.pending.done(states)
	return nil
}

// sendAll sends this node's state of all its users, and of those it had before.
func (s *syncer) sendAll(ctx context.Context) error {
	s.r.mu.Lock()
	states := s.r.pending.list()
	s.r.mu.Unlock()
	here, err := s.r.local.Online(ctx)
	if err != nil {
		return err
	}
	said := make(map[string]bool, len(states))
	for i, w := range states {
		said[w.user] = true
		states[i].state = wire.Offline
		if state, ok := here[w.user]; ok {
			states[i].state = state
		}
	}
	for user, state := range here {
		if !said[user] {
			states = append(states, userState{user, state})
		}
	}
	for user := range s.sent {
		if _, ok := here[user]; !ok && !said[user] {
			states = append(states, userState{user, wire.Offline})
		}
	}
	return s.send(ctx, states)
}

// compare deletes the entries of dead nodes, and announces where Redis differs
// from what this node knew.
func (s *syncer) compare(ctx context.Context, dead []string) error {
	defer s.r.compare()()
	combined, err := s.combined(ctx)
	if err != nil {
		s.r.miss()
		return err
	}
	states := make([]userState, 0, len(combined))
	for user := range combined {
		states = append(states, userState{user: user})
	}
	changed, err := s.put(ctx, states, dead)
	for user, state := range changed {
		s.r.announce(user, state)
	}
	if err != nil {
		s.r.miss()
		return err
	}
	if err := s.removeDead(ctx, dead); err != nil {
		return err
	}
	unsettled := time.Now().Before(s.settled)
	for user, state := range s.r.compared(combined) {
		if _, here := s.sent[user]; here && state == wire.Offline {
			s.lost = true // Redis was emptied just now; the next round sends everything
		} else if state != wire.Offline || !unsettled {
			s.r.announce(user, state)
		}
	}
	return nil
}

// runAlone is what a node does without Redis: it announces the changes of its own
// users, and after a while that all others are offline.
func (s *syncer) runAlone() {
	s.lost = true
	now := time.Now()
	if s.alone.IsZero() {
		s.alone = now
	}
	s.r.mu.Lock()
	pending := s.r.pending.list()
	s.r.mu.Unlock()
	for _, w := range pending {
		s.r.announce(w.user, w.state)
		s.sent[w.user] = w.state // Redis may have received it; everybody corrects this otherwise
	}
	s.r.mu.Lock()
	s.r.pending.done(pending)
	s.r.mu.Unlock()
	if now.Sub(s.alone) < s.r.expire {
		return
	}
	here, err := s.r.local.Online(context.Background())
	if err != nil {
		return
	}
	for user, state := range s.r.compared(here) {
		s.r.announce(user, state)
	}
}

// leave makes the others declare this node dead soon.
func (s *syncer) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), s.r.link.Timeout())
	defer cancel()
	if !s.r.link.Up() {
		return // without it they declare this node dead a little later
	}
	if err := s.retire(ctx); err != nil {
		s.r.link.Log().Debug("the node's leave was not sent to Redis", "error", err)
	}
}

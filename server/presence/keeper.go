package presence

import (
	"context"
	"time"

	"github.com/confab/confab/shared/wire"
)

// keeper synchronises this node's presence with Redis. Only its goroutine uses
// its fields.
type keeper struct {
	r    *Redis
	lost bool              // Redis lacks this node, or some of its users
	told map[string]string // states of this node's users that Redis has
	beaten,
	alone time.Time // time of the last heartbeat; since when Redis is unreachable, zero if it is not
	next    time.Time // when to refresh all states and compare
	settled time.Time // from when on a user who is not in the hash is offline
}

// run is the keeper's goroutine.
func (k *keeper) run(ctx context.Context) {
	tick := time.NewTicker(k.r.beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.r.wake:
		case <-tick.C:
		}
		k.turn(ctx)
	}
}

// turn does what is due. If that panics, everything is sent to Redis anew.
func (k *keeper) turn(ctx context.Context) {
	defer k.r.link.Faults().Survive("keeping presence", func() { k.lost = true })
	if k.r.link.Up() {
		k.round(ctx)
	} else {
		k.wait()
	}
}

// round does what is due. What fails is repeated in a later round.
func (k *keeper) round(ctx context.Context) {
	if err := k.try(ctx); err != nil && ctx.Err() == nil {
		k.r.link.Log().Debug("presence not told", "error", err) // a failure of Redis is logged by the link
		k.r.link.Check()
		k.wait()
	}
}

func (k *keeper) try(ctx context.Context) error {
	now := time.Now()
	k.r.mu.Lock()
	pending, missed := k.r.pending.list(), k.r.missed
	k.r.mu.Unlock()
	var dead []string
	// This comes before any comparison: an empty Redis is recognised because it
	// does not know this node.
	if k.lost || missed || now.After(k.next) || now.Sub(k.beaten) >= k.r.beat/2 { // ticks may come a little early
		var unknown bool
		var err error
		if unknown, dead, err = k.beat(ctx); err != nil {
			return err
		}
		k.beaten, k.alone = now, time.Time{}
		k.lost = k.lost || unknown
	}
	switch {
	case k.lost:
		k.settled = now.Add(k.r.settle)
		if err := k.everybody(ctx); err != nil {
			return err
		}
		k.lost, missed, k.next = false, true, k.settled
	case now.After(k.next):
		if err := k.everybody(ctx); err != nil {
			return err
		}
		missed, k.next = true, now.Add(k.r.refresh)
	case len(pending) > 0:
		if err := k.tell(ctx, pending); err != nil {
			return err
		}
	}
	if missed || len(dead) > 0 {
		return k.compare(ctx, dead)
	}
	return nil
}

// tell sends this node's state of some users to Redis, and announces whose
// combined state changed.
func (k *keeper) tell(ctx context.Context, words []word) error {
	looks, err := k.put(ctx, words, nil)
	for _, w := range words {
		if look, ok := looks[w.user]; ok {
			k.r.announce(w.user, look)
		}
	}
	if err != nil {
		return err
	}
	for _, w := range words {
		if w.state == wire.Offline {
			delete(k.told, w.user)
		} else {
			k.told[w.user] = w.state
		}
	}
	k.r.mu.Lock()
	defer k.r.mu.Unlock()
	k.r.pending.done(words)
	return nil
}

// everybody sends this node's state of all its users, and of those it had before.
func (k *keeper) everybody(ctx context.Context) error {
	k.r.mu.Lock()
	words := k.r.pending.list()
	k.r.mu.Unlock()
	here, err := k.r.local.Online(ctx)
	if err != nil {
		return err
	}
	said := make(map[string]bool, len(words))
	for i, w := range words {
		said[w.user] = true
		words[i].state = wire.Offline
		if state, ok := here[w.user]; ok {
			words[i].state = state
		}
	}
	for user, state := range here {
		if !said[user] {
			words = append(words, word{user, state})
		}
	}
	for user := range k.told {
		if _, ok := here[user]; !ok && !said[user] {
			words = append(words, word{user, wire.Offline})
		}
	}
	return k.tell(ctx, words)
}

// compare deletes the entries of dead nodes, and announces where Redis differs
// from what this node knew.
func (k *keeper) compare(ctx context.Context, dead []string) error {
	defer k.r.compare()()
	looks, err := k.looks(ctx)
	if err != nil {
		k.r.miss()
		return err
	}
	words := make([]word, 0, len(looks))
	for user := range looks {
		words = append(words, word{user: user})
	}
	changed, err := k.put(ctx, words, dead)
	for user, look := range changed {
		k.r.announce(user, look)
	}
	if err != nil {
		k.r.miss()
		return err
	}
	if err := k.bury(ctx, dead); err != nil {
		return err
	}
	unsettled := time.Now().Before(k.settled)
	for user, look := range k.r.compared(looks) {
		if _, here := k.told[user]; here && look == wire.Offline {
			k.lost = true // Redis was emptied just now; the next round sends everything
		} else if look != wire.Offline || !unsettled {
			k.r.announce(user, look)
		}
	}
	return nil
}

// wait is what a node does without Redis: it announces the changes of its own
// users, and after a while that all others are offline.
func (k *keeper) wait() {
	k.lost = true
	now := time.Now()
	if k.alone.IsZero() {
		k.alone = now
	}
	k.r.mu.Lock()
	pending := k.r.pending.list()
	k.r.mu.Unlock()
	for _, w := range pending {
		k.r.announce(w.user, w.state)
		k.told[w.user] = w.state // Redis may have received it; everybody corrects this otherwise
	}
	k.r.mu.Lock()
	k.r.pending.done(pending)
	k.r.mu.Unlock()
	if now.Sub(k.alone) < k.r.expire {
		return
	}
	here, err := k.r.local.Online(context.Background())
	if err != nil {
		return
	}
	for user, state := range k.r.compared(here) {
		k.r.announce(user, state)
	}
}

// leave makes the others declare this node dead soon.
func (k *keeper) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), k.r.link.Timeout())
	defer cancel()
	if !k.r.link.Up() {
		return // without it they declare this node dead a little later
	}
	if err := k.retire(ctx); err != nil {
		k.r.link.Log().Debug("the node's leave not told", "error", err)
	}
}

package sqlite

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
)

// update is one call of Update on its way through the writer.
type update struct {
	fn    func(store.Tx) error
	state atomic.Int32 // waiting, then begun or abandoned
	err   error        // what fn returned
	done  chan error   // gets the answer; holds one
}

const (
	waiting = iota
	begun
	abandoned
)

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	u := &update{fn: fn, done: make(chan error, 1)}
	if err := s.enqueue(u); err != nil {
		return err
	}
	late := time.NewTimer(limits.Commit)
	defer late.Stop()
	return u.wait(ctx, late, nil)
}

// UpdateAll implements store.Together.
func (s *Store) UpdateAll(ctx context.Context, fns []func(store.Tx) error) []error {
	errs := make([]error, len(fns))
	updates := make([]update, len(fns))
	refused := ctx.Err()
	for i, fn := range fns {
		updates[i].fn, updates[i].done = fn, make(chan error, 1)
		if refused == nil {
			refused = s.enqueue(&updates[i])
		}
		errs[i] = refused
	}
	late := time.NewTimer(limits.Commit)
	defer late.Stop()
	for i := range updates {
		if errs[i] == nil {
			errs[i] = updates[i].wait(ctx, late, updates[i+1:])
		}
	}
	return errs
}

// wait waits for what becomes of u, until ctx ends or late fires; whoever waits
// with the same timer next finds that it has fired. after are those that are
// not to be carried out unless u is.
func (u *update) wait(ctx context.Context, late *time.Timer, after []update) error {
	select {
	case err := <-u.done:
		return err
	case <-ctx.Done():
		if u.abandon(after) {
			return ctx.Err()
		}
	case <-late.C:
		late.Reset(0)
		if u.abandon(after) {
			return store.ErrOverload
		}
		return store.ErrUnknown
	}
	select {
	case err := <-u.done:
		return err
	case <-late.C:
		late.Reset(0)
		return store.ErrUnknown
	}
}

// abandon takes back what has not been begun, the last first, for the writer may
// come to u in this moment. It reports whether u is among it, or was before.
func (u *update) abandon(after []update) bool {
	for i := len(after) - 1; i >= 0; i-- {
		after[i].state.CompareAndSwap(waiting, abandoned)
	}
	return u.state.CompareAndSwap(waiting, abandoned) || u.state.Load() == abandoned
}

func (s *Store) enqueue(u *update) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return store.ErrClosed
	}
	select {
	case s.queue <- u:
		return nil
	default:
		return store.ErrOverload
	}
}

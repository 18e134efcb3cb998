package postgres

import (
	"context"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
)

// View implements store.Store. The snapshot is taken by the first read. Do not
// call View from within itself: with all places taken it would wait for itself.
func (s *Store) View(ctx context.Context, fn func(store.Tx) error) error {
	return s.view(ctx, limits.Commit, "", fn)
}

// view is View with a bound on all its statements together. set, if not empty,
// is a statement that goes before them.
func (s *Store) view(ctx context.Context, bound time.Duration, set string, fn func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !s.open.enter() {
		return store.ErrClosed
	}
	defer s.open.leave()
	select {
	case s.reading <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.reading }()
	// A reader that goes away costs the rest of its statement, not a connection.
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), bound)
	defer cancel()
	t := &tx{store: s, class: viewing, set: set, take: func() (*conn, error) { return s.take(limited) }}
	defer t.rollback()
	return fn(t)
}

package postgres

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
)

// View implements store.Store. The snapshot is taken by the first read. Do not
// call View from within itself: with all places taken it would wait for itself.
func (s *Store) View(ctx context.Context, fn func(store.Tx) error) error {
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
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), limits.Commit)
	defer cancel()
	t := &tx{store: s, class: viewing, take: func() (*conn, error) { return s.take(limited) }}
	defer t.rollback()
	return fn(t)
}

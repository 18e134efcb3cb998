package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/places"
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
	terms := store.TermsOf(ctx)
	from := s.places(terms)
	if err := from.Take(ctx, terms); err != nil {
		return err
	}
	defer from.Leave(terms.Person)
	if terms.Time == 0 {
		terms.Time = s.viewTime
	}
	// A reader that goes away costs the rest of its statement, not a connection.
	bound := max(limits.Commit, 2*terms.Time)
	if terms.Time < 0 {
		bound = forever
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), bound)
	defer cancel()
	t := newTx(&tx{store: s, class: viewing, bounds: newBounds(ctx, terms),
		take: func() (*conn, error) { return s.take(limited) }})
	defer t.rollback()
	err := fn(&t.nouns)
	if errors.Is(err, store.ErrLate) {
		s.late.Add(1)
	}
	return err
}

// forever is longer than a View of a whole database takes.
const forever = 30 * 24 * time.Hour

// places returns those of which a View on these terms gets one.
func (s *Store) places(t store.Terms) *places.Places {
	if t.Urgent {
		return s.urgent
	}
	return s.reading
}

// bounds is how long a View may go on: the server ends its statement, and no
// other begins.
type bounds struct {
	ctx   context.Context
	terms store.Terms
	until time.Time // zero: until ctx ends
	begin string    // the statement that bounds the others
}

func newBounds(ctx context.Context, t store.Terms) bounds {
	if t.Time < 0 {
		return bounds{ctx: ctx, terms: t, begin: `SET LOCAL statement_timeout = 0`}
	}
	return bounds{ctx: ctx, terms: t, until: time.Now().Add(t.Time),
		begin: fmt.Sprintf(`SET LOCAL statement_timeout = %d`, max(1, t.Time.Milliseconds()))}
}

// ended returns why no statement may begin any more, or nil.
func (a *bounds) ended() error {
	switch {
	case a.ctx == nil:
		return nil
	case a.ctx.Err() != nil:
		return a.ctx.Err()
	case a.terms.Left() != nil:
		return a.terms.Left()
	case !a.until.IsZero() && time.Now().After(a.until):
		return store.ErrLate
	}
	return nil
}

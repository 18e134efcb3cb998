package sqlite

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
)

// View implements store.Store. Do not call it from within itself: with all
// connections taken it would wait for itself.
func (s *Store) View(ctx context.Context, fn func(store.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	terms := store.TermsOf(ctx)
	c, err := s.pool.take(ctx, terms)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.pool.put(c, terms)) }()
	if _, err := c.exec("BEGIN"); err != nil {
		return err
	}
	defer func() {
		if _, e := c.exec("ROLLBACK"); e != nil {
			c.damage(e)
			err = errors.Join(err, e)
		}
	}()
	if terms.Time == 0 {
		terms.Time = s.viewTime
	}
	defer c.guard.begin(ctx, terms)()
	err = fn(&newTx(&tx{conn: c, store: s}).nouns)
	if errors.Is(err, store.ErrLate) {
		s.late.Add(1)
	}
	return err
}

package postgres

import (
	"context"
	"time"

	"github.com/confab/confab/server/store"
)

// Time returns the database's time: the one that all nodes can agree on. It
// fails with store.ErrUnavailable if the database does not answer.
func (s *Store) Time(ctx context.Context) (at time.Time, err error) {
	if !s.open.enter() {
		return time.Time{}, store.ErrClosed
	}
	defer s.open.leave()
	if err := s.pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&at); err != nil {
		_, err = classify(err)
		return time.Time{}, err
	}
	return at.UTC(), nil
}

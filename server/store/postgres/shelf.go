package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/store"
)

// Shelf is what the nodes share beside the data: named values, and leases by
// the database's time. Its errors are store's, or fs.ErrNotExist.
type Shelf struct{ store *Store }

// Shelf returns the nodes' shelf. It lives as long as the store does.
func (s *Store) Shelf() *Shelf { return &Shelf{s} }

// Load returns the value called name and when it was put there, or
// fs.ErrNotExist.
func (s *Shelf) Load(ctx context.Context, name string) (value []byte, at time.Time, err error) {
	err = s.do(func() error {
		return s.store.pool.QueryRow(ctx, `SELECT value, kept FROM shelf WHERE name = $1`, name).Scan(&value, &at)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		err = fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return value, at.UTC(), err
}

// Keep puts value under name, in place of what was there.
func (s *Shelf) Keep(ctx context.Context, name string, value []byte) error {
	if value == nil {
		value = []byte{}
	}
	return s.exec(ctx, `INSERT INTO shelf (name, value, kept) VALUES ($1, $2, clock_timestamp())
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, kept = excluded.kept`, name, value)
}

// Drop takes away what is called name, and what lies below it.
func (s *Shelf) Drop(ctx context.Context, name string) error {
	return s.exec(ctx, `DELETE FROM shelf WHERE name = $1 OR name > $1 || '/' AND name < $1 || '0'`, name)
}

// Names returns the names of what lies below name, in order. What follows "/"
// in the order of bytes is "0".
func (s *Shelf) Names(ctx context.Context, name string) (names []string, err error) {
	err = s.do(func() error {
		rows, err := s.store.pool.Query(ctx, `SELECT name FROM shelf WHERE name > $1 || '/' AND name < $1 || '0' ORDER BY name`, name)
		if err != nil {
			return err
		}
		names, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return names, err
}

// Lease gives holder the lease called name for a time, if nobody else has it,
// and reports whether it did.
func (s *Shelf) Lease(ctx context.Context, name, holder string, lasts time.Duration) (ours bool, err error) {
	err = s.do(func() error {
		tag, err := s.store.pool.Exec(ctx, `INSERT INTO leases (name, holder, expires) VALUES ($1, $2, clock_timestamp() + $3)
			ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
			WHERE leases.holder = excluded.holder OR leases.expires < clock_timestamp()`, name, holder, lasts)
		ours = err == nil && tag.RowsAffected() == 1
		return err
	})
	return ours, err
}

// Release gives a lease back, if holder has it.
func (s *Shelf) Release(ctx context.Context, name, holder string) error {
	return s.exec(ctx, `DELETE FROM leases WHERE name = $1 AND holder = $2`, name, holder)
}

func (s *Shelf) exec(ctx context.Context, sql string, args ...any) error {
	return s.do(func() error {
		_, err := s.store.pool.Exec(ctx, sql, args...)
		return err
	})
}

// do does something on a connection of the pool, and makes its errors the
// store's.
func (s *Shelf) do(fn func() error) error {
	if !s.store.open.enter() {
		return store.ErrClosed
	}
	defer s.store.open.leave()
	err := fn()
	if err == nil || errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	_, err = classify(err)
	return err
}

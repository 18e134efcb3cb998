package auth

import (
	"context"
	"time"

	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
)

const (
	// sweepEvery is how often ended sessions and expired invites are deleted.
	sweepEvery = time.Hour
	// sweepAtOnce is how many rows are deleted in one transaction: after a long
	// time there may be very many, and all other writers wait for its end.
	sweepAtOnce = 500
	// sweepLasts is how long one sweep may take; the next one continues.
	sweepLasts = 10 * time.Minute
	// invitesKept is how long an expired invite is kept, so that a person who
	// follows it learns that it has expired.
	invitesKept = 30 * 24 * time.Hour
)

// Sweeps returns the jobs that delete ended sessions with their tokens, expired
// invites, and expired codes. now is the time.
func Sweeps(st store.Store, now func() time.Time) []jobs.Kind {
	sweep := func(name string, some func(tx store.Tx, at int64) (bool, error)) jobs.Kind {
		return jobs.Kind{Name: name, Every: sweepEvery, Lasts: sweepLasts, Do: func(ctx context.Context, _ store.Job) error {
			at := now().UnixMilli()
			return jobs.Sweep(ctx, st, func(tx store.Tx) (bool, error) { return some(tx, at) })
		}}
	}
	return []jobs.Kind{
		sweep("sweep sessions", func(tx store.Tx, at int64) (bool, error) { return tx.Sessions().Sweep(at, sweepAtOnce) }),
		sweep("sweep invites", func(tx store.Tx, at int64) (bool, error) {
			return tx.Invites().Forget(at-invitesKept.Milliseconds(), sweepAtOnce)
		}),
		sweep("sweep codes", func(tx store.Tx, at int64) (bool, error) { return tx.Codes().Sweep(at, sweepAtOnce) }),
	}
}

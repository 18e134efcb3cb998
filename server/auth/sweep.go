package auth

import (
	"context"
	"time"

	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
)

const (
	// sweepEvery is how often what ended is swept out.
	sweepEvery = time.Hour
	// sweepAtOnce is how much is swept out in one transaction: after a long time
	// there may be very much, and everybody else who writes waits for its end.
	sweepAtOnce = 500
	// sweepLasts is how long one sweep may take; the next one goes on.
	sweepLasts = 10 * time.Minute
	// invitesKept is how long an invite that expired is remembered, so that
	// whoever follows it is told what became of it.
	invitesKept = 30 * 24 * time.Hour
)

// Sweeps are the jobs that sweep out what ended: sessions with their tokens, and
// invites. now is the time.
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
	}
}

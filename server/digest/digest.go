// Package digest counts what happened on each day: how many messages, in how
// many rooms, by how many people. It is a follower (package follow) that writes
// with its cursor, so that each message is counted once, whatever happens to the
// server. confab doctor shows the counts.
package digest

import (
	"context"
	"time"

	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Days is how many days are kept, today included.
const Days = 35

// pause is how long a message may wait to be counted.
const pause = 5 * time.Second

// Follower counts messages. What was said before it first ran, or is older than
// what is kept, is not counted. now is the time.
func Follower(now func() time.Time) follow.Follower {
	return follow.Follower{Name: "digest", New: true, Pause: pause, Write: func(tx store.Tx, es []wire.Event) error {
		return count(tx, es, first(now()))
	}}
}

// first is the oldest day that is kept at a time.
func first(now time.Time) int64 { return store.DayOf(now.UnixMilli()) - Days + 1 }

// count counts the messages among the events of a room, from the day first on.
func count(tx store.Tx, es []wire.Event, first int64) error {
	type cell struct {
		day  int64
		room string
		user string
	}
	counts := make(map[cell]int)
	var order []cell
	for i := range es {
		e := &es[i]
		c := cell{store.DayOf(e.At), e.Room, e.Author}
		if e.Kind != wire.KindMessage || c.day < first {
			continue
		}
		if counts[c] == 0 {
			order = append(order, c)
		}
		counts[c]++
	}
	for _, c := range order {
		if err := tx.Activity().Add(c.day, c.room, c.user, counts[c]); err != nil {
			return err
		}
	}
	return nil
}

// sweptAtOnce is how many counts are removed in one transaction.
const sweptAtOnce = 500

// Sweeping removes the counts of days that are kept no longer.
func Sweeping(st store.Store, now func() time.Time) jobs.Kind {
	return jobs.Kind{Name: "sweep digest", Every: 24 * time.Hour, Do: func(ctx context.Context, _ store.Job) error {
		return jobs.Sweep(ctx, st, func(tx store.Tx) (bool, error) { return tx.Activity().Forget(first(now()), sweptAtOnce) })
	}}
}

package faults

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/digest"
	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
)

// countsFromTheStart has the digest of days count all that is ever said in a
// workspace on which no server has run yet: it takes it that it has begun, and
// reads the rooms, in which it has no cursor, from their beginning. By itself it
// begins with what is said a moment after the first start.
func countsFromTheStart(ctx context.Context, st store.Store) error {
	return st.Update(ctx, func(tx store.Tx) error {
		return tx.Cursors().Create(store.Cursor{Follower: digest.Follower(time.Now).Name})
	})
}

// countedOnce checks that the digest of days, which a follower writes behind the
// log, has each message of a log once. No server runs on st any more: what they
// had not done yet when they ended is done here, from where their cursors stand.
func countedOnce(t *testing.T, st store.Store, rows []history.Row) {
	t.Helper()
	var want int64
	for _, e := range rows {
		if e.Kind == "" {
			want++
		}
	}
	log := slog.New(slog.DiscardHandler)
	f := follow.New(follow.Options{Store: st, Broker: broker.NewMemory(), Log: log, Faults: sparse.New(log)}, digest.Follower(time.Now))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	before, done := counted(t, st), make(chan struct{})
	go func() { f.Run(ctx); close(done) }()
	if err := within("the digest has read all", func() bool { return readAll(t, st) }); err != nil {
		t.Error(err)
	}
	stop()
	<-done
	t.Logf("the digest had %d of %d messages when the last server ended", before, want)
	if got := counted(t, st); got != want {
		t.Errorf("the digest counts %d messages, and there are %d", got, want)
	}
	if err := st.View(t.Context(), nothingDead); err != nil {
		t.Error(err)
	}
}

// counted is how many messages the digest has.
func counted(t *testing.T, st store.Store) (messages int64) {
	t.Helper()
	err := st.View(t.Context(), func(tx store.Tx) error {
		days, err := tx.Activity().Days(0)
		for _, d := range days {
			messages += d.Messages
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

// readAll reports whether the digest's cursors are at the ends of all logs.
func readAll(t *testing.T, st store.Store) bool {
	t.Helper()
	all := true
	err := st.View(t.Context(), func(tx store.Tx) error {
		ids, err := tx.Rooms().IDs("", 1000)
		if err != nil {
			return err
		}
		tops, err := tx.Rooms().Heads(ids)
		if err != nil {
			return err
		}
		for _, room := range ids {
			c, err := tx.Cursors().Get(digest.Follower(time.Now).Name, room)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			all = all && c.Seq == tops[room]
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// errDead means that a follower or a job was given up.
var errDead = errors.New("background work was given up")

// nothingDead is a View's function that looks whether nothing was given up.
func nothingDead(tx store.Tx) error {
	events, err := tx.Cursors().Dead(1)
	if err != nil {
		return err
	}
	jobs, err := tx.Jobs().Dead(1)
	if err == nil && len(events)+len(jobs) > 0 {
		err = errDead
	}
	return err
}

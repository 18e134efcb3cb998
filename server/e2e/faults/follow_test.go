package faults

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/digest"
	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// countedOnce looks whether the digest of days, which a follower writes behind
// the log, has each message of a stopped server's data once: what it had done
// when the server ended, and what is left, which is done here.
func countedOnce(t *testing.T, w *bench.Workspace) {
	t.Helper()
	rows, err := workspace.Rows(t.Context(), w.Data, append([]string{w.Main}, w.Rooms...))
	if err != nil {
		t.Fatal(err)
	}
	var want int64
	for _, e := range rows {
		if e.Kind == string(wire.KindMessage) {
			want++
		}
	}
	st, err := sqlite.Open(t.Context(), w.Data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	f := follow.New(follow.Options{Store: st, Broker: broker.NewMemory(), Log: log, Faults: sparse.New(log)}, digest.Follower(time.Now))
	before := counted(t, st)
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	done := make(chan struct{})
	go func() { f.Run(ctx); close(done) }()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for got := before; got < want && ctx.Err() == nil; got = counted(t, st) {
		<-tick.C
	}
	stop()
	<-done
	got := counted(t, st)
	t.Logf("the digest had %d of %d messages when the server ended, and has %d", before, want, got)
	if got != want {
		t.Errorf("the digest counts %d messages, and there are %d", got, want)
	}
	if err := st.Close(); err != nil {
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

package sqlite

import (
	"context"
	"log/slog"
	"testing"

	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
)

func TestAWriterThatPanicsGoesOn(t *testing.T) {
	faults := sparse.New(slog.New(slog.DiscardHandler))
	s := open(t, Options{Faults: faults})
	defer shut(t, s)
	update := func(fn func(store.Tx) error) {
		t.Helper()
		if err := s.Update(context.Background(), fn); err != nil {
			t.Fatal(err)
		}
	}
	mover := s.checkpointer
	// After each commit the writer looks at the log, and there falls over this.
	update(func(store.Tx) error { s.checkpointer = nil; return nil })
	kitchen(t, s)
	update(func(store.Tx) error { s.checkpointer = mover; return nil })
	if err := s.View(context.Background(), func(tx store.Tx) error { _, err := tx.Rooms().ByID("kitchen"); return err }); err != nil {
		t.Errorf("what was written meanwhile: %v", err)
	}
	if faults.Panics() == 0 {
		t.Error("the writer did not panic: this shows nothing")
	}
}

func TestAMoverThatPanicsGoesOn(t *testing.T) {
	faults := sparse.New(slog.New(slog.DiscardHandler))
	c := newCheckpointer(nil, faults) // it has no connection to work with
	c.turn()
	if c.state.Load() != failed || c.err == nil || faults.Panics() != 1 {
		t.Errorf("state %d, error %v, %d panics", c.state.Load(), c.err, faults.Panics())
	}
}

package postgres

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

func TestNobodyWaitsForAGroupThatPanicked(t *testing.T) {
	faults := sparse.New(slog.New(slog.DiscardHandler))
	s := &Store{faults: faults, order: newCommitOrder(faults), writers: make(chan struct{}, 1)} // no health: taking a connection panics
	one, err := newGrouped(&wire.Event{Room: "kitchen"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	g := &group{store: s, updates: []*grouped{one}}
	g.commit()
	for _, waits := range []chan outcome{one.inserted, one.ended} {
		select {
		case f := <-waits:
			if !errors.Is(f.err, store.ErrUnknown) {
				t.Errorf("told %v, want ErrUnknown", f.err)
			}
		default:
			t.Error("nothing is told")
		}
	}
	if n := faults.Panics(); n != 1 {
		t.Errorf("%d panics counted, want 1", n)
	}
}

func TestWhoWatchesAndPanicsDoesNotEndTheAsking(t *testing.T) {
	faults := sparse.New(slog.New(slog.DiscardHandler))
	asked := make(chan struct{}, 100)
	h := newHealth(slog.New(slog.DiscardHandler), faults, func(context.Context) error {
		asked <- struct{}{}
		return errors.New("it is lost")
	})
	defer h.end()
	h.Watch(func(bool) { panic("a fault of who watches") })
	h.suspect()
	for range 2 {
		select {
		case <-asked:
		case <-time.After(10 * time.Second):
			t.Fatal("it is not asked again")
		}
	}
	if n := faults.Panics(); n != 1 {
		t.Errorf("%d panics counted, want 1", n)
	}
}

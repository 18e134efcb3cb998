package sqlite

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
)

// set is an Update that sets a value.
func set(key, value string) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.Settings().Set(key, value) }
}

// setting reads a value, "" if there is none.
func setting(t *testing.T, s *Store, key string) (value string) {
	t.Helper()
	err := s.View(context.Background(), func(tx store.Tx) (err error) {
		value, err = tx.Settings().Get(key)
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	return value
}

// Whatever one of several Updates does, the others are as if they were alone,
// and each sees what those before it did.
func TestUpdatesGivenTogetherSucceedOrFailEachByItself(t *testing.T) {
	s := open(t, Options{})
	defer s.Close()
	wrong := errors.New("not this one")
	errs := s.UpdateAll(context.Background(), []func(store.Tx) error{
		set("first", "1"),
		func(tx store.Tx) error {
			if err := tx.Settings().Set("second", "2"); err != nil {
				return err
			}
			return wrong
		},
		func(store.Tx) error { panic("the third") },
		func(tx store.Tx) error {
			first, err := tx.Settings().Get("first")
			if err != nil {
				return err
			}
			return tx.Settings().Set("fourth", "after "+first)
		},
	})
	if errs[0] != nil || !errors.Is(errs[1], wrong) || errs[2] == nil || errs[3] != nil {
		t.Fatalf("errors %v", errs)
	}
	if a, b, c := setting(t, s, "first"), setting(t, s, "second"), setting(t, s, "fourth"); a != "1" || b != "" || c != "after 1" {
		t.Errorf("kept %q, %q and %q", a, b, c)
	}
}

// A queue that has room for some of them only takes these and none after them,
// so that what is tried again stays behind what was taken.
func TestUpdatesGivenTogetherAreRefusedFromTheFirstThatIs(t *testing.T) {
	s := open(t, Options{Queue: 2})
	defer s.Close()
	running, goOn := make(chan struct{}), make(chan struct{})
	blocked := make(chan error, 1)
	go func() {
		blocked <- s.Update(context.Background(), func(store.Tx) error {
			close(running)
			<-goOn
			return nil
		})
	}()
	<-running
	told := make(chan []error, 1)
	go func() {
		told <- s.UpdateAll(context.Background(), []func(store.Tx) error{set("a", "1"), set("b", "1"), set("c", "1"), set("d", "1")})
	}()
	for deadline, tick := time.Now().Add(10*time.Second), time.Tick(time.Millisecond); len(s.queue) < 2; <-tick {
		if time.Now().After(deadline) {
			t.Fatal("the queue is not full")
		}
	}
	close(goOn)
	errs := <-told
	if err := <-blocked; err != nil {
		t.Fatal(err)
	}
	if errs[0] != nil || errs[1] != nil || !errors.Is(errs[2], store.ErrOverload) || !errors.Is(errs[3], store.ErrOverload) {
		t.Fatalf("errors %v", errs)
	}
	if a, c := setting(t, s, "b"), setting(t, s, "c"); a != "1" || c != "" {
		t.Errorf("kept %q and %q", a, c)
	}
}

func TestUpdatesGivenTogetherEndWithTheirContext(t *testing.T) {
	s := open(t, Options{})
	defer s.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range s.UpdateAll(ctx, []func(store.Tx) error{set("a", "1"), set("b", "1")}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that of the context", err)
		}
	}
	if a := setting(t, s, "a"); a != "" {
		t.Errorf("kept %q", a)
	}
}

// Giving up one of several, as when the disk stands still, gives up those after
// it before: the writer, coming back in this moment, must not carry out a later
// one without it.
func TestNoneIsCarriedOutAfterOneThatWasGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	late := time.NewTimer(time.Hour)
	defer late.Stop()
	updates := make([]update, 3)
	for i := range updates {
		if err := updates[i].wait(ctx, late, updates[i+1:]); !errors.Is(err, context.Canceled) {
			t.Errorf("update %d: %v", i, err)
		}
		for j := range updates {
			if updates[j].state.Load() != abandoned {
				t.Errorf("update %d is given up and %d may still be begun", i, j)
			}
		}
	}
}

package sqlite

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Of several Updates in one commit two fail after they have appended: the first
// has the group undone, the second only what it did itself.
func TestNothingIsToldOfWhatWasUndoneInAGroup(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	kitchen(t, s)
	var told []string
	s.OnCommit(func(c store.Commit) {
		for _, e := range c.Events {
			told = append(told, e.Body)
		}
	})
	wrong := errors.New("not this one")
	say := func(body string, end error) func(store.Tx) error {
		return func(tx store.Tx) error {
			e := wire.Event{Room: "kitchen", Event: body, Author: "ada", CID: body, Kind: wire.KindMessage, Body: body}
			return errors.Join(tx.Events().Append(&e), end)
		}
	}
	running, goOn := make(chan struct{}), make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		first := true
		ended <- s.Update(context.Background(), func(store.Tx) error {
			if first {
				close(running)
				<-goOn
			}
			first = false
			return nil
		})
	}()
	<-running
	all := make(chan []error, 1)
	go func() {
		all <- s.UpdateAll(context.Background(), []func(store.Tx) error{
			say("a", nil), say("b", wrong), say("c", nil), say("d", wrong), say("e", nil)})
	}()
	for deadline, tick := time.Now().Add(10*time.Second), time.Tick(time.Millisecond); len(s.queue) < 5; <-tick {
		if time.Now().After(deadline) {
			t.Fatal("the queue does not fill")
		}
	}
	close(goOn)
	errs := <-all
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for i, err := range errs {
		if want := i%2 == 1; errors.Is(err, wrong) != want || !want && err != nil {
			t.Errorf("update %d: %v", i, err)
		}
	}
	if want := []string{"a", "c", "e"}; !slices.Equal(told, want) {
		t.Errorf("told of %q, want %q", told, want)
	}
}

package postgres

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"time"
)

func TestWhatOneNodePutsOnTheShelfTheOthersFind(t *testing.T) {
	c := newNodes(t, 2)
	a, b, ctx := c.all[0].Shelf(), c.all[1].Shelf(), t.Context()
	if _, _, err := b.Load(ctx, "confab/key"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
	for name, value := range map[string]string{
		"confab/key": "old", "confab": "\x00\xff", "confab/deep/er": "", "confab-else": "1", "confab0": "2"} {
		if err := a.Keep(ctx, name, []byte(value)); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Keep(ctx, "confab/key", []byte("new")); err != nil {
		t.Fatal(err)
	}
	value, at, err := b.Load(ctx, "confab/key")
	if err != nil || string(value) != "new" || time.Since(at).Abs() > time.Minute {
		t.Errorf("found %q of %v: %v", value, at, err)
	}
	names, err := b.Names(ctx, "confab")
	if want := []string{"confab/deep/er", "confab/key"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("below confab are %q, want %q: %v", names, want, err)
	}
	if err := b.Drop(ctx, "confab"); err != nil {
		t.Fatal(err)
	}
	if err := b.Drop(ctx, "confab"); err != nil {
		t.Errorf("what is gone is dropped again: %v", err)
	}
	for name, want := range map[string]bool{"confab": false, "confab/key": false, "confab-else": true, "confab0": true} {
		if _, _, err := a.Load(ctx, name); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err, want)
		}
	}
}

func TestALeaseIsOneNodesUntilItIsOverOrGivenBack(t *testing.T) {
	c := newNodes(t, 2)
	a, b, ctx := c.all[0].Shelf(), c.all[1].Shelf(), t.Context()
	lease := func(s *Shelf, holder string, lasts time.Duration, want bool) {
		t.Helper()
		if got, err := s.Lease(ctx, "ask", holder, lasts); err != nil || got != want {
			t.Errorf("%s gets it: %v, want %v (%v)", holder, got, want, err)
		}
	}
	lease(a, "a", time.Hour, true)
	lease(b, "b", time.Hour, false)
	lease(a, "a", time.Hour, true) // more time
	if err := b.Release(ctx, "ask", "b"); err != nil {
		t.Fatal(err)
	}
	lease(b, "b", time.Hour, false) // it was not b's to give back
	if err := a.Release(ctx, "ask", "a"); err != nil {
		t.Fatal(err)
	}
	lease(b, "b", -time.Second, true) // its time is over as soon as it begins
	lease(a, "a", time.Hour, true)
}

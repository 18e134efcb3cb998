//go:build !js

package kit_test

import (
	"errors"
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
)

func TestOnlyTheLastQuestionsAnswerIsTaken(t *testing.T) {
	h, _ := hosttest.New(t)
	asked := 0
	f := kit.NewFeed(h, "list", "list", func() { asked++ })
	first, second := f.Ask(), f.Ask()
	if first(errors.New("too late")) || f.Fault != "" {
		t.Errorf("a late answer was taken, fault %q", f.Fault)
	}
	if !second(nil) {
		t.Error("the last answer was not taken")
	}
	f.Loaded = true
	f.Restart()
	if f.Loaded || asked != 1 {
		t.Errorf("another list: loaded %v, asked %d times", f.Loaded, asked)
	}
	if f.Ask()(errors.New("no connection")) || f.Fault == "" {
		t.Errorf("an error was taken for a list, fault %q", f.Fault)
	}
	hosttest.Wants(t, hosttest.Page(f.Note(0, kit.None())), `role="alert"`)
}

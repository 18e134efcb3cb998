package timeline

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

// The sheet of a message stays open when the person goes back to another room, in
// which the message's seq is that of another message.
func TestAnActionIsAboutItsMessageWhateverRoomIsShown(t *testing.T) {
	h, _ := hosttest.New(t)
	h.Route.Room = "board"
	line := New(h, Of(h, "board"))
	it := &state.Item{Key: "k", Event: wire.Event{Room: "general", Seq: 7, Author: "nora", Kind: wire.KindMessage, Body: "hello"}}

	var answered *state.Item
	h.Verbs.Reply = func(it *state.Item) { answered = it }
	line.hands.act("reply", it, platform.Element{})
	if answered != it {
		t.Errorf("answered: %v", answered)
	}
}

func TestEachActionIsInOnePlaceAndHasItsOwnNameAndKeys(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range messageActions {
		if a.in == 0 || a.label.IsZero() || a.do == nil {
			t.Errorf("%s has no button, no label, or does nothing", a.name)
		}
		for _, name := range append([]string{a.name}, a.keys...) {
			if seen[name] {
				t.Errorf("two actions are called %s", name)
			}
			seen[name] = true
		}
		if (a.shown == "") != (len(a.keys) == 0) {
			t.Errorf("the keys of %s are not in the list of keys", a.name)
		}
	}
}

func TestATextIsCopiedAsItIsShown(t *testing.T) {
	body := "**Bold** and `code`\n\n> quoted\n```go\nx := **p\n```\n- one"
	if got, want := asShown(body), "Bold and code\n\nquoted\nx := **p\n• one"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	if got, want := quoted("one\ntwo\n"), "> one\n> two\n"; got != want {
		t.Errorf("quoted %q, want %q", got, want)
	}
}

package form

import (
	"fmt"
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestReactionsAreKeptAsAMessageShowsThem(t *testing.T) {
	packed, form := "", ""
	for _, r := range []struct{ emoji, user, form string }{
		{"❤\ufe0f", "ada", "❤\ufe0f"}, {"❤", "sam", "❤\ufe0f"}, {"👍", "ada", "👍"}, {"👍\ufe0f", "nora", "👍"},
	} {
		var err error
		if packed, form, err = React(packed, &wire.Event{Kind: wire.KindReaction, Author: r.user, Emoji: r.emoji, On: true}); err != nil ||
			form != r.form {
			t.Fatalf("%s of %s has the form %q (%v), want %q", r.emoji, r.user, form, err, r.form)
		}
	}
	var s wire.State
	if err := UnpackReactions(packed, &s); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(s.Reactions), "[{❤\ufe0f 2 false [ada sam]} {👍 2 false [ada nora]}]"; got != want {
		t.Errorf("kept as %s, want %s", got, want)
	}
	for _, r := range []struct{ emoji, user string }{{"❤", "ada"}, {"👍", "ada"}, {"❤", "sam"}, {"👍", "nora"}} {
		var err error
		if packed, _, err = React(packed, &wire.Event{Kind: wire.KindReaction, Author: r.user, Emoji: r.emoji}); err != nil {
			t.Fatal(err)
		}
	}
	if packed != "" {
		t.Errorf("of none there is %q", packed)
	}
	if _, _, err := React("{", &wire.Event{Kind: wire.KindReaction}); err == nil {
		t.Error("what is damaged was taken for something")
	}
}

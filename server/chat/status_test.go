package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func setStatus(w *chattest.World, by, of chattest.Person, s wire.Status) (*wire.Profile, *wire.Error) {
	answer, err := w.Do(by, &wire.ProfileSet{User: of.ID, Status: &s}, wire.SetProfile.Type)
	if err != nil {
		return nil, err
	}
	return answer.(*wire.Profile), nil
}

func TestEverybodyIsToldWhatSomebodyIsDoingUntilThatIsOver(t *testing.T) {
	w := chattest.New(t)
	var told []wire.User
	w.Store.OnCommit(func(c store.Commit) { told = append(told, c.Users...) })
	until := w.Now().Add(time.Hour).UnixMilli()
	got, err := setStatus(w, w.Sam, w.Sam, wire.Status{Emoji: "⛵", Text: " On the boat ", Until: until})
	if err != nil || got.User.Emoji != "⛵" || got.User.Status != "On the boat" || got.User.Until != until {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(told) != 1 || told[0] != got.User {
		t.Errorf("everybody was told %+v", told)
	}
	// Another text does not end at the time of the first.
	later := w.Now().Add(2 * time.Hour).UnixMilli()
	if _, err := setStatus(w, w.Sam, w.Sam, wire.Status{Emoji: "⛵", Text: "Still there", Until: later}); err != nil {
		t.Fatal(err)
	}
	w.Advance(90 * time.Minute)
	chattest.Over(w)
	if u := profile(w, w.Mara, w.Sam).User; u.Status != "Still there" {
		t.Errorf("after 90 minutes of 120 Sam is %q", u.Status)
	}
	told = nil
	w.Advance(time.Hour)
	chattest.Over(w)
	if u := profile(w, w.Mara, w.Sam).User; u.Emoji != "" || u.Status != "" || u.Until != 0 {
		t.Errorf("it is over, and Sam is %+v", u)
	}
	if len(told) != 1 || told[0].Status != "" {
		t.Errorf("of the end everybody was told %+v", told)
	}
}

func TestAStatusIsRefusedThatIsNone(t *testing.T) {
	w := chattest.New(t)
	now, ghost := w.Now(), w.Stan
	ghost.ID = id.New()
	for name, c := range map[string]struct {
		by, of chattest.Person
		status wire.Status
		want   wire.Code
	}{
		"letters for an emoji":     {w.Sam, w.Sam, wire.Status{Emoji: "boat"}, wire.CodeInvalid},
		"an emoji that is not one": {w.Sam, w.Sam, wire.Status{Emoji: ":no-such-one:"}, wire.CodeNotFound},
		"too long":                 {w.Sam, w.Sam, wire.Status{Text: strings.Repeat("é", limits.StatusRunes+1)}, wire.CodeTooLarge},
		"over already":             {w.Sam, w.Sam, wire.Status{Text: "a", Until: now.UnixMilli()}, wire.CodeInvalid},
		"before all times":         {w.Sam, w.Sam, wire.Status{Text: "a", Until: -1}, wire.CodeInvalid},
		"for years": {w.Sam, w.Sam, wire.Status{Text: "a", Until: now.Add(limits.LaterMost + time.Hour).UnixMilli()},
			wire.CodeInvalid},
		"another's":     {w.Nora, w.Sam, wire.Status{Text: "a"}, wire.CodeForbidden},
		"by an equal":   {w.Hana, w.Sam, wire.Status{}, wire.CodeForbidden},
		"nobody's":      {w.Sam, ghost, wire.Status{Text: "a"}, wire.CodeNotFound},
		"of a superior": {w.Mara, w.Nora, wire.Status{}, wire.CodeForbidden},
	} {
		if _, err := setStatus(w, c.by, c.of, c.status); err == nil || err.Code != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := setStatus(w, w.Sam, w.Sam, wire.Status{Text: strings.Repeat("é", limits.StatusRunes)}); err != nil {
		t.Error(err)
	}
	// What offends is taken away by who may take away a picture.
	if _, err := setStatus(w, w.Mara, w.Sam, wire.Status{}); err != nil {
		t.Error(err)
	}
	if u := profile(w, w.Mara, w.Sam).User; u.Status != "" {
		t.Errorf("Sam is still %q", u.Status)
	}
}

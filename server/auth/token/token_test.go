package token

import (
	"testing"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/shared/id"
)

const here = "https://chat.tideline.example"

// fixture has a server's Tokens and a time that the test sets.
type fixture struct {
	*Tokens
	ring *keys.Ring
	at   time.Time
}

func setUp(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{at: time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}
	now := func() time.Time { return f.at }
	ring, err := keys.Open(t.TempDir(), now)
	if err != nil {
		t.Fatal(err)
	}
	f.ring = ring
	f.Tokens = New(ring, here, "confab", now)
	return f
}

// another returns the Tokens of another node with the same keys, with an empty
// cache.
func (f *fixture) another() *Tokens { return New(f.ring, here, "confab", f.now) }

func TestATokenSaysWhoAndNotWhatTheyMay(t *testing.T) {
	f := setUp(t)
	user, session := id.New(), id.New()
	raw, issued, err := f.Issue(user, session)
	if err != nil {
		t.Fatal(err)
	}
	for name, reader := range map[string]*Tokens{"the node that issued it": f.Tokens, "another node": f.another()} {
		got, err := reader.Parse(raw)
		if err != nil || got != issued || got.User != user || got.Session != session {
			t.Errorf("%s: Parse = %+v, %v; issued %+v", name, got, err, issued)
		}
		if got.Expires.Sub(f.at) != Lifetime {
			t.Errorf("%s: lasts %v", name, got.Expires.Sub(f.at))
		}
	}
	again, _, _ := f.Issue(user, session)
	if again == raw {
		t.Error("two tokens are alike: no jti")
	}
}

func TestATokenLastsTenMinutesAndTheLeeway(t *testing.T) {
	f := setUp(t)
	raw, _, _ := f.Issue(id.New(), id.New())
	start := f.at
	for after, want := range map[time.Duration]bool{
		-Leeway: true, -time.Hour: true, // the issuer's clock was ahead, or ours was set back
		0: true, Lifetime: true, Lifetime + Leeway - time.Second: true, Lifetime + Leeway + time.Second: false,
	} {
		f.at = start.Add(after)
		for name, reader := range map[string]*Tokens{"here": f.Tokens, "at another node": f.another()} {
			if _, err := reader.Parse(raw); (err == nil) != want {
				t.Errorf("%v after it was made, %s: %v", after, name, err)
			}
		}
	}
}

func TestATokenOutlivesTheRotationOfItsKey(t *testing.T) {
	f := setUp(t)
	raw, _, _ := f.Issue(id.New(), id.New())
	if err := f.ring.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Parse(raw); err != nil {
		t.Error("signed before the rotation:", err)
	}
	next, _, _ := f.Issue(id.New(), id.New())
	if _, err := f.Parse(next); err != nil {
		t.Error("signed after the rotation:", err)
	}
}

func FuzzParse(f *testing.F) {
	ring, err := keys.Open(f.TempDir(), time.Now)
	if err != nil {
		f.Fatal(err)
	}
	tokens := New(ring, here, "confab", time.Now)
	raw, _, _ := tokens.Issue(id.New(), id.New())
	f.Add(raw)
	f.Add("..")
	f.Fuzz(func(t *testing.T, forged string) {
		if _, err := tokens.Parse(forged); err == nil && forged != raw {
			t.Errorf("%q was taken", forged)
		}
	})
}

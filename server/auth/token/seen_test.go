package token

import (
	"testing"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/shared/id"
)

// A token that was issued or verified here is not accepted for longer than any
// other, nor with a key that was removed.
func TestATokenShownAgainIsTakenOnTheSameTerms(t *testing.T) {
	f := setUp(t)
	raw, issued, err := f.Issue(id.New(), id.New())
	if err != nil {
		t.Fatal(err)
	}
	if len(f.seen.now) != 1 {
		t.Error("the issued token is not remembered: its signature will be verified")
	}
	for range 3 {
		if got, err := f.Parse(raw); err != nil || got != issued {
			t.Fatalf("Parse = %+v, %v; issued %+v", got, err, issued)
		}
	}
	if len(f.seen.now) != 1 {
		t.Errorf("%d tokens are kept", len(f.seen.now))
	}
	begin := f.at
	f.at = begin.Add(Lifetime + Leeway + time.Second)
	if _, err := f.Parse(raw); err != ErrExpired {
		t.Errorf("run out: %v", err)
	}
	f.at = begin
	other, err := keys.Open(t.TempDir(), f.now)
	if err != nil {
		t.Fatal(err)
	}
	f.keys = other
	if _, err := f.Parse(raw); err != ErrInvalid {
		t.Errorf("with another key: %v", err)
	}
}

func TestTokensKeptAreBounded(t *testing.T) {
	var s seen
	for n := range 3 * seenMost {
		var print [32]byte
		print[0], print[1], print[2] = byte(n), byte(n>>8), byte(n>>16)
		s.put(print, "k", Claims{})
		if _, _, ok := s.get(print); !ok || len(s.now) > seenMost || len(s.was) > seenMost {
			t.Fatalf("after %d: %v, %d and %d kept", n, ok, len(s.now), len(s.was))
		}
	}
}

package auth_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// together is the limiter that nodes share. It can be made to fail.
type together struct {
	ratelimit.Limiter
	err error
}

func (l *together) Take(ctx context.Context, key string, rate limits.Rate) (time.Duration, error) {
	if l.err != nil {
		return 0, l.err
	}
	return l.Limiter.Take(ctx, key, rate)
}

// limited returns a cluster of two nodes that share a limiter.
func limited(t *testing.T) (*authtest.World, [2]*auth.Auth, *together) {
	t.Helper()
	l := &together{}
	w, _ := authtest.Settled(t, authtest.Shared, func(o *auth.Options) {
		l.Limiter = ratelimit.NewMemory(o.Clock)
		o.Limiter = l
	})
	return w, [2]*auth.Auth{w.Auth, w.Node(t)}, l
}

// guess tries wrong passwords, on one node after the other, and returns how many
// tries were admitted.
func guess(t *testing.T, nodes [2]*auth.Auth, tries int, email func(n int) string) (through int) {
	t.Helper()
	for n := range tries {
		_, err := nodes[n%2].SignIn(t.Context(), email(n), "not this one either", authtest.Client("198.51.100.7"))
		switch {
		case errors.Is(err, auth.ErrWrong):
			through++
		case codeOf(err) != wire.CodeRate:
			t.Fatal(err)
		}
	}
	return through
}

func stranger(n int) string { return "person" + string(rune('a'+n)) + "@tideline.example" }

func TestFailuresAreCountedOverAllNodes(t *testing.T) {
	_, nodes, _ := limited(t)
	if n := guess(t, nodes, 60, stranger); n != 20 {
		t.Errorf("%d tries of one network on two nodes were let through, want 20", n)
	}
	if _, err := nodes[1].SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1")); err != nil {
		t.Error("another network:", err)
	}
}

func TestTwoNodesAreNotTwiceTheTriesAtOneAccount(t *testing.T) {
	w, nodes, _ := limited(t)
	through := 0
	for range 20 { // each local delay is waited for
		through += guess(t, nodes, 2, func(int) string { return authtest.NoraEmail })
		w.Clock.Move(10 * time.Second)
	}
	if through > 10+4 {
		t.Errorf("%d tries at Nora's account in three minutes, want at most ten and one more a minute", through)
	}
}

func TestSigningInDoesNotUseUpTheSharedCount(t *testing.T) {
	_, nodes, _ := limited(t)
	for n := range 50 {
		if _, err := nodes[n%2].SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1")); err != nil {
			t.Fatal(n, err)
		}
	}
}

func TestANodeThatCountsAloneIsStricter(t *testing.T) {
	w, nodes, l := limited(t)
	l.err = errors.New("no answer")
	if n := guess(t, nodes, 40, stranger); n != 2*5 {
		t.Errorf("%d tries were let through by two nodes that cannot count together, want 5 each", n)
	}
	if n := strings.Count(w.Log.String(), "counted by this node alone"); n != 2 {
		t.Errorf("the log says so %d times, want once a node", n)
	}
	if _, err := nodes[0].SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1")); err != nil {
		t.Error("a broken count locks people out:", err)
	}
	l.err = nil
	w.Clock.Move(10 * time.Minute)
	if n := guess(t, nodes, 60, stranger); n != 20 {
		t.Errorf("%d tries once they count together again, want 20", n)
	}
	if n := strings.Count(w.Log.String(), "over all nodes again"); n != 2 {
		t.Errorf("the log says so %d times, want once a node", n)
	}
}

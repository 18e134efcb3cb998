package auth_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// countingStore counts the Views and the Updates.
type countingStore struct {
	store.Store
	views   int64
	updates int64
}

func (s *countingStore) Update(ctx context.Context, fn func(store.Tx) error) error {
	atomic.AddInt64(&s.updates, 1)
	return s.Store.Update(ctx, fn)
}

func (s *countingStore) View(ctx context.Context, fn func(store.Tx) error) error {
	atomic.AddInt64(&s.views, 1)
	return s.Store.View(ctx, fn)
}

// countingHasher counts the calls of the real one.
type countingHasher struct {
	auth.Hasher
	checks  atomic.Int64
	encoded atomic.Value
}

func (h *countingHasher) Check(ctx context.Context, typed, encoded string) (bool, bool, error) {
	h.checks.Add(1)
	h.encoded.Store(encoded)
	return h.Hasher.Check(ctx, typed, encoded)
}

func counting(h *countingHasher) func(*auth.Options) {
	return func(o *auth.Options) { h.Hasher, o.Hasher = o.Hasher, h }
}

// codeOf returns the code that a client gets for err.
func codeOf(err error) wire.Code {
	var e *wire.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestSigningInMakesANewSessionEachTime(t *testing.T) {
	w, nora := authtest.Settled(t)
	seen := map[string]bool{nora.Session: true}
	for _, email := range []string{authtest.NoraEmail, "NORA@Tideline.Example", "  nora@tideline.example "} {
		g, err := w.Auth.SignIn(t.Context(), email, authtest.NoraPassword, authtest.Client("192.0.2.1"))
		if err != nil {
			t.Fatal(err)
		}
		if seen[g.Session] || g.User != nora.User {
			t.Errorf("%s: session %s was there before", email, g.Session)
		}
		seen[g.Session] = true
	}
}

func TestSigningInAgainEndsTheSessionItReplaces(t *testing.T) {
	w, nora := authtest.Settled(t)
	c := authtest.Client("192.0.2.1")
	c.Old = nora.Refresh
	if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, c); err != nil {
		t.Fatal(err)
	}
	if !signedOut(t, w, nora) {
		t.Error("the browser's old session lives on, unseen")
	}
}

func TestKnownAndUnknownPeopleAreRefusedAlike(t *testing.T) {
	h := &countingHasher{}
	w, nora := authtest.Settled(t, counting(h))
	ada := w.Ada(t, nora)
	w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
	ghost := store.User{User: wire.User{ID: strings.Repeat("0", 32), Handle: "ghost", Name: "Ghost", Role: wire.RoleMember, Ghost: true},
		Email: "ghost@tideline.example"}
	if err := w.Store.Update(t.Context(), func(tx store.Tx) error { return tx.Users().Create(ghost) }); err != nil {
		t.Fatal(err)
	}
	for name, who := range map[string][2]string{
		"wrong password":      {authtest.NoraEmail, "high tide, short walk"},
		"unknown person":      {"nobody@tideline.example", authtest.NoraPassword},
		"banned person":       {authtest.AdaEmail, authtest.NoraPassword},
		"imported person":     {"ghost@tideline.example", authtest.NoraPassword},
		"no address":          {"", authtest.NoraPassword},
		"not an address":      {"nora", authtest.NoraPassword},
		"SQL":                 {"' OR 1=1 --@x", authtest.NoraPassword},
		"no password":         {authtest.NoraEmail, ""},
		"endless password":    {authtest.NoraEmail, strings.Repeat("x", 1<<20)},
		"endless address":     {strings.Repeat("x", 1<<20) + "@x.example", authtest.NoraPassword},
		"address not UTF-8":   {"nora\xff@tideline.example", authtest.NoraPassword},
		"password and spaces": {authtest.NoraEmail, " " + authtest.NoraPassword + " "},
	} {
		before := h.checks.Load()
		_, err := w.Auth.SignIn(t.Context(), who[0], who[1], authtest.Client("192.0.2.9"))
		if !errors.Is(err, auth.ErrWrong) {
			t.Errorf("%s: %v", name, err)
		}
		if n := h.checks.Load() - before; n != 1 {
			t.Errorf("%s: %d hashes, so it takes another time than the others", name, n)
		}
	}
}

func TestWeakerHashesAreMadeAnewAtSignIn(t *testing.T) {
	w, nora := authtest.Settled(t)
	stronger := password.New(password.Params{Memory: 128, Time: 1, Threads: 1})
	next, err := auth.New(auth.Options{Store: w.Store, Keys: t.TempDir(), Clock: w.Clock.Now, Log: slog.New(slog.DiscardHandler),
		Hasher: stronger})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := next.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1")); err != nil {
			t.Fatal(err)
		}
	}
	u, err := w.Auth.Accounts().Find(t.Context(), nora.User)
	if err != nil || !strings.Contains(u.Password, "m=128,") {
		t.Errorf("stored %q, %v", u.Password, err)
	}
}

// busyHasher always returns password.ErrBusy.
type busyHasher struct{ auth.Hasher }

func (busyHasher) Check(context.Context, string, string) (bool, bool, error) {
	return false, false, password.ErrBusy
}

func TestABusyServerSaysSoAndCountsNoFailure(t *testing.T) {
	w, _ := authtest.Settled(t)
	busy, err := auth.New(auth.Options{Store: w.Store, Keys: t.TempDir(), Clock: w.Clock.Now, Log: slog.New(slog.DiscardHandler),
		Hasher: busyHasher{}})
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		_, err := busy.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
		if codeOf(err) != wire.CodeOverload {
			t.Fatal(err)
		}
	}
}

func TestAnAttackOnNoraDoesNotTouchNora(t *testing.T) {
	w, nora := authtest.Settled(t)
	ctx := t.Context()
	var wg sync.WaitGroup
	var tried, refused atomic.Int64
	for n := range 40 { // forty addresses, ten tries each, all at once
		wg.Go(func() {
			for i := range 10 {
				address := fmt.Sprintf("198.51.100.%d", n)
				_, err := w.Auth.SignIn(ctx, authtest.NoraEmail, fmt.Sprintf("guess number %d %d", n, i), authtest.Client(address))
				switch {
				case errors.Is(err, auth.ErrWrong):
					tried.Add(1)
				case codeOf(err) == wire.CodeRate:
					refused.Add(1)
				default:
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	for alive := true; alive; {
		select {
		case <-done:
			alive = false
		default:
		}
		if _, err := w.Auth.Authenticate(bearer(nora.Access)); err != nil {
			t.Fatal("Nora's session under attack:", err)
		}
	}
	if tried.Load() > 20+40 || refused.Load() < 340 {
		t.Errorf("%d guesses were let through, %d refused", tried.Load(), refused.Load())
	}
	if _, err := w.Auth.Sessions.Refresh(ctx, nora.Refresh, authtest.Client("192.0.2.1")); err != nil {
		t.Error("Nora's refresh under attack:", err)
	}
	if _, err := w.Auth.SignIn(ctx, authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1")); err != nil {
		t.Error("Nora signing in elsewhere under attack:", err)
	}
}

func TestTheWaitIsTold(t *testing.T) {
	w, _ := authtest.Settled(t)
	var err error
	for range 7 {
		_, err = w.Auth.SignIn(t.Context(), authtest.NoraEmail, "not this one either", authtest.Client("192.0.2.9"))
	}
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != wire.CodeRate || e.RetryMS < 900 || e.RetryMS > 1100 {
		t.Fatalf("%#v", err)
	}
	if want := "Too many tries. Please wait a second, then try again."; e.Message != want {
		t.Error(e.Message)
	}
	w.Clock.Move(time.Second)
	if _, err = w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.9")); err != nil {
		t.Error(err)
	}
}

func TestOneAddressCannotTryEverybody(t *testing.T) {
	w, nora := authtest.Settled(t)
	limited := 0
	for n := range 40 { // an IPv6 customer has a whole /64 to try from
		_, err := w.Auth.SignIn(t.Context(), fmt.Sprintf("person%d@tideline.example", n), "not this one",
			authtest.Client(fmt.Sprintf("2001:db8:1:2::%x", n)))
		if codeOf(err) == wire.CodeRate {
			limited++
		}
	}
	if limited != 20 {
		t.Errorf("%d of 40 refused, want 20", limited)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("2001:db8:1:3::1")); err != nil {
		t.Error("the neighbour:", err)
	}
	if signedOut(t, w, nora) {
		t.Error("a session was lost")
	}
}

func TestAHundredSessionsAndNoMore(t *testing.T) {
	w, nora := authtest.Settled(t)
	w.Clock.Move(time.Minute)
	nora = refreshed(t, w, nora.Refresh)
	var oldest auth.Grant
	for n := range 101 {
		g, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			oldest = g
		}
		w.Clock.Move(time.Millisecond)
	}
	live := w.Do(t, nora2(t, w), wire.ListSessions.Type, &wire.SessionList{}).(*wire.Sessions)
	if len(live.Sessions) != 100 {
		t.Errorf("%d sessions", len(live.Sessions))
	}
	if !signedOut(t, w, nora) || !signedOut(t, w, oldest) {
		t.Error("those unused for longest should have made room")
	}
}

// nora2 signs Nora in once more.
func nora2(t *testing.T, w *authtest.World) auth.Grant {
	t.Helper()
	g, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

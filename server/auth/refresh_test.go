package auth_test

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// bearer returns a request with an access token.
func bearer(access string) *http.Request {
	r, err := http.NewRequest(http.MethodGet, "http://localhost/", nil)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Authorization", "Bearer "+access)
	return r
}

// refreshed exchanges a token or fails the test.
func refreshed(t *testing.T, w *authtest.World, refresh string) auth.Grant {
	t.Helper()
	g, err := w.Auth.Sessions.Refresh(t.Context(), refresh, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// signedOut reports whether a refresh token and an access token are refused.
func signedOut(t *testing.T, w *authtest.World, g auth.Grant) bool {
	t.Helper()
	_, err := w.Auth.Authenticate(bearer(g.Access))
	_, errRefresh := w.Auth.Sessions.Refresh(t.Context(), g.Refresh, authtest.Client("192.0.2.1"))
	if errors.Is(err, auth.ErrSignedOut) != errors.Is(errRefresh, auth.ErrSignedOut) {
		t.Errorf("access: %v, refresh: %v", err, errRefresh)
	}
	return errors.Is(err, auth.ErrSignedOut)
}

func TestAnAccessTokenLastsTenMinutesAndARefreshBringsTheNext(t *testing.T) {
	w, nora := authtest.Settled(t)
	who, err := w.Auth.Authenticate(bearer(nora.Access))
	if err != nil || who.User != nora.User || who.Session != nora.Session {
		t.Fatalf("%+v, %v", who, err)
	}
	w.Clock.Move(token.Lifetime + token.Leeway + time.Second)
	if _, err := w.Auth.Authenticate(bearer(nora.Access)); !errors.Is(err, auth.ErrSignedOut) {
		t.Errorf("after its time: %v", err)
	}
	next := refreshed(t, w, nora.Refresh)
	if next.Refresh == nora.Refresh || next.Session != nora.Session {
		t.Error("the refresh token was not replaced, or the session was")
	}
	if _, err := w.Auth.Authenticate(bearer(next.Access)); err != nil {
		t.Error(err)
	}
}

func TestTwoTabsThatRefreshTogetherEndWithOneWorkingToken(t *testing.T) {
	w, nora := authtest.Settled(t)
	var wg sync.WaitGroup
	grants := make([]auth.Grant, 8)
	for i := range grants {
		wg.Go(func() {
			g, err := w.Auth.Sessions.Refresh(t.Context(), nora.Refresh, authtest.Client("192.0.2.1"))
			if err != nil {
				t.Error(err)
			}
			grants[i] = g
		})
	}
	wg.Wait()
	for _, g := range grants {
		if g.Refresh != grants[0].Refresh {
			t.Fatal("two tabs got different tokens: the loser's would count as stolen")
		}
		if _, err := w.Auth.Authenticate(bearer(g.Access)); err != nil {
			t.Error(err)
		}
	}
	w.Clock.Move(9 * time.Minute)
	refreshed(t, w, grants[0].Refresh)
}

func TestALostAnswerSignsNobodyOut(t *testing.T) {
	w, nora := authtest.Settled(t)
	lost := refreshed(t, w, nora.Refresh)
	w.Clock.Move(59 * time.Second)
	again := refreshed(t, w, nora.Refresh)
	if again.Refresh != lost.Refresh {
		t.Error("the second try got another token than the first")
	}
	w.Clock.Move(9 * time.Minute)
	refreshed(t, w, again.Refresh)
}

func TestTheGraceEndsWhenTheSuccessorIsUsed(t *testing.T) {
	w, nora := authtest.Settled(t)
	second := refreshed(t, w, nora.Refresh)
	third := refreshed(t, w, second.Refresh)
	if !signedOutBy(t, w, nora.Refresh) || !signedOut(t, w, third) {
		t.Error("a token two generations old was taken for a tab that is late")
	}
}

func TestTheGraceIsNotProlongedByUsingIt(t *testing.T) {
	w, nora := authtest.Settled(t)
	refreshed(t, w, nora.Refresh)
	for range 3 {
		w.Clock.Move(19 * time.Second)
		refreshed(t, w, nora.Refresh)
	}
	w.Clock.Move(4 * time.Second)
	if !signedOutBy(t, w, nora.Refresh) {
		t.Error("still good after 61 seconds")
	}
}

func TestAStolenTokenEndsTheFamily(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	stolen := ada.Refresh
	current := refreshed(t, w, ada.Refresh) // Ada continues
	w.Clock.Move(2 * time.Minute)
	if _, err := w.Auth.Authenticate(bearer(current.Access)); err != nil {
		t.Fatal(err)
	}
	if !signedOutBy(t, w, stolen) {
		t.Fatal("the thief got in")
	}
	if !signedOut(t, w, current) {
		t.Error("the family lives on; the thief may hold its newest token as well")
	}
	if signedOut(t, w, nora) {
		t.Error("somebody else was signed out too")
	}
	if !strings.Contains(w.Log.String(), "level=WARN msg=\"a used refresh token came back") {
		t.Error("nothing in the log tells of it")
	}
}

// signedOutBy reports whether a refresh token is refused.
func signedOutBy(t *testing.T, w *authtest.World, refresh string) bool {
	t.Helper()
	_, err := w.Auth.Sessions.Refresh(t.Context(), refresh, authtest.Client("192.0.2.1"))
	return errors.Is(err, auth.ErrSignedOut)
}

func TestASessionEndsWhenIdleForThirtyDays(t *testing.T) {
	w, nora := authtest.Settled(t)
	w.Clock.Move(30*24*time.Hour - time.Second)
	next := refreshed(t, w, nora.Refresh)
	w.Clock.Move(30 * 24 * time.Hour)
	if !signedOut(t, w, next) {
		t.Error("idle for thirty days and still good")
	}
}

func TestASessionEndsAfterNinetyDaysHoweverBusy(t *testing.T) {
	w, nora := authtest.Settled(t)
	g := nora
	for range 89 {
		w.Clock.Move(24 * time.Hour)
		g = refreshed(t, w, g.Refresh)
	}
	if left := g.Until.Sub(w.Clock.Now()); left != 24*time.Hour {
		t.Errorf("the cookie outlives the session: %v", left)
	}
	w.Clock.Move(24 * time.Hour)
	if !signedOut(t, w, g) {
		t.Error("good after ninety days")
	}
}

func TestNonsenseIsNoRefreshToken(t *testing.T) {
	w, nora := authtest.Settled(t)
	for _, raw := range []string{"", "x", nora.Refresh + "x", nora.Refresh[1:], nora.Access, strings.Repeat("x", 1<<16), "\x00",
		"' OR 1=1"} {
		if !signedOutBy(t, w, raw) {
			t.Errorf("%q was taken", raw)
		}
	}
	if signedOut(t, w, nora) {
		t.Error("nonsense ended a session")
	}
}

func TestABanEndsEverythingAtOnce(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	if _, err := w.Auth.Authenticate(bearer(ada.Access)); err != nil { // and is remembered
		t.Fatal(err)
	}
	w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
	if !signedOut(t, w, ada) {
		t.Error("banned and still in")
	}
	_, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, authtest.AdaPassword, authtest.Client("192.0.2.2"))
	if !errors.Is(err, auth.ErrBanned) || !strings.Contains(err.Error(), "access to this workspace was ended") {
		t.Errorf("signing in again: %v", err)
	}
	if _, err := w.Auth.Sessions.Refresh(t.Context(), ada.Refresh, authtest.Client("192.0.2.2")); !errors.Is(err, auth.ErrEnded) {
		t.Errorf("the program that was open is not told why: %v", err)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, "not her password at all", authtest.Client("192.0.2.2")); !errors.Is(err,
		auth.ErrWrong) {
		t.Errorf("a stranger is told of the ban: %v", err)
	}
	w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User})
	if _, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, authtest.AdaPassword, authtest.Client("192.0.2.2")); err != nil {
		t.Errorf("let in again: %v", err)
	}
}

func TestAnEndedSessionIsForgottenAtOnce(t *testing.T) {
	w, nora := authtest.Settled(t)
	other, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := w.Auth.Authenticate(bearer(other.Access)); err != nil {
			t.Fatal(err)
		}
	}
	w.Do(t, nora, wire.EndSession.Type, &wire.SessionEnd{Session: other.Session})
	if !signedOut(t, w, other) || signedOut(t, w, nora) {
		t.Error("the wrong one was ended")
	}
}

func TestAnotherNodesHintEndsASession(t *testing.T) {
	w, nora := authtest.Settled(t)
	if _, err := w.Auth.Authenticate(bearer(nora.Access)); err != nil {
		t.Fatal(err)
	}
	// Another node that shares the store ended the session; this one got no hint.
	counted := &countingStore{Store: w.Store}
	here, err := auth.New(auth.Options{Store: counted, Keys: t.TempDir(), Clock: w.Clock.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	g, err := here.Sessions.Refresh(t.Context(), nora.Refresh, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	check := func(wantViews int64) {
		t.Helper()
		before := counted.views
		if _, err := here.Authenticate(bearer(g.Access)); err != nil {
			t.Fatal(err)
		}
		if got := counted.views - before; got != wantViews {
			t.Errorf("the store was asked %d times, want %d", got, wantViews)
		}
	}
	check(1)
	check(0)
	here.Live.Forget([]string{g.Session}, nil)
	check(1)
	here.Live.Forget(nil, []wire.User{{ID: g.User, Gone: true}})
	check(1)
	w.Clock.Move(31 * time.Second)
	check(1) // a lost hint has no effect for longer
}

func TestTheClockSteppingBackSignsNobodyOut(t *testing.T) {
	w, nora := authtest.Settled(t)
	w.Clock.Move(-time.Hour)
	next := refreshed(t, w, nora.Refresh)
	if _, err := w.Auth.Authenticate(bearer(next.Access)); err != nil {
		t.Error(err)
	}
	w.Clock.Move(time.Hour)
	refreshed(t, w, next.Refresh)
}

func TestSweepingKeepsWhatIsLive(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	w.Clock.Move(29 * 24 * time.Hour)
	next := refreshed(t, w, nora.Refresh)
	at := w.Clock.Now().UnixMilli()
	err := w.Store.Update(t.Context(), func(tx store.Tx) error { _, err := tx.Sessions().Sweep(at, 100); return err })
	if err != nil {
		t.Fatal(err)
	}
	refreshed(t, w, next.Refresh)
	refreshed(t, w, ada.Refresh)
}

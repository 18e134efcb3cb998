package auth_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/shared/wire"
)

// counted returns a World whose Auth uses a store that counts its calls.
func counted(t *testing.T) (w *authtest.World, nora auth.Grant, st *countingStore) {
	st = &countingStore{}
	w, nora = authtest.Settled(t, func(o *auth.Options) { st.Store = o.Store; o.Store = st })
	return w, nora, st
}

func TestASessionThatRefreshesWithoutAPauseWritesTwiceAMinute(t *testing.T) {
	w, nora, st := counted(t)
	held := refreshed(t, w, nora.Refresh)
	before := atomic.LoadInt64(&st.updates)
	for range 55 {
		held = refreshed(t, w, held.Refresh)
		if _, err := w.Auth.Authenticate(bearer(held.Access)); err != nil {
			t.Fatal(err)
		}
		w.Clock.Move(time.Second)
	}
	if n := atomic.LoadInt64(&st.updates) - before; n > 1 {
		t.Errorf("%d writes in a minute", n)
	}
	w.Clock.Move(10 * time.Second)
	next := refreshed(t, w, held.Refresh)
	if next.Refresh == held.Refresh {
		t.Error("the token is never replaced")
	}
}

func TestASessionThatRefreshesAsFastAsItCanIsToldToWait(t *testing.T) {
	w, nora, st := counted(t)
	held := refreshed(t, w, nora.Refresh)
	var e *wire.Error
	for range 100 {
		if _, err := w.Auth.Sessions.Refresh(t.Context(), held.Refresh, authtest.Client("192.0.2.1")); err != nil &&
			(!errors.As(err, &e) || e.Code != wire.CodeRate || e.RetryMS > 1500) {
			t.Fatal(err)
		}
	}
	if e == nil {
		t.Error("a hundred at once, and none was told to wait")
	}
	w.Clock.Move(2 * time.Second)
	refreshed(t, w, held.Refresh)
	if n := atomic.LoadInt64(&st.updates); n > 20 {
		t.Errorf("%d writes", n)
	}
	// Another session of the same person is not delayed.
	other, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	refreshed(t, w, other.Refresh)
}

// Thirty tabs wake up together with the same cookie after a night's sleep.
func TestThirtyTabsThatWakeUpTogetherAllGoOn(t *testing.T) {
	w, nora, _ := counted(t)
	w.Clock.Move(9 * time.Hour)
	first := refreshed(t, w, nora.Refresh)
	for range 29 {
		if g := refreshed(t, w, nora.Refresh); g.Refresh != first.Refresh {
			t.Fatal("two tabs hold different tokens")
		}
	}
}

func TestWhatNobodyWasGivenDoesNotReachTheWriter(t *testing.T) {
	w, nora, st := counted(t)
	other, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Auth.SignOut(t.Context(), bearer(other.Access), other.Refresh); err != nil {
		t.Fatal(err)
	}
	if !signedOut(t, w, other) {
		t.Fatal("signing out does nothing")
	}
	before := atomic.LoadInt64(&st.updates)
	for _, made := range []string{"", "made up", nora.Refresh[1:] + "A", strings.Repeat("A", len(nora.Refresh)), other.Refresh} {
		if !signedOutBy(t, w, made) {
			t.Errorf("%q was taken", made)
		}
		for _, access := range []string{"", "made.up.too", other.Access} {
			if err := w.Auth.SignOut(t.Context(), bearer(access), made); err != nil {
				t.Error(err)
			}
		}
	}
	if n := atomic.LoadInt64(&st.updates) - before; n != 0 {
		t.Errorf("%d writes", n)
	}
	refreshed(t, w, nora.Refresh)
}

package auth_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/shared/wire"
)

func TestAPasswordIsChangedByWhoKnowsIt(t *testing.T) {
	w, nora := authtest.Settled(t)
	c, passwords := authtest.Client("192.0.2.1"), auth.PasswordsOf(w.Auth)
	link := resetLink(t, w, nora, nora.User)
	phone, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.5"))
	if err != nil {
		t.Fatal(err)
	}
	change := func(n auth.NewPassword) error { return passwords.Change(t.Context(), nora.User, nora.Session, n, c) }
	live := func(g auth.Grant) bool { return w.Auth.Live.Check(t.Context(), g.User, g.Session) == nil }

	if err := change(auth.NewPassword{Old: "not this one", New: newPassword, Others: true}); !errors.Is(err, auth.ErrOldPassword) {
		t.Errorf("a wrong one: %v", err)
	}
	for _, weak := range []string{"", "short", authtest.NoraEmail} {
		var problems auth.Problems
		if err := change(auth.NewPassword{Old: authtest.NoraPassword, New: weak, Others: true}); !errors.As(err, &problems) {
			t.Errorf("%q: %v", weak, err)
		}
	}
	if !live(phone) || !live(nora) {
		t.Error("a refused change ended a session")
	}
	if err := change(auth.NewPassword{Old: authtest.NoraPassword, New: newPassword}); err != nil {
		t.Fatal(err)
	}
	if !live(phone) || !live(nora) {
		t.Error("sessions ended without being asked to")
	}
	if _, err := passwords.Resetting(t.Context(), link, c); !errors.Is(err, auth.ErrResetSpent) {
		t.Errorf("the link from before: %v", err)
	}
	if err := change(auth.NewPassword{Old: newPassword, New: "another long phrase", Others: true}); err != nil {
		t.Fatal(err)
	}
	if live(phone) || !live(nora) {
		t.Errorf("the phone is signed in: %v, this browser: %v", live(phone), live(nora))
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, newPassword, c); !errors.Is(err, auth.ErrWrong) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, "another long phrase", c); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestOldPasswordsAreNotGuessedInAnOpenBrowser(t *testing.T) {
	w, nora := authtest.Settled(t)
	c, passwords := authtest.Client("192.0.2.1"), auth.PasswordsOf(w.Auth)
	n := 0
	var refused *wire.Error
	for ; n < 1000; n++ {
		guess := auth.NewPassword{Old: fmt.Sprint("guess ", n), New: newPassword}
		err := passwords.Change(t.Context(), nora.User, nora.Session, guess, c)
		if errors.As(err, &refused) && refused.Code == wire.CodeRate {
			break
		}
	}
	if n > 10 || refused.RetryMS == 0 {
		t.Errorf("told to wait after %d guesses, for %d ms", n, refused.RetryMS)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("198.51.100.7")); err != nil {
		t.Errorf("Nora elsewhere: %v", err)
	}
	w.Clock.Move(20 * time.Minute)
	own := auth.NewPassword{Old: authtest.NoraPassword, New: newPassword}
	if err := passwords.Change(t.Context(), nora.User, nora.Session, own, c); err != nil {
		t.Errorf("Nora later: %v", err)
	}
}

func TestOfTwoChangesOfAPasswordAtOnceOneCounts(t *testing.T) {
	w, nora := authtest.Settled(t)
	passwords := auth.PasswordsOf(w.Auth)
	var done atomic.Int32
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			n := auth.NewPassword{Old: authtest.NoraPassword, New: fmt.Sprint("a long phrase, ", i)}
			err := passwords.Change(t.Context(), nora.User, nora.Session, n, authtest.Client("192.0.2.1"))
			if err == nil {
				done.Add(1)
			} else if !errors.Is(err, auth.ErrOldPassword) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 {
		t.Errorf("%d changed the same password", done.Load())
	}
}

func TestABannedPersonChangesNoPassword(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
	n := auth.NewPassword{Old: authtest.AdaPassword, New: newPassword}
	err := auth.PasswordsOf(w.Auth).Change(t.Context(), ada.User, ada.Session, n, authtest.Client("192.0.2.2"))
	if !errors.Is(err, auth.ErrSignedOut) {
		t.Error(err)
	}
}

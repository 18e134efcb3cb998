package auth_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// tidy does the hourly work of Run and of the jobs.
func tidy(t *testing.T, w *authtest.World) error {
	errs := []error{auth.Chore(w.Auth, t.Context(), 0)}
	for _, k := range auth.Sweeps(w.Store, w.Clock.Now) {
		errs = append(errs, k.Do(t.Context(), store.Job{}))
	}
	return errors.Join(errs...)
}

func TestTidyingRotatesKeysAndSweepsSessions(t *testing.T) {
	w, nora := authtest.Settled(t)
	before := string(w.Auth.JWKS())
	if err := tidy(t, w); err != nil {
		t.Fatal(err)
	}
	if string(w.Auth.JWKS()) != before {
		t.Error("fresh keys were rotated")
	}
	w.Clock.Move(keys.Lifetime + time.Hour)
	if err := tidy(t, w); err != nil {
		t.Fatal(err)
	}
	if string(w.Auth.JWKS()) == before {
		t.Error("old keys were not rotated")
	}
	err := w.Store.View(t.Context(), func(tx store.Tx) error {
		_, err := tx.Sessions().ByID(nora.Session)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a session of ninety days ago is still there: %v", err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	w, _ := authtest.Settled(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { w.Auth.Run(ctx); close(done) }()
	cancel()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("still running")
	}
}

func TestTidyingSweepsHoweverManySessionsThereAre(t *testing.T) {
	w, nora := authtest.Settled(t)
	const many = 1200 // more than twice what one transaction takes
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		for i := range many {
			s := store.Session{ID: fmt.Sprint("old", i), User: nora.User, Token: fmt.Append(nil, "token", i), Expires: 1}
			if err := tx.Sessions().Create(s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := tidy(t, w); err != nil {
		t.Fatal(err)
	}
	err = w.Store.View(t.Context(), func(tx store.Tx) error {
		left, err := tx.Sessions().OfUser(nora.User)
		if len(left) != 1 || left[0].ID != nora.Session {
			t.Errorf("%d sessions are left, want the one that is good", len(left))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnInviteIsForgottenLongAfterItEnded(t *testing.T) {
	w, nora := authtest.Settled(t)
	_, id := w.Invite(t, nora, wire.InviteCreate{Uses: 1})
	there := func() bool {
		err := w.Store.View(t.Context(), func(tx store.Tx) error {
			_, err := tx.Invites().ByID(id)
			return err
		})
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		return err == nil
	}
	var expires int64
	err := w.Store.View(t.Context(), func(tx store.Tx) error {
		i, err := tx.Invites().ByID(id)
		expires = i.Expires
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after time.Duration
		there bool
	}{{-time.Hour, true}, {time.Hour, true}, {29 * 24 * time.Hour, true}, {31 * 24 * time.Hour, false}} {
		w.Clock.Move(time.UnixMilli(expires).Add(c.after).Sub(w.Clock.Now()))
		if err := tidy(t, w); err != nil {
			t.Fatal(err)
		}
		if there() != c.there {
			t.Errorf("%v after it expired: there %v", c.after, !c.there)
		}
	}
}

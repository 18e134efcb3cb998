package auth_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/store"
)

func TestTidyingRotatesKeysAndSweepsSessions(t *testing.T) {
	w, nora := authtest.Settled(t)
	before := string(w.Auth.JWKS())
	if err := auth.Tidy(w.Auth, t.Context()); err != nil {
		t.Fatal(err)
	}
	if string(w.Auth.JWKS()) != before {
		t.Error("fresh keys were rotated")
	}
	w.Clock.Move(keys.Lifetime + time.Hour)
	if err := auth.Tidy(w.Auth, t.Context()); err != nil {
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

package auth_test

import (
	"errors"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/store"
)

// A person who may not make requests any more may not stay connected either:
// requests and open sockets follow one rule.
func TestOneRuleSaysWhetherASessionIsLive(t *testing.T) {
	for name, ends := range map[string]func(t *testing.T, w *authtest.World, g auth.Grant){
		"ended": func(t *testing.T, w *authtest.World, g auth.Grant) {
			change(t, w, func(tx store.Tx) error { return tx.Sessions().End(g.Session, w.Clock.Now().UnixMilli()) })
		},
		"expired": func(t *testing.T, w *authtest.World, g auth.Grant) {
			change(t, w, func(tx store.Tx) error {
				s, err := tx.Sessions().ByID(g.Session)
				s.Expires = w.Clock.Now().Add(time.Minute).UnixMilli()
				return errors.Join(err, tx.Sessions().Update(s))
			})
			w.Clock.Move(time.Minute)
		},
		"swept out": func(t *testing.T, w *authtest.World, g auth.Grant) {
			change(t, w, func(tx store.Tx) error {
				s, err := tx.Sessions().ByID(g.Session)
				s.Expires = 1
				err = errors.Join(err, tx.Sessions().Update(s))
				_, swept := tx.Sessions().Sweep(2, 10)
				return errors.Join(err, swept)
			})
		},
		"its person banned": func(t *testing.T, w *authtest.World, g auth.Grant) {
			person(t, w, g, func(u *store.User) { u.Gone = true })
		},
		"its person a ghost": func(t *testing.T, w *authtest.World, g auth.Grant) {
			person(t, w, g, func(u *store.User) { u.Ghost = true })
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, nora := authtest.Settled(t, authtest.Shared)
			if err := w.Auth.Live.Check(t.Context(), nora.User, nora.Session); err != nil {
				t.Fatal(err)
			}
			if err := w.Auth.Live.Check(t.Context(), "somebody else", nora.Session); !errors.Is(err, auth.ErrSignedOut) {
				t.Errorf("somebody else's session: %v", err)
			}
			ends(t, w, nora)
			if err := w.Auth.Live.Check(t.Context(), nora.User, nora.Session); !errors.Is(err, auth.ErrSignedOut) {
				t.Errorf("a socket stays open: %v", err)
			}
			if accepted(t, w.Node(t), nora) {
				t.Error("a request is answered")
			}
		})
	}
}

func change(t *testing.T, w *authtest.World, fn func(store.Tx) error) {
	t.Helper()
	if err := w.Store.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func person(t *testing.T, w *authtest.World, g auth.Grant, alter func(*store.User)) {
	t.Helper()
	change(t, w, func(tx store.Tx) error {
		u, err := tx.Users().ByID(g.User)
		alter(&u)
		return errors.Join(err, tx.Users().Update(u))
	})
}

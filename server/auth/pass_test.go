package auth_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/shared/wire"
)

// as is who a grant authenticates.
func as(g auth.Grant) auth.Identity {
	return auth.Identity{User: g.User, Session: g.Session, Expires: g.Expires}
}

// pass makes a pass and returns its token.
func pass(t *testing.T, x auth.Passes, g auth.Grant) string {
	t.Helper()
	token, err := x.Make(t.Context(), as(g))
	if err != nil || len(token) != 43 {
		t.Fatalf("%q, %v", token, err)
	}
	return token
}

// stateIs checks what a session is told of a pass.
func stateIs(t *testing.T, x auth.Passes, g auth.Grant, token string, want auth.PassState) {
	t.Helper()
	got, err := x.State(t.Context(), as(g), token)
	if err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}

func TestAPassSignsInOnAnotherDeviceOnce(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada, x := w.Ada(t, nora), auth.PassesOf(w.Auth)
	token := pass(t, x, ada)
	phone := authtest.Client("192.0.2.7").Named("Firefox on Android")
	for range 3 {
		shown, err := x.Shown(t.Context(), token, phone)
		if err != nil || shown.Email != authtest.AdaEmail || shown.Workspace != "Tideline" || shown.Name == "" {
			t.Fatalf("%+v, %v", shown, err)
		}
	}
	stateIs(t, x, ada, token, auth.PassState{Waiting: true})
	stateIs(t, x, nora, token, auth.PassState{})
	g, err := x.Use(t.Context(), token, phone)
	if err != nil || g.User != ada.User || g.Session == ada.Session {
		t.Fatalf("%+v, %v", g, err)
	}
	for who, s := range map[string]auth.Grant{"that made it": ada, "that it opened": g} {
		if err := w.Auth.Live.Check(t.Context(), s.User, s.Session); err != nil {
			t.Errorf("the session %s: %v", who, err)
		}
	}
	stateIs(t, x, ada, token, auth.PassState{Device: "Firefox on Android"})
	stateIs(t, x, nora, token, auth.PassState{})
	list := w.Do(t, ada, wire.ListSessions.Type, &wire.SessionList{}).(*wire.Sessions).Sessions
	if len(list) != 2 || list[0].Device != "Firefox on Android" && list[1].Device != "Firefox on Android" {
		t.Errorf("the sessions are %+v", list)
	}
	if _, err := x.Use(t.Context(), token, phone); !errors.Is(err, auth.ErrPassSpent) {
		t.Errorf("once more: %v", err)
	}
	if strings.Contains(w.Log.String(), token) {
		t.Error("the token is in the log")
	}
}

// spoiling is a way in which a pass comes not to work. It returns what is used as the pass.
type spoiling func(t *testing.T, w *authtest.World, x auth.Passes, nora, ada auth.Grant, token string) string

func TestPassesThatDoNotWork(t *testing.T) {
	for name, spoil := range map[string]spoiling{
		"never made": func(*testing.T, *authtest.World, auth.Passes, auth.Grant, auth.Grant, string) string { return "x" },
		"empty":      func(*testing.T, *authtest.World, auth.Passes, auth.Grant, auth.Grant, string) string { return "" },
		"expired": func(t *testing.T, w *authtest.World, x auth.Passes, _, ada auth.Grant, token string) string {
			w.Clock.Move(2 * time.Minute)
			stateIs(t, x, ada, token, auth.PassState{})
			return token
		},
		"replaced": func(t *testing.T, _ *authtest.World, x auth.Passes, _, ada auth.Grant, token string) string {
			pass(t, x, ada)
			return token
		},
		"taken back": func(t *testing.T, _ *authtest.World, x auth.Passes, _, ada auth.Grant, token string) string {
			if err := x.Cancel(t.Context(), as(ada), token); err != nil {
				t.Fatal(err)
			}
			stateIs(t, x, ada, token, auth.PassState{})
			return token
		},
		"a link for a new password": func(t *testing.T, w *authtest.World, _ auth.Passes, nora, ada auth.Grant, _ string) string {
			return resetLink(t, w, nora, ada.User)
		},
		"banned": func(t *testing.T, w *authtest.World, _ auth.Passes, nora, ada auth.Grant, token string) string {
			w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
			return token
		},
		"banned, and let in again": func(t *testing.T, w *authtest.World, _ auth.Passes, nora, ada auth.Grant, token string) string {
			w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
			w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User})
			return token
		},
		"its session has ended": func(t *testing.T, w *authtest.World, _ auth.Passes, nora, ada auth.Grant, token string) string {
			w.Do(t, nora, wire.EndSession.Type, &wire.SessionEnd{Session: ada.Session})
			return token
		},
		"an operator has set a password": func(t *testing.T, w *authtest.World, _ auth.Passes, _, _ auth.Grant, token string) string {
			if _, err := w.Auth.Accounts().SetPassword(t.Context(), authtest.AdaEmail, "from the command line"); err != nil {
				t.Fatal(err)
			}
			return token
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, nora := authtest.Settled(t)
			ada, x, c := w.Ada(t, nora), auth.PassesOf(w.Auth), authtest.Client("192.0.2.7")
			token := pass(t, x, ada)
			if _, err := x.Shown(t.Context(), token, c); err != nil {
				t.Fatalf("before: %v", err)
			}
			token = spoil(t, w, x, nora, ada, token)
			if _, err := x.Shown(t.Context(), token, c); !errors.Is(err, auth.ErrPassSpent) {
				t.Errorf("shown: %v", err)
			}
			if g, err := x.Use(t.Context(), token, c); !errors.Is(err, auth.ErrPassSpent) {
				t.Errorf("used: %+v, %v", g, err)
			}
		})
	}
}

func TestOnlyTheSessionThatMadeAPassTakesItBack(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada, x, c := w.Ada(t, nora), auth.PassesOf(w.Auth), authtest.Client("192.0.2.7")
	again, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, authtest.AdaPassword, c)
	if err != nil {
		t.Fatal(err)
	}
	token := pass(t, x, ada)
	for who, g := range map[string]auth.Grant{"somebody else": nora, "another session": again} {
		if err := x.Cancel(t.Context(), as(g), token); err != nil {
			t.Fatal(who, err)
		}
		stateIs(t, x, g, token, auth.PassState{})
	}
	stateIs(t, x, ada, token, auth.PassState{Waiting: true})
	if _, err := x.Use(t.Context(), token, c); err != nil {
		t.Error(err)
	}
}

func TestOfManyWhoUseAPassOneIsSignedIn(t *testing.T) {
	w, nora := authtest.Settled(t)
	x := auth.PassesOf(w.Auth)
	token := pass(t, x, nora)
	var done atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			_, err := x.Use(t.Context(), token, authtest.Client(fmt.Sprint("192.0.2.", 10+i)))
			if err == nil {
				done.Add(1)
			} else if !errors.Is(err, auth.ErrPassSpent) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 {
		t.Errorf("%d were signed in by one pass", done.Load())
	}
}

func TestPassesAreMadeAndGuessedOnlySoOften(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada, x := w.Ada(t, nora), auth.PassesOf(w.Auth)
	limited := func(err error) bool {
		e := (*wire.Error)(nil)
		return errors.As(err, &e) && e.Code == wire.CodeRate && e.RetryMS > 0
	}
	token := ""
	for range 10 {
		token = pass(t, x, ada)
	}
	if _, err := x.Make(t.Context(), as(ada)); !limited(err) {
		t.Errorf("the eleventh: %v", err)
	}
	pass(t, x, nora)
	looked := 0
	for i := range 1000 {
		_, err := x.Use(t.Context(), fmt.Sprint("guess ", i), authtest.Client("192.0.2.66"))
		if errors.Is(err, auth.ErrPassSpent) {
			looked++
		} else if !limited(err) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if looked > 20 {
		t.Errorf("%d of 1000 guesses were looked at", looked)
	}
	if _, err := x.Use(t.Context(), token, authtest.Client("192.0.2.7")); err != nil {
		t.Errorf("the person, meanwhile: %v", err)
	}
	w.Clock.Move(6 * time.Minute)
	pass(t, x, ada)
}

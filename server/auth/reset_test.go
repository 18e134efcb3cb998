package auth_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

const newPassword = "rain on a tin roof"

// resetLink makes a link for the password of a person and returns its token.
func resetLink(t *testing.T, w *authtest.World, by auth.Grant, of string) string {
	t.Helper()
	link := w.Do(t, by, wire.ResetPassword.Type, &wire.UserReset{User: of}).(*wire.ResetLink)
	token, ok := strings.CutPrefix(link.Path, "/reset/")
	if !ok || len(token) != 43 {
		t.Fatalf("the link is %+v", link)
	}
	return token
}

func TestALinkForANewPasswordWorksOnce(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	token := resetLink(t, w, nora, ada.User)
	if err := w.Store.View(t.Context(), func(tx store.Tx) error {
		c, err := tx.Codes().ByHash(store.CodeReset, secret.Hash(token))
		if bytes.Contains(c.Hash, []byte(token)) {
			t.Error("the store has the token itself")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	c := authtest.Client("192.0.2.7")
	var problems auth.Problems
	_, _, err := auth.PasswordsOf(w.Auth).Reset(t.Context(), token, "short", c)
	if !errors.As(err, &problems) || problems[auth.FieldPassword].IsZero() {
		t.Errorf("a short password: %v", err)
	}
	what, err := auth.PasswordsOf(w.Auth).Resetting(t.Context(), token, c)
	if err != nil || what.Email != authtest.AdaEmail || what.Workspace != "Tideline" {
		t.Errorf("%+v, %v", what, err)
	}
	g, ended, err := auth.PasswordsOf(w.Auth).Reset(t.Context(), token, newPassword, c)
	if err != nil || g.User != ada.User || ended != 1 {
		t.Fatalf("%+v, %d ended, %v", g, ended, err)
	}
	if err := w.Auth.Live.Check(t.Context(), ada.User, ada.Session); !errors.Is(err, auth.ErrSignedOut) {
		t.Errorf("the older session: %v", err)
	}
	if err := w.Auth.Live.Check(t.Context(), g.User, g.Session); err != nil {
		t.Errorf("the session of who used the link: %v", err)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, authtest.AdaPassword, c); !errors.Is(err, auth.ErrWrong) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, newPassword, c); err != nil {
		t.Errorf("the new password: %v", err)
	}
	if _, _, err := auth.PasswordsOf(w.Auth).Reset(t.Context(), token, "another long phrase", c); !errors.Is(err, auth.ErrResetSpent) {
		t.Errorf("the link once more: %v", err)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, newPassword, c); err != nil {
		t.Errorf("after the second try: %v", err)
	}
	if strings.Contains(w.Log.String(), token) {
		t.Error("the token is in the log")
	}
}

func TestLinksForANewPasswordThatDoNotWork(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, w *authtest.World, nora, mara, ada auth.Grant, token string) string{
		"never made": func(*testing.T, *authtest.World, auth.Grant, auth.Grant, auth.Grant, string) string { return "x" },
		"empty":      func(*testing.T, *authtest.World, auth.Grant, auth.Grant, auth.Grant, string) string { return "" },
		"expired": func(_ *testing.T, w *authtest.World, _, _, _ auth.Grant, token string) string {
			w.Clock.Move(24 * time.Hour)
			return token
		},
		"replaced": func(t *testing.T, w *authtest.World, nora, _, ada auth.Grant, token string) string {
			resetLink(t, w, nora, ada.User)
			return token
		},
		"an invite": func(t *testing.T, w *authtest.World, nora, _, _ auth.Grant, _ string) string {
			token, _ := w.Invite(t, nora, wire.InviteCreate{})
			return token
		},
		"banned, and let in again": func(t *testing.T, w *authtest.World, nora, _, ada auth.Grant, token string) string {
			w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
			w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User})
			return token
		},
		"its maker is no admin any more": func(t *testing.T, w *authtest.World, nora, mara, _ auth.Grant, token string) string {
			w.Do(t, nora, wire.SetRole.Type, &wire.UserRole{User: mara.User, Role: wire.RoleMember})
			return token
		},
		"its maker is banned": func(t *testing.T, w *authtest.World, nora, mara, _ auth.Grant, token string) string {
			w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: mara.User, Banned: true})
			return token
		},
		"its person is an owner by now": func(t *testing.T, w *authtest.World, nora, _, ada auth.Grant, token string) string {
			w.Do(t, nora, wire.SetRole.Type, &wire.UserRole{User: ada.User, Role: wire.RoleOwner})
			return token
		},
		"an operator has set a password": func(t *testing.T, w *authtest.World, _, _, _ auth.Grant, token string) string {
			if _, err := w.Auth.Accounts().SetPassword(t.Context(), authtest.AdaEmail, "from the command line"); err != nil {
				t.Fatal(err)
			}
			return token
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, nora := authtest.Settled(t)
			ada := w.Ada(t, nora)
			invite, _ := w.Invite(t, nora, wire.InviteCreate{})
			mara, err := w.Auth.Join(t.Context(), invite,
				auth.NewAccount{Name: "Mara", Email: "mara@tideline.example", Password: "an admin's phrase"}, authtest.Client("192.0.2.4"))
			if err != nil {
				t.Fatal(err)
			}
			w.Do(t, nora, wire.SetRole.Type, &wire.UserRole{User: mara.User, Role: wire.RoleAdmin})
			token := resetLink(t, w, mara.Grant, ada.User)
			c := authtest.Client("192.0.2.7")
			if _, err := auth.PasswordsOf(w.Auth).Resetting(t.Context(), token, c); err != nil {
				t.Fatalf("before: %v", err)
			}
			token = spoil(t, w, nora, mara.Grant, ada, token)
			if _, err := auth.PasswordsOf(w.Auth).Resetting(t.Context(), token, c); !errors.Is(err, auth.ErrResetSpent) {
				t.Errorf("shown: %v", err)
			}
			if _, _, err := auth.PasswordsOf(w.Auth).Reset(t.Context(), token, newPassword, c); !errors.Is(err, auth.ErrResetSpent) {
				t.Errorf("used: %v", err)
			}
		})
	}
}

func TestOfManyWhoUseALinkForANewPasswordOneDoes(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	token := resetLink(t, w, nora, ada.User)
	var done atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			c, typed := authtest.Client(fmt.Sprint("192.0.2.", 10+i)), fmt.Sprint("a long phrase, ", i)
			_, _, err := auth.PasswordsOf(w.Auth).Reset(t.Context(), token, typed, c)
			if err == nil {
				done.Add(1)
			} else if !errors.Is(err, auth.ErrResetSpent) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 {
		t.Errorf("%d set a password by one link", done.Load())
	}
}

func TestAThousandTriesAtLinksForANewPassword(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	token := resetLink(t, w, nora, ada.User)
	looked := 0
	for i := range 1000 {
		_, err := auth.PasswordsOf(w.Auth).Resetting(t.Context(), fmt.Sprint("guess ", i), authtest.Client("192.0.2.66"))
		if errors.Is(err, auth.ErrResetSpent) {
			looked++
		} else if e := (*wire.Error)(nil); !errors.As(err, &e) || e.Code != wire.CodeRate || e.RetryMS == 0 {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if looked > 20 {
		t.Errorf("%d of 1000 guesses were looked at", looked)
	}
	if _, err := auth.PasswordsOf(w.Auth).Resetting(t.Context(), token, authtest.Client("192.0.2.7")); err != nil {
		t.Errorf("the person, meanwhile: %v", err)
	}
}

package auth_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

func TestAccountsFromTheCommandLine(t *testing.T) {
	w, nora := authtest.Settled(t)
	accounts := &auth.Accounts{Store: w.Store, Enter: w.Chat.Enter, Hasher: w.Auth.Accounts().Hasher}
	ada, err := accounts.Add(t.Context(), auth.NewAccount{Name: "Ada Brandt", Email: authtest.AdaEmail, Password: authtest.AdaPassword,
		Role: wire.RoleAdmin})
	if err != nil || ada.Role != wire.RoleAdmin {
		t.Fatalf("%+v, %v", ada, err)
	}
	for _, who := range []string{ada.ID, "ada.brandt", "@ada.brandt", "ADA@tideline.example"} {
		if u, err := accounts.Find(t.Context(), who); err != nil || u.ID != ada.ID {
			t.Errorf("Find(%q) = %v, %v", who, u.ID, err)
		}
	}
	for _, who := range []string{"", "@", "nobody", "nobody@x.example", strings.Repeat("0", 32)} {
		if _, err := accounts.Find(t.Context(), who); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Find(%q): %v", who, err)
		}
	}
	g, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, authtest.AdaPassword, authtest.Client("192.0.2.2"))
	if err != nil {
		t.Fatal(err)
	}
	made, err := accounts.SetPassword(t.Context(), "ada.brandt", "")
	if err != nil || len(made) < 40 {
		t.Fatalf("%q, %v", made, err)
	}
	if !signedOut(t, w, g) {
		t.Error("a new password left the old sessions alone")
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, made, authtest.Client("192.0.2.2")); err != nil {
		t.Error("with the new password:", err)
	}
	if _, err := accounts.SetPassword(t.Context(), "ada.brandt", "password1234"); err == nil {
		t.Error("a common password was set")
	}
	if err := accounts.SetRole(t.Context(), authtest.NoraEmail, wire.RoleMember); !errors.Is(err, auth.ErrLastOwner) {
		t.Errorf("the last owner's role: %v", err)
	}
	if err := accounts.SetRole(t.Context(), "ada.brandt", "king"); !errors.Is(err, auth.ErrRole) {
		t.Errorf("a role that is none: %v", err)
	}
	for _, step := range []error{accounts.SetRole(t.Context(), "ada.brandt", wire.RoleOwner),
		accounts.SetRole(t.Context(), nora.User, wire.RoleMember)} {
		if step != nil {
			t.Error(step)
		}
	}
}

func TestNoAccountsBeforeTheFirstRun(t *testing.T) {
	w := authtest.New(t)
	_, err := w.Auth.Accounts().Add(t.Context(), auth.NewAccount{Name: "Ada", Email: authtest.AdaEmail, Password: authtest.AdaPassword})
	if !errors.Is(err, auth.ErrNoWorkspace) {
		t.Error(err)
	}
}

func TestNamesAreCleaned(t *testing.T) {
	w, _ := authtest.Settled(t)
	u, err := w.Auth.Accounts().Add(t.Context(), auth.NewAccount{Name: "  Ada\u202e\t \u0007Brandt\u2066 ", Email: authtest.AdaEmail,
		Password: authtest.AdaPassword})
	if err != nil || u.Name != "Ada Brandt" {
		t.Errorf("%q, %v", u.Name, err)
	}
	for _, name := range []string{"", " ", "\u200b\u200d", "\u202e", "\xff", "\u0301", strings.Repeat("é", 81),
		strings.Repeat("\uFDFA", 80)} {
		if _, err := w.Auth.Accounts().Add(t.Context(), auth.NewAccount{Name: name, Email: "x" + authtest.AdaEmail,
			Password: authtest.AdaPassword}); err == nil {
			t.Errorf("name %q was taken", name)
		}
	}
}

func TestAddressesOfTheFormXAtY(t *testing.T) {
	w, _ := authtest.Settled(t)
	add := func(email string) error {
		_, err := w.Auth.Accounts().Add(t.Context(), auth.NewAccount{Name: "Somebody", Email: email, Password: "river stones 19 high"})
		return err
	}
	for _, email := range []string{"a@b", "Ünïcode@tideline.example", "x+tag@tideline.example", "o'neil@tideline.example"} {
		if err := add(email); err != nil {
			t.Errorf("%q: %v", email, err)
		}
	}
	for _, email := range []string{"", "@", "a@", "@b", "a b@c", "a@b c", "a@b@c", "a\x00@b", "a@b\r\nBcc: x@y", "<a@b>", "a@b,c@d",
		"a@\u202eb", strings.Repeat("x", 250) + "@b.example", "a\xff@b"} {
		if err := add(email); err == nil {
			t.Errorf("%q was taken", email)
		}
	}
}

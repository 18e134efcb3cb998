package auth_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/server/mail"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// letterbox is where mails wait to be made.
type letterbox struct {
	waiting []mail.Prepare
	full    bool
}

func (l *letterbox) options(o *auth.Options) {
	authtest.HTTPS(o)
	o.Mail = func(p mail.Prepare) bool {
		if !l.full {
			l.waiting = append(l.waiting, p)
		}
		return !l.full
	}
}

// next makes the oldest mail. ok is false if it is for nobody.
func (l *letterbox) next(t *testing.T) (m mail.Message, ok bool) {
	t.Helper()
	if len(l.waiting) == 0 {
		t.Fatal("no mail waits")
	}
	p := l.waiting[0]
	l.waiting = l.waiting[1:]
	m, ok, err := p(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m, ok
}

// forgot asks for a mail from a network.
func forgot(t *testing.T, w *authtest.World, email, from string) error {
	t.Helper()
	return auth.PasswordsOf(w.Auth).Forgot(t.Context(), email, language.English, authtest.Client(from))
}

// tokenIn returns the token of the link in a mail.
func tokenIn(t *testing.T, m mail.Message) string {
	t.Helper()
	_, after, ok := strings.Cut(m.Text, "https://chat.tideline.example/reset/")
	if !ok || len(after) < 43 {
		t.Fatalf("no link in %q", m.Text)
	}
	return after[:43]
}

func TestWhoForgotTheirPasswordGetsALinkByMail(t *testing.T) {
	var box letterbox
	w, _ := authtest.Settled(t, box.options)
	c, passwords := authtest.Client("192.0.2.7"), auth.PasswordsOf(w.Auth)
	if err := forgot(t, w, " Nora@Tideline.example ", "192.0.2.7"); err != nil {
		t.Fatal(err)
	}
	first, ok := box.next(t)
	if !ok || first.To != authtest.NoraEmail || first.Subject != "A new password for Tideline" {
		t.Errorf("%v %+v", ok, first)
	}
	if err := forgot(t, w, authtest.NoraEmail, "192.0.2.7"); err != nil {
		t.Fatal(err)
	}
	second, _ := box.next(t)
	if _, err := passwords.Resetting(t.Context(), tokenIn(t, first), c); !errors.Is(err, auth.ErrResetSpent) {
		t.Errorf("the link in the older mail: %v", err)
	}
	if _, _, err := passwords.Reset(t.Context(), tokenIn(t, second), newPassword, c); err != nil {
		t.Fatal(err)
	}
	if _, _, err := passwords.Reset(t.Context(), tokenIn(t, second), "another long phrase", c); !errors.Is(err, auth.ErrResetSpent) {
		t.Errorf("the link once more: %v", err)
	}
	if err := forgot(t, w, authtest.NoraEmail, "192.0.2.8"); err != nil {
		t.Fatal(err)
	}
	late, _ := box.next(t)
	w.Clock.Move(30 * time.Minute)
	if _, err := passwords.Resetting(t.Context(), tokenIn(t, late), c); !errors.Is(err, auth.ErrResetSpent) {
		t.Errorf("after half an hour: %v", err)
	}
}

// asks counts what is asked of a store.
type asks struct {
	store.Store
	n int
}

func (a *asks) View(ctx context.Context, fn func(store.Tx) error) error {
	a.n++
	return a.Store.View(ctx, fn)
}

func (a *asks) Update(ctx context.Context, fn func(store.Tx) error) error {
	a.n++
	return a.Store.Update(ctx, fn)
}

func TestAskingForAMailDisclosesNoAccount(t *testing.T) {
	var box letterbox
	var st *asks
	w, nora := authtest.Settled(t, box.options, func(o *auth.Options) { st = &asks{Store: o.Store}; o.Store = st })
	ada := w.Ada(t, nora)
	w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
	st.n = 0
	for i, email := range []string{authtest.NoraEmail, authtest.AdaEmail, "nobody@tideline.example"} {
		if err := forgot(t, w, email, fmt.Sprint("192.0.2.", 20+i)); err != nil {
			t.Errorf("%s: %v", email, err)
		}
	}
	// Equal work before the answer takes equal time.
	if len(box.waiting) != 3 || st.n != 0 {
		t.Errorf("%d mails wait, and the store was asked %d times before the answers", len(box.waiting), st.n)
	}
	for _, want := range []bool{true, false, false} {
		if _, ok := box.next(t); ok != want {
			t.Errorf("sent: %v, want %v", ok, want)
		}
	}
	if err := forgot(t, w, "nora", "192.0.2.30"); !errors.As(err, new(auth.Problems)) {
		t.Errorf("no address: %v", err)
	}
}

func TestMailsThatAreAskedForWithoutEnd(t *testing.T) {
	var box letterbox
	w, _ := authtest.Settled(t, box.options)
	// One address, from many networks: it gets few, and the answer is the same.
	for i := range 200 {
		if err := forgot(t, w, authtest.NoraEmail, fmt.Sprint("192.0.2.", i)); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	if len(box.waiting) != 3 {
		t.Errorf("%d mails to one address", len(box.waiting))
	}
	w.Clock.Move(5 * time.Minute)
	if err := forgot(t, w, authtest.NoraEmail, "198.51.100.1"); err != nil || len(box.waiting) != 4 {
		t.Errorf("later: %v, %d mails", err, len(box.waiting))
	}
	// Many addresses, from one network.
	var refused *wire.Error
	n := 0
	for ; n < 100 && refused == nil; n++ {
		err := forgot(t, w, fmt.Sprint("p", n, "@tideline.example"), "203.0.113.5")
		if err != nil && !errors.As(err, &refused) {
			t.Fatal(err)
		}
	}
	if refused == nil || refused.Code != wire.CodeRate || refused.RetryMS == 0 || n != 21 {
		t.Errorf("after %d: %v", n, refused)
	}
	w.Clock.Move(time.Minute)
	if err := forgot(t, w, "q@tideline.example", "203.0.113.5"); err != nil {
		t.Errorf("a minute later: %v", err)
	}
	box.full = true
	err := forgot(t, w, "r@tideline.example", "198.51.100.9")
	if !errors.As(err, &refused) || refused.Code != wire.CodeOverload {
		t.Errorf("with a full queue: %v", err)
	}
}

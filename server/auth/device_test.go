package auth_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/shared/wire"
)

// browser returns the Client that has g's cookies.
func browser(t *testing.T, w *authtest.World, g auth.Grant, address string) auth.Client {
	t.Helper()
	answer := httptest.NewRecorder()
	w.Auth.Cookies.SetCookies(answer, httptest.NewRequest(http.MethodGet, "http://localhost/", nil), g)
	next := httptest.NewRequest(http.MethodGet, "http://localhost/", nil)
	next.RemoteAddr = address + ":4711"
	for _, c := range answer.Result().Cookies() {
		if c.Name == "confab_device" {
			if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.MaxAge < 300*24*3600 {
				t.Errorf("%v", c)
			}
			next.AddCookie(c)
		}
	}
	return w.Auth.Cookies.ClientOf(next)
}

// Nora travels with her laptop while somebody guesses her password from
// everywhere, also from the hotel she is in.
func TestABrowserThatWasHereBeforeIsLetInWhateverStrangersDo(t *testing.T) {
	w, nora := authtest.Settled(t)
	laptop := browser(t, w, nora, "203.0.113.80")
	for n := range 300 {
		for _, address := range []string{fmt.Sprintf("198.51.100.%d", n%250), "203.0.113.80"} {
			if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, "a guess, and not right", authtest.Client(address)); err == nil {
				t.Fatal("guessed")
			}
		}
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword,
		authtest.Client("203.0.113.80")); codeOf(err) != wire.CodeRate {
		t.Errorf("a stranger in the hotel: %v", err)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, laptop); err != nil {
		t.Errorf("Nora's laptop: %v", err)
	}
	// At home, where she has a session, another browser of hers is admitted too.
	if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.77")); err != nil {
		t.Errorf("at home: %v", err)
	}
}

// A mark is valid for one account only, and an invented one for none.
func TestAMarkSpeaksForOneAccountOnly(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	adas := browser(t, w, ada, "203.0.113.80")
	forged := adas
	forged.Known = adas.Known[:22] + browser(t, w, nora, "203.0.113.81").Known[22:]
	for n := range 40 {
		if _, err := w.Auth.SignIn(t.Context(), fmt.Sprintf("person%d@tideline.example", n), "a guess, and not right",
			authtest.Client("203.0.113.80")); err == nil {
			t.Fatal("guessed")
		}
	}
	for name, c := range map[string]auth.Client{"Ada's": adas, "forged": forged} {
		if _, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, c); codeOf(err) != wire.CodeRate {
			t.Errorf("%s mark at Nora's account: %v", name, err)
		}
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, "a guess, and not right", adas); !errors.Is(err, auth.ErrWrong) {
		t.Errorf("a mark lets people in: %v", err)
	}
	if _, err := w.Auth.SignIn(t.Context(), authtest.AdaEmail, authtest.AdaPassword, adas); err != nil {
		t.Error(err)
	}
}

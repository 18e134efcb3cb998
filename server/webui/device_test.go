package webui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/shared/wire"
)

func TestAnotherDeviceSignsInByACode(t *testing.T) {
	s, nora := settled(t)
	s.host = "chat.tideline.example"
	desk := s.visitor(t)
	if page := desk.opens("/account/device"); !strings.Contains(page.to(t, "/signin"), "device") {
		t.Errorf("whoever is not signed in: %d\n%s", page.StatusCode, page.text)
	}
	desk.signsIn(authtest.NoraEmail, authtest.NoraPassword)
	if page := desk.opens("/account/device"); page.StatusCode != 200 || strings.Contains(page.text, "/device/") {
		t.Errorf("before the code is wanted: %d\n%s", page.StatusCode, page.text)
	}
	made := desk.sends("/account/device")
	if !strings.Contains(made.text, `src="data:image/svg`) || strings.Contains(made.text, "gate__here") {
		t.Errorf("no code: %d\n%s", made.StatusCode, made.text)
	}
	pass := made.field(t, "pass")["value"]
	way := "/device/" + pass
	if !strings.Contains(made.text, `value="http://chat.tideline.example`+way+`"`) {
		t.Fatalf("no link\n%s", made.text)
	}
	if page := desk.sends("/account/device/state", "pass", pass); page.StatusCode != http.StatusAccepted || page.text != "" {
		t.Errorf("while it waits: %d\n%s", page.StatusCode, page.text)
	}
	if page := desk.opens(way); page.StatusCode != http.StatusConflict {
		t.Errorf("on the device that is signed in: %d", page.StatusCode)
	}
	if page := desk.sends(way); page.StatusCode != http.StatusConflict {
		t.Errorf("sent from the device that is signed in: %d", page.StatusCode)
	}

	phone := s.visitor(t)
	for range 2 { // looking does not use it up
		page := phone.opens(way)
		if page.StatusCode != 200 || !strings.Contains(page.text, "signed in to Tideline with the account "+authtest.NoraEmail) ||
			phone.signedIn() {
			t.Fatalf("%d\n%s", page.StatusCode, page.text)
		}
	}
	if page := phone.sends(way); page.to(t, "/") != "/" || !phone.signedIn() {
		t.Fatalf("%d\n%s", page.StatusCode, page.text)
	}
	list := s.Do(t, nora, wire.ListSessions.Type, &wire.SessionList{}).(*wire.Sessions).Sessions
	if len(list) != 3 {
		t.Errorf("the sessions are %+v", list)
	}
	if page := desk.sends("/account/device/state", "pass", pass); page.StatusCode != 200 || !strings.Contains(page.text, "is signed in") {
		t.Errorf("after it was used: %d\n%s", page.StatusCode, page.text)
	}
	spent := s.visitor(t).opens(way)
	for _, same := range []answer{s.visitor(t).sends(way), s.visitor(t).opens("/device/nothing")} {
		if same.StatusCode != 404 || same.text != spent.text {
			t.Errorf("a used code and an unknown one differ: %d\n%s", same.StatusCode, same.text)
		}
	}
}

func TestACodeIsTakenBack(t *testing.T) {
	s, _ := settled(t)
	desk := s.visitor(t)
	desk.signsIn(authtest.NoraEmail, authtest.NoraPassword)
	made := desk.sends("/account/device")
	if !strings.Contains(made.text, "gate__here") || strings.Contains(made.text, "data:image") {
		t.Errorf("a code that no other device can open is shown\n%s", made.text)
	}
	pass := made.field(t, "pass")["value"]
	stranger := s.visitor(t)
	stranger.sends("/account/device/cancel", "pass", pass)
	if page := s.visitor(t).opens("/device/" + pass); page.StatusCode != 200 {
		t.Errorf("after a stranger took it back: %d", page.StatusCode)
	}
	desk.sends("/account/device/cancel", "pass", pass)
	if page := s.visitor(t).sends("/device/" + pass); page.StatusCode != 404 {
		t.Errorf("after it was taken back: %d", page.StatusCode)
	}
	page := desk.sends("/account/device/state", "pass", pass)
	if page.StatusCode != 200 || !strings.Contains(page.text, "does not work any more") {
		t.Errorf("its state: %d\n%s", page.StatusCode, page.text)
	}
	for range 9 {
		desk.sends("/account/device")
	}
	if page := desk.sends("/account/device"); page.StatusCode != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" {
		t.Errorf("the eleventh: %d", page.StatusCode)
	}
}

// pass makes a pass of a session and returns its token.
func (s *site) pass(t *testing.T, g auth.Grant) string {
	t.Helper()
	token, err := auth.PassesOf(s.Auth).Make(t.Context(), auth.Identity{User: g.User, Session: g.Session})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

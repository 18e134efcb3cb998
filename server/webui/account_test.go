package webui_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// signsIn gives the visitor the session of somebody with this address.
func (v *visitor) signsIn(email, password string) {
	v.t.Helper()
	v.sends("/signin", "email", email, "password", password).to(v.t, "/")
}

func TestSomebodyDeletesTheirAccount(t *testing.T) {
	s, nora := settled(t)
	ada := s.Ada(t, nora)
	main, err := s.Auth.Workspace(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	said := s.Do(t, ada, wire.SendMessage.Type, &wire.Send{CID: id.New(), Room: main.MainRoom, Body: "I was here"}).(*wire.Ack)
	about := "sailor"
	s.Do(t, ada, wire.SetProfile.Type, &wire.ProfileSet{User: ada.User, About: &about})

	v, other := s.visitor(t), s.visitor(t)
	v.opens("/account/delete").to(t, "/signin?next=%2Faccount%2Fdelete")
	v.sends("/account/delete", "password", authtest.AdaPassword).to(t, "/signin")
	v.sends("/signin", "email", authtest.AdaEmail, "password", authtest.AdaPassword, "next", "/account/delete").to(t, "/account/delete")
	other.signsIn(authtest.AdaEmail, authtest.AdaPassword)
	if page := v.opens("/account/delete"); page.StatusCode != 200 || !strings.Contains(page.text, "Deleted person") {
		t.Fatalf("%d\n%s", page.StatusCode, page.text)
	}
	wrong := v.sends("/account/delete", "password", "not the password")
	if wrong.StatusCode != 422 || wrong.textOf(t, "password-error") == "" || !v.signedIn() {
		t.Errorf("%d\n%s", wrong.StatusCode, wrong.text)
	}
	v.header.Set("Sec-Fetch-Site", "cross-site")
	if a := v.sends("/account/delete", "password", authtest.AdaPassword); a.StatusCode != http.StatusForbidden {
		t.Errorf("a form of another site: %d", a.StatusCode)
	}
	v.header.Del("Sec-Fetch-Site")

	done := v.sends("/account/delete", "password", authtest.AdaPassword)
	if done.StatusCode != 200 || done.Header.Get("Clear-Site-Data") != `"cache", "storage"` || v.signedIn() {
		t.Errorf("%d %v, cookies %v\n%s", done.StatusCode, done.Header, v.cookies, done.text)
	}
	if other.signedIn() {
		t.Error("the other session goes on")
	}
	if a := s.visitor(t).sends("/signin", "email", authtest.AdaEmail, "password", authtest.AdaPassword); a.StatusCode != 422 {
		t.Errorf("signing in: %d", a.StatusCode)
	}

	got := s.Do(t, nora, wire.FetchHistory.Type, &wire.Fetch{Room: main.MainRoom}).(*wire.Page)
	last := got.Events[len(got.Events)-1]
	if last.Seq != said.Seq || last.Body != "I was here" {
		t.Errorf("what she wrote: %+v", last)
	}
	err = s.Store.View(t.Context(), func(tx store.Tx) error {
		u, err := tx.Users().ByID(ada.User)
		if err != nil {
			return err
		}
		if u.Name != "Deleted person" || u.Email != "" || u.Password != "" || !u.Gone || !u.Ghost || u.Handle != "ada.brandt" {
			t.Errorf("what is left of her: %+v", u)
		}
		told, err := tx.Profiles().Get(ada.User)
		if err != nil || told != (store.Profile{}) {
			t.Errorf("her profile: %+v, %v", told, err)
		}
		live, err := tx.Sessions().OfUser(ada.User)
		if len(live) > 0 {
			t.Errorf("sessions: %+v", live)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNobodyTakesTheHandleOfADeletedAccountOrLetsThemInAgain(t *testing.T) {
	s, nora := settled(t)
	ada := s.Ada(t, nora)
	v := s.visitor(t)
	v.signsIn(authtest.AdaEmail, authtest.AdaPassword)
	if a := v.sends("/account/delete", "password", authtest.AdaPassword); a.StatusCode != 200 {
		t.Fatalf("%d\n%s", a.StatusCode, a.text)
	}
	again := s.Ada(t, nora) // with the same name and address
	u := s.Do(t, nora, wire.GetUsers.Type, &wire.UserGet{IDs: []string{again.User}}).(*wire.Users).Users[0]
	if again.User == ada.User || u.Handle == "ada.brandt" {
		t.Errorf("she comes back as %+v", u)
	}
	for _, banned := range []bool{false, true} {
		q := &wire.UserList{Banned: banned, Ghosts: true}
		for _, u := range s.Do(t, nora, wire.ListUsers.Type, q).(*wire.Users).Users {
			if u.ID == ada.User {
				t.Errorf("she is listed, banned: %v", banned)
			}
		}
	}
	for kind, q := range map[wire.Type]wire.Headed{
		wire.BanUser.Type: &wire.UserBan{User: ada.User}, wire.ResetPassword.Type: &wire.UserReset{User: ada.User},
		wire.SetRole.Type: &wire.UserRole{User: ada.User, Role: wire.RoleAdmin},
	} {
		if _, err := s.Chat.Do(t.Context(), chat.SignedIn(nora.User, nora.Session), chat.Lookup(kind), q); err == nil {
			t.Errorf("%s works on her", kind)
		}
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	s, _ := settled(t)
	v := s.visitor(t)
	v.signsIn(authtest.NoraEmail, authtest.NoraPassword)
	a := v.sends("/account/delete", "password", authtest.NoraPassword)
	if a.StatusCode != 422 || !strings.Contains(a.textOf(t, "password-error"), "owner") || !v.signedIn() {
		t.Errorf("%d\n%s", a.StatusCode, a.text)
	}
}

func TestThePageOfTheArchiveIsForThoseWhoAreSignedIn(t *testing.T) {
	s, _ := settled(t)
	v := s.visitor(t)
	v.opens("/account/export").to(t, "/signin?next=%2Faccount%2Fexport")
	v.signsIn(authtest.NoraEmail, authtest.NoraPassword)
	if a := v.opens("/account/export"); a.StatusCode != 200 || !strings.Contains(a.text, `href="/api/v1/account/export"`) {
		t.Errorf("%d\n%s", a.StatusCode, a.text)
	}
}

func TestAnAccountIsDeletedOnAllNodes(t *testing.T) {
	s, nora := settled(t, authtest.Shared)
	ada := s.Ada(t, nora)
	away := s.Node(t, authtest.Shared)
	r := s.visitor(t)
	r.signsIn(authtest.AdaEmail, authtest.AdaPassword)
	who := auth.Identity{User: ada.User, Session: ada.Session}
	if err := auth.PasswordsOf(away).Leave(t.Context(), who, authtest.AdaPassword, authtest.Client("192.0.2.8")); err != nil {
		t.Fatal(err)
	}
	s.Auth.Live.Forget(nil, []wire.User{{ID: ada.User}}) // the hint of the other node
	if r.signedIn() {
		t.Error("the session goes on here")
	}
	err := auth.PasswordsOf(s.Auth).Leave(t.Context(), who, authtest.AdaPassword, authtest.Client("192.0.2.8"))
	if err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("a second time: %v", err)
	}
}

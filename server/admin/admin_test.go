package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// pages are the addresses of all pages, with a person and a room in them.
func (p *place) pages(user, room string) []string {
	return []string{"/admin", "/admin/people", "/admin/people/" + user, "/admin/banned", "/admin/invites", "/admin/rooms",
		"/admin/rooms?private=1", "/admin/rooms/" + room}
}

// room makes a room and returns its id.
func (r *reader) room(name string, kind wire.RoomKind) string {
	r.t.Helper()
	return r.do(wire.CreateRoom.Type, &wire.RoomCreate{Name: name, Kind: kind}).(*wire.RoomInfo).Room.ID
}

func TestOnlyOwnersAndAdminsSeeThePages(t *testing.T) {
	p := newPlace(t)
	ada, sam, mallory := p.joins("Ada", wire.RoleAdmin), p.joins("Sam", wire.RoleMember), p.joins("Mallory", wire.RoleAdmin)
	room := ada.room("cellar", wire.RoomPublic)
	p.nora.do(wire.JoinRoom.Type, &wire.RoomRef{Room: room})
	p.nora.do(wire.BanUser.Type, &wire.UserBan{User: mallory.grant.User, Banned: true})
	for _, path := range p.pages(sam.grant.User, room) {
		for _, r := range []*reader{p.nora, ada} {
			a := r.opens(path).says(t, 200, "Tideline", `href="/admin/invites"`)
			if strings.Contains(a.text, "<script>") || !strings.Contains(a.Header.Get("Content-Security-Policy"), "default-src 'none'") ||
				a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %v\n%s", path, a.Header, a.text)
			}
		}
		if a := sam.opens(path).says(t, http.StatusForbidden); strings.Contains(a.text, "Mallory") || strings.Contains(a.text, "cellar") {
			t.Errorf("%s shows a member\n%s", path, a.text)
		}
		p.reader(auth.Grant{}).opens(path).leads(t, "/signin?next=%2Fadmin")
		mallory.opens(path).leads(t, "/signin?next=%2Fadmin")
	}
	p.nora.opens("/admin/nothing").says(t, 404)
	sam.opens("/admin/nothing").says(t, 403)
	p.nora.sends("/admin/nothing").says(t, 404)
}

func TestFormsAreForThoseWhoMay(t *testing.T) {
	p := newPlace(t)
	ada, sam, olga := p.joins("Ada", wire.RoleAdmin), p.joins("Sam", wire.RoleMember), p.joins("Olga", wire.RoleOwner)
	to := func(r *reader, form string) string { return "/admin/people/" + r.grant.User + form }
	for _, c := range []struct {
		who  *reader
		path string
		with []string
		want int
	}{
		{sam, "/admin/name", []string{"name", "Sam's"}, 403},
		{sam, "/admin/invites", nil, 403},
		{sam, to(ada, "/ban"), []string{"sure", "yes"}, 403},
		{sam, to(sam, "/role"), []string{"role", "admin"}, 403},
		{ada, to(sam, "/role"), []string{"role", "admin"}, 403},
		{ada, to(ada, "/role"), []string{"role", "owner", "sure", "yes"}, 403},
		{ada, to(olga, "/ban"), []string{"sure", "yes"}, 403},
		{ada, to(olga, "/reset"), nil, 403},
		{ada, to(olga, "/signout"), nil, 403},
		{ada, to(olga, "/picture"), nil, 403},
		{p.nora, to(p.nora, "/ban"), []string{"sure", "yes"}, 422},
		{p.nora, "/admin/people/0192f0c1d2e37abc8def001122334455/reset", nil, 404},
		{p.nora, "/admin/name", []string{"name", " "}, 422},
		{p.nora, "/admin/invites", []string{"uses", "many"}, 422},
		{p.nora, "/admin/invites/revoke", []string{"invite", "0192f0c1d2e37abc8def001122334455"}, 404},
		{p.nora, to(sam, "/role"), []string{"role", "emperor"}, 422},
	} {
		c.who.sends(c.path, c.with...).says(t, c.want)
	}
	place, err := p.Auth.Workspace(t.Context())
	if err != nil || place.Name != "Tideline" {
		t.Errorf("the workspace is %+v, %v", place, err)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	p := newPlace(t)
	for _, site := range []string{"cross-site", "same-site"} {
		p.nora.header.Set("Sec-Fetch-Site", site)
		p.nora.sends("/admin/name", "name", "Evil").says(t, http.StatusForbidden)
	}
	p.nora.header = http.Header{"Origin": {"https://evil.example"}}
	p.nora.sends("/admin/name", "name", "Evil").says(t, http.StatusForbidden)
	place, err := p.Auth.Workspace(t.Context())
	if err != nil || place.Name != "Tideline" {
		t.Errorf("the workspace is %+v, %v", place, err)
	}
}

func TestTheWorkspaceIsRenamed(t *testing.T) {
	p := newPlace(t)
	p.nora.sends("/admin/name", "name", " Harbour ").leads(t, "/admin?done=renamed")
	p.nora.opens("/admin?done=renamed").says(t, 200, "Harbour", "has its new name", "1.2.3", `value="Harbour"`)
	if a := p.nora.opens("/admin?done=<b>"); strings.Contains(a.text, "<b>") {
		t.Error("what stands in the address stands in the page")
	}
}

func TestASessionThatEndsMidwayAsksToSignIn(t *testing.T) {
	p := newPlace(t)
	ada := p.joins("Ada", wire.RoleAdmin)
	ada.opens("/admin/invites").says(t, 200)
	p.nora.do(wire.EndOtherSessions.Type, &wire.SessionEndOthers{User: ada.grant.User})
	ada.sends("/admin/invites", "uses", "5").leads(t, "/signin?next=%2Fadmin")
	if left := p.nora.do(wire.ListInvites.Type, &wire.InviteList{}).(*wire.Invites).Invites; len(left) != 0 {
		t.Errorf("there are invites: %+v", left)
	}
	p.nora.do(wire.SetRole.Type, &wire.UserRole{User: ada.grant.User, Role: wire.RoleMember})
	again := p.signsIn("Ada")
	again.opens("/admin").says(t, http.StatusForbidden)
}

func TestWhoSignsInComesBack(t *testing.T) {
	p := newPlace(t)
	stranger := p.reader(auth.Grant{})
	for next, to := range map[string]string{
		"/admin": "/admin", "/admin/people?query=a": "/admin/people?query=a",
		"/administrator": "/", "/admin/../x": "/", "//evil/admin": "/",
	} {
		stranger.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword, "next", next).leads(t, to)
	}
}

// signsIn signs a person in who joined.
func (p *place) signsIn(name string) *reader {
	p.t.Helper()
	g, err := p.Auth.SignIn(p.t.Context(), strings.ToLower(name)+"@tideline.example", "a long password of "+name,
		authtest.Client("192.0.2.4"))
	if err != nil {
		p.t.Fatal(err)
	}
	return p.reader(g)
}

func TestInvitesAreMadeListedAndTakenBack(t *testing.T) {
	p := newPlace(t)
	made := p.nora.sends("/admin/invites", "uses", "3", "hours", "24").says(t, 200, "0 of 3 used", "Made by <bdi>Nora Vance</bdi>",
		"2 May 2030")
	p.reader(auth.Grant{}).opens(made.link(t)).says(t, 200, "Nora Vance")
	list := p.nora.opens("/admin/invites").says(t, 200, "0 of 3 used")
	if strings.Contains(list.text, "/join/") {
		t.Error("the link is shown again")
	}
	id := p.nora.do(wire.ListInvites.Type, &wire.InviteList{}).(*wire.Invites).Invites[0].ID
	p.nora.sends("/admin/invites/revoke", "invite", id).leads(t, "/admin/invites?done=revoked")
	p.nora.opens("/admin/invites").says(t, 200, "There are no invites")
	p.reader(auth.Grant{}).opens(made.link(t)).says(t, 404)
}

func TestLongListsHavePages(t *testing.T) {
	p := newPlace(t)
	for range 51 {
		p.nora.do(wire.CreateInvite.Type, &wire.InviteCreate{})
	}
	first := p.nora.opens("/admin/invites").says(t, 200, "Next page")
	next := first.text[strings.Index(first.text, "/admin/invites?after="):]
	next = next[:strings.Index(next, `"`)]
	if rest := p.nora.opens(next).says(t, 200); strings.Count(rest.text, "0 of 25 used") != 2 || strings.Contains(rest.text, "Next page") {
		t.Errorf("the last page\n%s", rest.text) // each invite is named twice, for its button too
	}
}

func TestRolesAreGivenAfterAQuestion(t *testing.T) {
	p := newPlace(t)
	sam := p.joins("Sam", wire.RoleMember)
	page := "/admin/people/" + sam.grant.User
	p.nora.opens("/admin/people?query=sa").says(t, 200, page, "@sam")
	p.nora.sends(page+"/role", "role", "admin").leads(t, page+"?done=role")
	p.nora.sends(page+"/role", "role", "owner").says(t, 200, "Make Sam an owner of Tideline?", `name="sure"`, `value="owner"`)
	p.nora.opens(page).says(t, 200, `<option value="admin" selected>`)
	p.nora.sends(page+"/role", "role", "owner", "sure", "yes").leads(t, page+"?done=role")
	p.nora.opens(page).says(t, 200, `<option value="owner" selected>`)

	nora := "/admin/people/" + p.nora.grant.User
	sam.sends(page+"/role", "role", "member").leads(t, "/admin?done=role")
	p.nora.sends(nora+"/role", "role", "admin").says(t, 409) // the last owner
	p.nora.opens(nora).says(t, 200, `<option value="owner" selected>`)
}

func TestAPersonIsLookedAfter(t *testing.T) {
	p := newPlace(t)
	sam := p.joins("Sam", wire.RoleMember)
	page := "/admin/people/" + sam.grant.User
	p.nora.opens(page).says(t, 200, "Firefox on Linux", "192.0.2.0/24")
	link := p.nora.sends(page+"/reset").says(t, 200, "not shown again").link(t)
	p.reader(auth.Grant{}).opens(link).says(t, 200, "sam@tideline.example")
	p.nora.sends(page+"/signout").leads(t, page+"?done=signout")
	sam.opens("/admin").leads(t, "/signin?next=%2Fadmin")
	p.nora.opens(page).says(t, 200, "Not signed in anywhere")

	p.nora.sends(page+"/ban").says(t, 200, "Ban Sam from Tideline?")
	p.nora.opens("/admin/banned").says(t, 200, "Nobody is banned")
	p.nora.sends(page+"/ban", "sure", "yes").leads(t, page+"?done=ban")
	p.nora.opens(page).says(t, 200, "This person is banned")
	p.nora.opens("/admin/banned?query=sam").says(t, 200, page+"/unban")
	p.nora.sends(page+"/unban").leads(t, "/admin/banned?done=unban")
	p.signsIn("Sam")
}

func TestAPictureIsShownAndRemoved(t *testing.T) {
	p := newPlace(t)
	sam := p.joins("Sam", wire.RoleMember)
	page, picture := "/admin/people/"+sam.grant.User, id.New()
	err := p.Store.Update(t.Context(), func(tx store.Tx) error {
		u, err := tx.Users().ByID(sam.grant.User)
		if err != nil {
			return err
		}
		u.Picture = picture
		return tx.Users().Update(u)
	})
	if err != nil {
		t.Fatal(err)
	}
	p.nora.opens("/admin/people").says(t, 200, picture)
	p.nora.opens(page).says(t, 200, picture, "Remove the picture")
	p.nora.sends(page+"/picture").leads(t, page+"?done=picture")
	if now := p.nora.opens(page).says(t, 200); strings.Contains(now.text, "Remove the picture") || strings.Contains(now.text, picture) {
		t.Errorf("the picture is still there\n%s", now.text)
	}
}

func TestRoomsBecomePrivateAfterAQuestion(t *testing.T) {
	p := newPlace(t)
	sam := p.joins("Sam", wire.RoleMember)
	room, secret := p.nora.room("cellar", wire.RoomPublic), sam.room("hideout", wire.RoomPrivate)
	others := sam.room("attic", wire.RoomPublic)
	page := "/admin/rooms/" + room
	list := p.nora.opens("/admin/rooms").says(t, 200, page, "attic", "general")
	if strings.Contains(list.text, "/admin/rooms/"+others) {
		t.Error("a room that one is not in can be made private")
	}
	p.nora.opens(page).says(t, 200, "Make cellar private?", "The one person who is in it stays", `value="private"`)
	p.nora.sends(page, "kind", "private").leads(t, "/admin/rooms?private=1&done=kind")
	p.nora.opens("/admin/rooms?private=1&query=cell").says(t, 200, "cellar", page)
	p.nora.opens(page).says(t, 200, "Make cellar public?", "all that was ever written", `value="public"`)
	p.nora.sends(page, "kind", "public").leads(t, "/admin/rooms?done=kind")

	for _, path := range []string{"/admin/rooms?private=1", "/admin/rooms?query=hide"} {
		if a := p.nora.opens(path).says(t, 200); strings.Contains(a.text, "hideout") {
			t.Errorf("%s shows another's private room\n%s", path, a.text)
		}
	}
	p.nora.opens("/admin/rooms/"+secret).says(t, 404)
	p.nora.sends("/admin/rooms/"+secret, "kind", "public").says(t, 404)
	p.nora.sends("/admin/rooms/"+others, "kind", "private").says(t, 404)
}

func TestEveryPageIsInTheReadersLanguage(t *testing.T) {
	p := newPlace(t)
	ada, sam := p.joins("Ada", wire.RoleAdmin), p.joins("Sam", wire.RoleMember)
	room := ada.room("cellar", wire.RoomPublic)
	p.nora.do(wire.JoinRoom.Type, &wire.RoomRef{Room: room})
	p.nora.do(wire.CreateInvite.Type, &wire.InviteCreate{Room: room})
	mallory := p.joins("Mallory", wire.RoleMember)
	p.nora.do(wire.BanUser.Type, &wire.UserBan{User: mallory.grant.User, Banned: true})
	nora, member := p.nora.inPseudo(), sam.inPseudo()
	user := "/admin/people/" + sam.grant.User
	for name, a := range map[string]answer{
		"forbidden":     member.opens("/admin"),
		"nothing":       nora.opens("/admin/nothing"),
		"an invite":     nora.sends("/admin/invites"),
		"owner":         nora.sends(user+"/role", "role", "owner"),
		"a ban":         nora.sends(user + "/ban"),
		"a reset":       nora.sends(user + "/reset"),
		"no number":     nora.sends("/admin/invites", "uses", "x"),
		"done":          nora.opens("/admin?done=renamed"),
		"who is banned": nora.opens("/admin/people/" + mallory.grant.User),
		"a search":      nora.opens("/admin/people?query=zz"),
		"emoji":         nora.opens("/emoji"),
		"no picture":    nora.sends("/emoji"),
	} {
		nora.speaks(name, a)
	}
	for _, path := range p.pages(sam.grant.User, room) {
		nora.speaks(path, nora.opens(path))
	}
}

// speaks checks that a page says nothing in another language than that for tests.
func (r *reader) speaks(name string, a answer) {
	r.t.Helper()
	if !strings.Contains(a.text, `<html lang="ar-XB" dir="rtl">`) || !strings.Contains(a.text, "⟦") {
		r.t.Errorf("%s: %d\n%s", name, a.StatusCode, a.text)
	}
	own := []string{"Tideline", "Nora Vance", "NV", "@nora.vance", "Ada", "@ada", "Sam", "SA", "@sam", "Mallory", "MA", "@mallory",
		"general", "cellar",
		"Firefox on Linux", "Confab"}
	for _, s := range a.untranslated(r.t, own...) {
		if !strings.HasPrefix(strings.TrimSpace(s), "http://") {
			r.t.Errorf("%s: %q is not translated", name, s)
		}
	}
}

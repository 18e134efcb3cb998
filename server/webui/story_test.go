package webui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/mail"
	"github.com/confab/confab/shared/wire"
)

func TestTheFirstRunWithoutAnyScript(t *testing.T) {
	s := fresh(t)
	nora := s.visitor(t)
	nora.opens("/").to(t, "/setup")
	nora.opens("/r/x").to(t, "/setup")
	nora.opens("/signin").to(t, "/setup")

	where := nora.opens("/setup")
	if where.StatusCode != 200 || where.field(t, "code") == nil || where.field(t, "workspace") != nil ||
		strings.Contains(where.text, authtest.SetupCode) {
		t.Errorf("%d\n%s", where.StatusCode, where.text)
	}
	wrong := nora.opens("/setup?code=guess")
	if wrong.StatusCode != 422 || wrong.textOf(t, "code-error") == "" || strings.Contains(wrong.text, "guess") {
		t.Errorf("%d\n%s", wrong.StatusCode, wrong.text)
	}
	form := nora.opens("/setup?code=" + url.QueryEscape(authtest.SetupCode))
	if form.StatusCode != 200 || form.field(t, "code")["value"] != authtest.SetupCode {
		t.Fatalf("%d\n%s", form.StatusCode, form.text)
	}

	half := nora.sends("/setup", "code", authtest.SetupCode, "workspace", "Tideline", "name", "Nora Vance", "email", "nora", "password",
		"short")
	if half.StatusCode != 422 || half.field(t, "workspace")["value"] != "Tideline" || half.field(t, "name")["value"] != "Nora Vance" ||
		half.field(t, "email")["value"] != "nora" {
		t.Errorf("what was typed is gone: %d\n%s", half.StatusCode, half.text)
	}
	if half.field(t, "password")["value"] != "" || strings.Contains(half.text, "short\"") {
		t.Error("the password came back")
	}
	if half.textOf(t, "email-error") == "" || half.textOf(t, "password-error") == "" || half.field(t, "email")["aria-invalid"] != "true" {
		t.Error("the faults are not at their fields")
	}
	if _, focused := half.field(t, "email")["autofocus"]; !focused {
		t.Error("the cursor is not in the first field with a fault")
	}

	room := nora.sends("/setup", "code", authtest.SetupCode, "workspace", "Tideline", "name", "Nora Vance", "email", authtest.NoraEmail,
		"password", authtest.NoraPassword).to(t, "/r/")
	if !strings.HasSuffix(room, "?invite=1") || !nora.signedIn() {
		t.Errorf("led to %s, signed in: %v", room, nora.signedIn())
	}
	if page := nora.opens(room); page.StatusCode != 200 || !strings.Contains(page.text, "composer__input") {
		t.Error(page.StatusCode)
	}

	late := s.visitor(t)
	late.opens("/setup").to(t, "/signin")
	late.opens("/setup?code="+url.QueryEscape(authtest.SetupCode)).to(t, "/signin")
	late.sends("/setup", "code", authtest.SetupCode, "workspace", "Mine", "name", "Mallory", "email", "m@evil.example", "password",
		"a fine long password").to(t, "/signin")
}

func TestJoiningWithoutAnyScript(t *testing.T) {
	s, nora := settled(t)
	token, id := s.Invite(t, nora, wire.InviteCreate{Uses: 1})
	ada := s.visitor(t)
	page := ada.opens("/join/" + token)
	if page.StatusCode != 200 || !strings.Contains(page.text, "Nora Vance") || !strings.Contains(page.text, "until 8 May 2030") ||
		!strings.Contains(page.text, "One person is here already") {
		t.Fatalf("%d\n%s", page.StatusCode, page.text)
	}
	taken := ada.sends("/join/"+token, "name", "Ada Brandt", "email", authtest.NoraEmail, "password", authtest.AdaPassword)
	if taken.StatusCode != 422 || !strings.Contains(taken.textOf(t, "email-error"), "already") ||
		taken.field(t, "name")["value"] != "Ada Brandt" {
		t.Errorf("%d\n%s", taken.StatusCode, taken.text)
	}
	ada.sends("/join/"+token, "name", "Ada Brandt", "email", authtest.AdaEmail, "password", authtest.AdaPassword).to(t, "/r/")
	if !ada.signedIn() {
		t.Error("not signed in")
	}

	for name, c := range map[string]struct{ path, says string }{
		"used up": {"/join/" + token, "all of them have joined"},
		"unknown": {"/join/x", "not complete"},
	} {
		page := s.visitor(t).opens(c.path)
		if page.StatusCode != 404 || !strings.Contains(page.text, c.says) || page.field(t, "email") != nil {
			t.Errorf("%s: %d\n%s", name, page.StatusCode, page.text)
		}
		if page := s.visitor(t).sends(c.path, "name", "Eve", "email", "eve@x.example", "password",
			authtest.AdaPassword); page.StatusCode != 404 {
			t.Errorf("%s: sent all the same: %d", name, page.StatusCode)
		}
	}
	s.Do(t, nora, wire.RevokeInvite.Type, &wire.InviteRevoke{Invite: id})
	if page := s.visitor(t).opens("/join/" + token); !strings.Contains(page.text, "taken back") {
		t.Error(page.text)
	}
	old, _ := s.Invite(t, nora, wire.InviteCreate{Hours: 1})
	s.Clock.Move(time.Hour)
	if page := s.visitor(t).opens("/join/" + old); !strings.Contains(page.text, "has expired") {
		t.Error(page.text)
	}
}

func TestSigningInAndOutWithoutAnyScript(t *testing.T) {
	s, owner := settled(t)
	nora := s.visitor(t)
	if page := nora.opens("/signin?next=/r/" + strings.Repeat("a", 32)); page.field(t, "next")["value"] != "/r/"+strings.Repeat("a", 32) {
		t.Errorf("next: %v", page.field(t, "next"))
	}
	no := nora.sends("/signin", "email", authtest.NoraEmail, "password", "not this one")
	if no.StatusCode != 422 || no.textOf(t, "password-error") == "" || no.field(t, "email")["value"] != authtest.NoraEmail ||
		strings.Contains(no.text, "not this one") {
		t.Errorf("%d\n%s", no.StatusCode, no.text)
	}
	nora.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword, "next", "/r/"+strings.Repeat("a", 32)).to(t,
		"/r/aaaa")
	if !nora.signedIn() {
		t.Fatal("not signed in")
	}
	nora.opens("/signin").to(t, "/")

	if page := nora.opens("/signout"); page.StatusCode != 200 || !nora.signedIn() {
		t.Error("a link signed Nora out")
	}
	old := nora.cookies
	left := nora.sends("/signout")
	left.to(t, "/signin")
	// The remaining cookie names nobody and authenticates nothing: see
	// auth.deviceMark.
	mark := nora.cookies["confab_device"]
	delete(nora.cookies, "confab_device")
	if mark == nil || !mark.HttpOnly || strings.Contains(mark.Value, owner.User) {
		t.Errorf("the browser is a stranger again, or tells who was here: %v", mark)
	}
	if len(nora.cookies) != 0 || left.Header.Get("Clear-Site-Data") != `"cache", "storage"` {
		t.Errorf("left behind: %v, Clear-Site-Data %q", nora.cookies, left.Header.Get("Clear-Site-Data"))
	}
	if page := nora.opens("/signin?left"); !strings.Contains(page.text, "You have signed out") {
		t.Error(page.text)
	}
	page := s.visitor(t).opens("/signin?ended")
	if !strings.Contains(page.text, "ask one of its admins") || strings.Contains(page.text, "pick up where you left off") {
		t.Errorf("somebody whose access was ended is told\n%s", page.text)
	}
	thief := s.visitor(t)
	thief.cookies = old
	if thief.signedIn() {
		t.Error("the old cookies still work")
	}
}

func TestThrottledAndBusyPagesSaySo(t *testing.T) {
	s, _ := settled(t)
	v := s.visitor(t)
	var page answer
	for range 7 {
		page = v.sends("/signin", "email", authtest.NoraEmail, "password", "another guess")
	}
	if page.StatusCode != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" ||
		!strings.Contains(page.textOf(t, "password-error"), "Please wait") {
		t.Errorf("%d\n%s", page.StatusCode, page.text)
	}
	if wait := page.Header.Get("Retry-After"); !strings.Contains(page.text, `type="submit" data-wait="`+wait+`"`) {
		t.Errorf("the button does not know that it must wait %s s\n%s", wait, page.text)
	}
	if page := v.opens("/signin"); strings.Contains(page.text, "data-wait") {
		t.Error("the button of a new page waits")
	}
}

func TestNobodyIsLedElsewhere(t *testing.T) {
	s, _ := settled(t)
	for _, next := range []string{
		"//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/r//evil.example", "javascript:alert(1)",
		"/r/../signout", "/r/x\r\nSet-Cookie: a=b", "/signout", "/setup", "r/x", "", "/r/\t/evil.example", "http:/r/x", "/r/" +
			strings.Repeat("x", 500), "%2f%2fevil.example",
	} {
		v := s.visitor(t)
		at := v.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword, "next", next).to(t, "/")
		if at != "/" {
			t.Errorf("next %q led to %q", next, at)
		}
	}
}

func TestFormsOfOtherSitesDoNothing(t *testing.T) {
	s, _ := settled(t)
	for name, header := range map[string][2]string{
		"cross-site":     {"Sec-Fetch-Site", "cross-site"},
		"same-site":      {"Sec-Fetch-Site", "same-site"},
		"foreign origin": {"Origin", "https://evil.example"},
		"null origin":    {"Origin", "null"},
		"suffix trick":   {"Origin", "http://127.0.0.1:8080.evil.example"},
		"other port":     {"Origin", "http://127.0.0.1:8081"},
	} {
		v := s.visitor(t)
		v.header.Set(header[0], header[1])
		page := v.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword)
		if page.StatusCode != http.StatusForbidden || len(v.cookies) != 0 {
			t.Errorf("%s: %d, cookies %v", name, page.StatusCode, v.cookies)
		}
	}
	own := s.visitor(t)
	own.header.Set("Origin", "http://127.0.0.1:8080")
	own.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword).to(t, "/")
}

func TestFormsThatAreNone(t *testing.T) {
	s, _ := settled(t)
	for name, form := range map[string][]string{
		"empty": nil, "endless": {"email", strings.Repeat("x", 1<<20)},
	} {
		if page := s.visitor(t).sends("/signin", form...); page.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", name, page.StatusCode)
		}
	}
	v := s.visitor(t)
	if page := v.request(http.MethodDelete, "/signin", nil); page.StatusCode != http.StatusMethodNotAllowed {
		t.Error(page.StatusCode)
	}
}

func TestCookiesOfThePages(t *testing.T) {
	for name, c := range map[string]struct {
		options []func(*auth.Options)
		prefix  string
	}{"http": {nil, ""}, "https": {[]func(*auth.Options){authtest.HTTPS}, "__Host-"}} {
		s, owner := settled(t, c.options...)
		v := s.visitor(t)
		v.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword).to(t, "/")
		if k := v.cookies[c.prefix+"confab_person"]; k == nil || k.HttpOnly || k.Value != owner.User || k.Secure != (c.prefix != "") {
			t.Errorf("%s: who signed in is not told to the page: %v", name, k)
		}
		for _, kind := range []string{"confab_access", "confab_refresh"} {
			k := v.cookies[c.prefix+kind]
			if k == nil || !k.HttpOnly || k.SameSite != http.SameSiteStrictMode || k.Path != "/" || k.Domain != "" ||
				k.Secure != (c.prefix != "") {
				t.Errorf("%s: %s: %v", name, kind, k)
			}
		}
	}
}

func TestStrangersAreAskedInAtOnce(t *testing.T) {
	s, _ := settled(t)
	room := "/r/" + strings.Repeat("a", 32)
	for name, c := range map[string]struct {
		site, mode string
		signedIn   bool
		path, to   string
	}{
		"the address bar":             {"none", "navigate", false, "/", "/signin"},
		"a room from the address bar": {"none", "navigate", false, room, "/signin?next=" + room},
		"our own page":                {"same-origin", "navigate", false, "/", "/signin"},
		"a link from elsewhere":       {"cross-site", "navigate", false, room, ""}, // the browser holds strict cookies back
		"a sister site":               {"same-site", "navigate", false, "/", ""},
		"the service worker":          {"same-origin", "same-origin", false, "/", ""},
		"an old browser":              {"", "", false, "/", ""},
		"a member":                    {"none", "navigate", true, room, ""},
	} {
		v := s.visitor(t)
		if c.signedIn {
			v.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword).to(t, "/")
		}
		v.header.Set("Sec-Fetch-Site", c.site)
		v.header.Set("Sec-Fetch-Mode", c.mode)
		page := v.opens(c.path)
		if at := page.Header.Get("Location"); at != c.to {
			t.Errorf("%s: led to %q, want %q", name, at, c.to)
		}
	}
	// The app deals with an expired session, which it may be able to refresh.
	// There is no loop of redirects.
	nora := s.visitor(t)
	nora.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword).to(t, "/")
	s.Clock.Move(time.Hour)
	nora.header.Set("Sec-Fetch-Site", "none")
	nora.header.Set("Sec-Fetch-Mode", "navigate")
	if page := nora.opens("/"); page.StatusCode != 200 {
		t.Errorf("an access that ran out: %d", page.StatusCode)
	}
}

func TestANewPasswordWithoutAnyScript(t *testing.T) {
	s, nora := settled(t)
	ada := s.Ada(t, nora)
	v := s.visitor(t)
	if page := v.opens("/signin"); !strings.Contains(page.text, `href="/reset"`) {
		t.Errorf("no way to a new password\n%s", page.text)
	}
	lost := v.opens("/reset")
	if lost.StatusCode != 200 || !strings.Contains(lost.text, "An admin of Tideline") || strings.Contains(lost.text, "Nora") {
		t.Errorf("%d\n%s", lost.StatusCode, lost.text)
	}
	way := s.Do(t, nora, wire.ResetPassword.Type, &wire.UserReset{User: ada.User}).(*wire.ResetLink).Path
	form := v.opens(way)
	if form.StatusCode != 200 || form.field(t, "username")["value"] != authtest.AdaEmail || form.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, %q\n%s", form.StatusCode, form.Header.Get("Cache-Control"), form.text)
	}
	short := v.sends(way, "password", "short")
	if short.StatusCode != 422 || short.textOf(t, "password-error") == "" || v.signedIn() {
		t.Errorf("%d\n%s", short.StatusCode, short.text)
	}
	done := v.sends(way, "password", "rain on a tin roof")
	if done.StatusCode != 200 || !strings.Contains(done.text, "One other session was ended") || !v.signedIn() {
		t.Errorf("%d\n%s", done.StatusCode, done.text)
	}
	spent := s.visitor(t).opens(way)
	for _, same := range []answer{s.visitor(t).sends(way, "password", "a second long phrase"), s.visitor(t).opens("/reset/nothing")} {
		if same.StatusCode != 404 || same.text != spent.text {
			t.Errorf("a used link and an unknown one differ: %d\n%s", same.StatusCode, same.text)
		}
	}
	if !strings.Contains(spent.text, "Your password is what it was") {
		t.Error(spent.text)
	}
	for range 30 {
		s.visitor(t).opens("/reset/guess")
	}
	if page := s.visitor(t).opens("/reset/guess"); page.StatusCode != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" {
		t.Errorf("after many guesses: %d, Retry-After %q", page.StatusCode, page.Header.Get("Retry-After"))
	}
}

func TestALinkByMailWithoutAnyScript(t *testing.T) {
	var mails []mail.Prepare
	full := false
	s, _ := settled(t, authtest.HTTPS, func(o *auth.Options) {
		o.Mail = func(p mail.Prepare) bool { mails = append(mails, p); return !full }
	})
	v := s.visitor(t)
	if form := v.opens("/reset"); form.StatusCode != 200 || form.field(t, "email") == nil {
		t.Fatalf("%d\n%s", form.StatusCode, form.text)
	}
	no := v.sends("/reset", "email", "nora")
	if no.StatusCode != 422 || no.textOf(t, "email-error") == "" || no.field(t, "email")["value"] != "nora" {
		t.Errorf("%d\n%s", no.StatusCode, no.text)
	}
	known, unknown := v.sends("/reset", "email", authtest.NoraEmail), v.sends("/reset", "email", "none@tideline.example")
	if known.StatusCode != 200 || strings.ReplaceAll(known.text, authtest.NoraEmail, "none@tideline.example") != unknown.text {
		t.Errorf("known and unknown differ:\n%s\n%s", known.text, unknown.text)
	}
	m, ok, err := mails[0](t.Context())
	if err != nil || !ok {
		t.Fatalf("%v, %v", ok, err)
	}
	_, link, _ := strings.Cut(m.Text, "https://chat.tideline.example")
	way, _, _ := strings.Cut(link, "\n")
	v.sends(way, "password", "rain on a tin roof")
	if !v.signedIn() {
		t.Errorf("not signed in by %s", way)
	}
	full = true
	if busy := s.visitor(t).sends("/reset", "email", "more@tideline.example"); busy.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("with a full queue: %d", busy.StatusCode)
	}
}

func TestAServerWithoutMailTakesNoAddress(t *testing.T) {
	s, _ := settled(t)
	if page := s.visitor(t).sends("/reset", "email", authtest.NoraEmail); page.StatusCode != http.StatusNotFound {
		t.Error(page.StatusCode)
	}
}

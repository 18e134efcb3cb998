package webui_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/mail"
	"github.com/confab/confab/shared/text/languages"
	"github.com/confab/confab/shared/wire"
)

var (
	// translated is the form of text in the language for tests, arguments
	// included.
	translated = regexp.MustCompile(`⟦[^⟧]*⟧`)
	english    = regexp.MustCompile(`[A-Za-z]{2,}`)
	// data are the texts on pages that are not sentences of Confab: names, what
	// was typed, command lines.
	data = strings.NewReplacer("Confab", "", "Tideline", "", "localhost:8080", "", "[fd00::7]:8080", "", "localhost", "",
		"general", "", "Nora Vance", "", "NV", "",
		"nora@tideline.example", "", "confab serve --listen :8080", "", "confab serve --domain chat.example.org", "",
		"confab serve --public-url https://chat.example.org --trusted-proxy 127.0.0.1", "")
)

// shown are the attributes that people see or hear.
var shown = map[string]bool{
	"aria-label": true, "placeholder": true, "title": true, "alt": true,
	"data-empty": true, "data-minutes": true, "data-seconds": true, "data-level3": true,
}

// untranslated returns the texts of a page that are neither in the language for
// tests nor data.
func (a answer) untranslated(t *testing.T) (left []string) {
	t.Helper()
	look := func(s string) {
		if rest := data.Replace(translated.ReplaceAllString(s, "")); english.MatchString(rest) {
			left = append(left, strings.TrimSpace(s))
		}
	}
	// An element inside a sentence is part of the sentence.
	whole := regexp.MustCompile(`</?(?:b|bdi)>`).ReplaceAllString(a.text, "")
	n, err := html.Parse(strings.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	for n := range n.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			look(n.Data)
		}
		for _, at := range n.Attr {
			if shown[at.Key] {
				look(at.Val)
			}
		}
	}
	return left
}

// inPseudo checks that a whole page is in the language for tests.
func (a answer) inPseudo(t *testing.T, name string) {
	t.Helper()
	if !strings.Contains(a.text, `<html lang="ar-XB" dir="rtl">`) {
		t.Errorf("%s: %d, the root element does not tell the language and direction\n%s", name, a.StatusCode, a.text)
	}
	if !strings.Contains(a.text, "⟦") {
		t.Errorf("%s: %d says nothing in the language\n%s", name, a.StatusCode, a.text)
	}
	for _, s := range a.untranslated(t) {
		t.Errorf("%s: %q is not translated", name, s)
	}
}

// reader is a visitor who chose the language for tests.
func (s *site) reader(t *testing.T) *visitor {
	v := s.visitor(t)
	v.cookies[languages.Cookie] = &http.Cookie{Name: languages.Cookie, Value: languages.Pseudo}
	return v
}

func TestEveryPageIsInThePersonsLanguage(t *testing.T) {
	s := placed(t, nil)
	nora := s.reader(t)
	code := url.QueryEscape(authtest.SetupCode)
	nora.opens("/setup").inPseudo(t, "the setup code")
	nora.opens("/setup?code=guess").inPseudo(t, "a wrong code")
	nora.opens("/setup?code="+code).inPseudo(t, "setup")
	nora.sends("/setup", "code", authtest.SetupCode, "workspace", " ", "name", "", "email", "nora", "password", "short").
		inPseudo(t, "setup, refused")
	nora.opens(nora.setsUp(t, "/address?first")).inPseudo(t, "the first address")
	nora.opens("/address").inPseudo(t, "the address")
	nora.sends("/address", "way", "domain", "domain", "?").inPseudo(t, "a wrong domain")
	nora.sends("/address", "way", "proxy", "proxy", "?").inPseudo(t, "a wrong proxy")
	nora.sends("/address", "way", "domain", "domain", "chat.example.org").inPseudo(t, "the line for HTTPS")
	nora.sends("/address", "way", "proxy", "proxy", "https://chat.example.org").inPseudo(t, "the line for a proxy")
	nora.sends("/address", "way", "network", "near", "192.168.1.20:8080").inPseudo(t, "the line to listen")
	nora.opens("/signout").inPseudo(t, "signing out")
	nora.opens("/nothing").inPseudo(t, "nothing")
	nora.request(http.MethodPut, "/setup", nil).inPseudo(t, "a wrong method")
	nora.sends("/signin").inPseudo(t, "a form without fields")

	nora.opens("/account/export").inPseudo(t, "one's data")
	nora.opens("/account/delete").inPseudo(t, "deleting an account")
	nora.sends("/account/delete", "password", "no").inPseudo(t, "deleting an account, refused")

	nora.opens("/account/device").inPseudo(t, "asking for a code")
	shown := nora.sends("/account/device")
	shown.inPseudo(t, "a code")
	pass := shown.field(t, "pass")["value"]
	nora.opens("/device/"+pass).inPseudo(t, "a code on the device that made it")
	s.reader(t).opens("/device/"+pass).inPseudo(t, "a code on another device")
	s.reader(t).opens("/device/none").inPseudo(t, "a code that does not work")
	s.reader(t).sends("/device/" + pass)
	nora.sends("/account/device/state", "pass", pass).inPseudo(t, "a code that was used")
	nora.sends("/account/device/state", "pass", "none").inPseudo(t, "a code that is over")

	grant, err := s.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.9"))
	if err != nil {
		t.Fatal(err)
	}
	invite := s.Do(t, grant, wire.CreateInvite.Type, &wire.InviteCreate{}).(*wire.InviteInfo).Invite
	guest := s.reader(t)
	guest.opens("/join/"+invite.Token).inPseudo(t, "joining")
	guest.sends("/join/"+invite.Token, "name", "", "email", authtest.NoraEmail, "password", "password1234").inPseudo(t, "joining, refused")
	guest.opens("/join/none").inPseudo(t, "an invite that does not work")
	guest.opens("/signin").inPseudo(t, "signing in")
	guest.opens("/reset").inPseudo(t, "a forgotten password")
	guest.opens("/reset/none").inPseudo(t, "a link that does not work")
	reset := s.Do(t, grant, wire.ResetPassword.Type, &wire.UserReset{User: grant.User}).(*wire.ResetLink).Path
	guest.opens(reset).inPseudo(t, "a new password")
	guest.sends(reset, "password", "short").inPseudo(t, "a new password, refused")
	guest.opens("/signin?left").inPseudo(t, "signed out")
	guest.sends("/signin", "email", authtest.NoraEmail, "password", "a wrong password").inPseudo(t, "a wrong password")
	for range 20 {
		guest.sends("/signin", "email", authtest.NoraEmail, "password", "a wrong password")
	}
	waits := guest.sends("/signin", "email", authtest.NoraEmail, "password", "a wrong password")
	if waits.inPseudo(t, "waiting"); waits.StatusCode != http.StatusTooManyRequests || !strings.Contains(waits.text, "data-seconds") {
		t.Errorf("%d\n%s", waits.StatusCode, waits.text)
	}
	guest.header.Set("Sec-Fetch-Site", "cross-site")
	guest.sends("/signin", "email", "x").inPseudo(t, "a form of another site")
}

func TestThePagesAboutMailAreInThePersonsLanguage(t *testing.T) {
	s, _ := settled(t, authtest.HTTPS, func(o *auth.Options) { o.Mail = func(mail.Prepare) bool { return true } })
	v := s.reader(t)
	v.opens("/reset").inPseudo(t, "a forgotten password")
	v.sends("/reset", "email", "nora").inPseudo(t, "no address")
	v.sends("/reset", "email", authtest.NoraEmail).inPseudo(t, "a mail is on its way")
}

func TestTheManifestIsInThePersonsLanguage(t *testing.T) {
	s, _ := settled(t)
	english, own := s.visitor(t).opens("/manifest.webmanifest"), s.reader(t).opens("/manifest.webmanifest")
	if !strings.Contains(english.text, `"dir":"ltr"`) || strings.Contains(english.text, "⟦") {
		t.Errorf("without a language: %s", english.text)
	}
	if !strings.Contains(own.text, `"dir":"rtl"`) || strings.Count(own.text, "⟦") != 2 {
		t.Errorf("in the language for tests: %s", own.text)
	}
	varies := strings.Join(own.Header.Values("Vary"), " ")
	for _, header := range []string{"Accept-Encoding", "Accept-Language", "Cookie"} {
		if !strings.Contains(varies, header) {
			t.Errorf("it depends on %s and says only %q", header, varies)
		}
	}
	// Browsers send the cookie with the choice only if the link says so.
	if shell := s.visitor(t).opens("/r/x"); !strings.Contains(shell.text, `href="/manifest.webmanifest" crossorigin="use-credentials"`) {
		t.Error("the manifest is asked for without cookies")
	}
}

func TestTheLanguageForTestsIsOnlyForThoseWhoNameIt(t *testing.T) {
	s, _ := settled(t)
	v := s.visitor(t)
	v.header.Set("Accept-Language", "ar-XB, ar;q=0.9")
	if page := v.opens("/signin"); !strings.Contains(page.text, `<html lang="en" dir="ltr">`) || strings.Contains(page.text, "⟦") {
		t.Error(page.text)
	}
}

// This checks that the test above can fail.
func TestASentenceInEnglishIsFound(t *testing.T) {
	for text, want := range map[string]int{
		`<p>⟦Ñö⟧</p>`:                           0,
		`<p>⟦Ñö <b><bdi>Ann</bdi></b> öñ⟧</p>`:  0,
		`<p>Sign in</p>`:                        1,
		`<p>⟦Ñö⟧ and more</p>`:                  1,
		`<i aria-label="Show password">⟦Ñ⟧</i>`: 1,
		`<a title="Close" href="/signin">⟦Ñ⟧</a><script>let words</script>`: 1,
	} {
		a := answer{httptest.NewRecorder().Result(), text}
		if got := a.untranslated(t); len(got) != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

package webui_test

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/webui"
	"github.com/confab/confab/shared/wire"
)

// placed returns a site before its first run that asks for its address.
func placed(t *testing.T, change func(*webui.Places)) *site {
	t.Helper()
	w := authtest.New(t)
	p := &webui.Places{
		Port: "8080", Alone: true, Trouble: func() string { return "" },
		Nearby: func() ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("192.168.1.20"), netip.MustParseAddr("fd00::7")}, nil
		},
		Line: func(flags ...string) string { return "confab serve " + strings.Join(flags, " ") },
	}
	if change != nil {
		change(p)
	}
	h, err := webui.New(webui.Options{Auth: w.Auth, Places: p, Log: slog.New(slog.NewTextHandler(w.Log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return &site{World: w, h: h, host: "localhost:8080"}
}

// setsUp does the first run and returns the page that follows.
func (v *visitor) setsUp(t *testing.T, to string) string {
	t.Helper()
	return v.sends("/setup", "code", authtest.SetupCode, "workspace", "Tideline", "name", "Nora Vance", "email", authtest.NoraEmail,
		"password", authtest.NoraPassword).to(t, to)
}

func TestInvitesFollowWhereTheOwnerSaysPeopleFindIt(t *testing.T) {
	s := placed(t, nil)
	nora := s.visitor(t)
	page := nora.opens(nora.setsUp(t, "/address?first"))
	if page.StatusCode != http.StatusOK || !strings.Contains(page.text, "192.168.1.20:8080") ||
		!strings.Contains(page.text, "[fd00::7]:8080") {
		t.Fatalf("%d\n%s", page.StatusCode, page.text)
	}
	grant, err := s.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword,
		auth.Client{Address: netip.MustParseAddr("192.0.2.9")})
	if err != nil {
		t.Fatal(err)
	}
	link := func() string {
		t.Helper()
		return s.Do(t, grant, wire.CreateInvite.Type, &wire.InviteCreate{}).(*wire.InviteInfo).Invite.URL
	}
	if got := link(); got != "" {
		t.Errorf("before it is said where, an invite is at %q", got)
	}
	for _, c := range []struct{ way, field, value, line, begins string }{
		{"network", "near", "192.168.1.20:8080", "confab serve --listen :8080", "http://192.168.1.20:8080/join/"},
		{"domain", "domain", "chat.tideline.example.org", "confab serve --domain chat.tideline.example.org",
			"http://192.168.1.20:8080/join/"}, // after a restart
		{"proxy", "proxy", "https://chat.tideline.example/",
			"confab serve --public-url https://chat.tideline.example --trusted-proxy 127.0.0.1", "https://chat.tideline.example/join/"},
	} {
		res := nora.sends("/address", "way", c.way, c.field, c.value)
		if res.StatusCode != http.StatusOK || !strings.Contains(res.text, c.line+"</code>") {
			t.Errorf("%s: %d without %q\n%s", c.way, res.StatusCode, c.line, res.text)
		}
		if got := link(); !strings.HasPrefix(got, c.begins) {
			t.Errorf("%s: an invite is at %q, want %s", c.way, got, c.begins)
		}
	}
	nora.sends("/address", "way", "here").to(t, "/r/")
	if got := link(); got != "" {
		t.Errorf("on this computer only, an invite is at %q", got)
	}
}

func TestAnswersThatAreNoAddress(t *testing.T) {
	s := placed(t, nil)
	nora := s.visitor(t)
	nora.setsUp(t, "/address?first")
	for field, values := range map[string][]string{
		"domain": {"", "localhost", "192.168.1.20", "https://chat.example.org", "chat.example.org/x", "chat local", "<b>.example.org",
			strings.Repeat("x", 300) + ".org"},
		"proxy": {"", "chat.example.org", "javascript:alert(1)", "https://me:secret@chat.example.org", "https://chat.example.org/path"},
	} {
		for _, value := range values {
			res := nora.sends("/address", "way", field, field, value)
			if res.StatusCode != http.StatusUnprocessableEntity || res.textOf(t, field+"-error") == "" {
				t.Errorf("%s %q: %d", field, value, res.StatusCode)
			}
		}
	}
	for _, c := range [][]string{{"way", "network", "near", "10.9.9.9:8080"}, {"way", "elsewhere"}, {"way", ""}} {
		if res := nora.sends("/address", c...); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", c, res.StatusCode)
		}
	}
	if got, err := auth.WhereOf(s.Auth).Address(t.Context()); err != nil || got != "" {
		t.Errorf("the address is %q: %v", got, err)
	}
}

func TestTheAddressIsForThoseWhoRunThePlace(t *testing.T) {
	s := placed(t, nil)
	nora, stranger, ada := s.visitor(t), s.visitor(t), s.visitor(t)
	nora.setsUp(t, "/address?first")
	stranger.opens("/address").to(t, "/signin")
	stranger.sends("/address", "way", "proxy", "proxy", "https://evil.example").to(t, "/signin")
	grant, err := s.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword,
		auth.Client{Address: netip.MustParseAddr("192.0.2.9")})
	if err != nil {
		t.Fatal(err)
	}
	token, _ := s.Invite(t, grant, wire.InviteCreate{})
	ada.sends("/join/"+token, "name", "Ada Brandt", "email", authtest.AdaEmail, "password", authtest.AdaPassword).to(t, "/r/")
	for _, res := range []answer{ada.opens("/address"), ada.sends("/address", "way", "proxy", "proxy", "https://evil.example")} {
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("a member is answered %d", res.StatusCode)
		}
	}
	if got, err := auth.WhereOf(s.Auth).Address(t.Context()); err != nil || got != "" {
		t.Errorf("the address is %q: %v", got, err)
	}
}

func TestAServerThatWasToldItsAddressDoesNotAsk(t *testing.T) {
	s := placed(t, func(p *webui.Places) {
		p.Fixed = "https://chat.tideline.example"
		p.Trouble = func() string { return "the authority did not answer" }
	})
	nora := s.visitor(t)
	nora.setsUp(t, "/r/")
	page := nora.opens("/address")
	if page.StatusCode != http.StatusOK || !strings.Contains(page.text, "People find it at https://chat.tideline.example") ||
		!strings.Contains(page.text, "the authority did not answer") {
		t.Errorf("%d\n%s", page.StatusCode, page.text)
	}
	if res := nora.sends("/address", "way", "here"); res.StatusCode != http.StatusOK || res.field(t, "way") != nil {
		t.Errorf("asked all the same: %d", res.StatusCode)
	}
}

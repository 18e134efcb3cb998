package webui_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/shared/wire"
	"github.com/confab/confab/web"
)

// exactly are the exact headers that every answer must have.
var exactly = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
		"img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; " +
		"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
}

func (a answer) checkHeaders(t *testing.T, what string, https bool) {
	t.Helper()
	for name, want := range exactly {
		if got := a.Header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s: %q", what, name, got)
		}
	}
	if a.Header.Get("Permissions-Policy") == "" {
		t.Errorf("%s: no Permissions-Policy", what)
	}
	if got := a.Header.Get("Strict-Transport-Security"); (got != "") != https {
		t.Errorf("%s: Strict-Transport-Security %q", what, got)
	}
}

func TestHeadersOnEveryPage(t *testing.T) {
	for name, options := range map[string][]func(*auth.Options){"http": nil, "https": {authtest.HTTPS}} {
		https := options != nil
		s, nora := settled(t, options...)
		token, _ := s.Invite(t, nora, wire.InviteCreate{})
		for _, path := range []string{
			"/", "/r/x", "/r/x/7", "/signin", "/signout", "/join/" + token, "/join/x", "/setup", "/nowhere", "/static/x/y",
			"/robots.txt", "/sw.js", "/manifest.webmanifest", "/favicon.ico", "/app.js", "/web/icons/sprite.svg",
		} {
			page := s.visitor(t).opens(path)
			page.checkHeaders(t, name+" GET "+path, https)
			if strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") && path != "/" && !strings.HasPrefix(path, "/r/") &&
				page.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s %s may be kept: %q", name, path, page.Header.Get("Cache-Control"))
			}
		}
		for _, path := range []string{"/signin", "/signout", "/setup", "/join/x", "/", "/nowhere", "/invite-qr"} {
			s.visitor(t).sends(path, "x", "y").checkHeaders(t, name+" POST "+path, https)
		}
		f := fresh(t, options...)
		for _, path := range []string{"/", "/setup", "/setup?code=x", "/signin"} {
			f.visitor(t).opens(path).checkHeaders(t, name+" first run "+path, https)
		}
	}
}

func TestHSTSBehindAProxy(t *testing.T) {
	s, _ := settled(t, func(o *auth.Options) {
		o.Client = clientip.New([]netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")})
	})
	v := s.visitor(t)
	v.header.Set("X-Forwarded-Proto", "https")
	v.opens("/signin").checkHeaders(t, "a stranger's header", false)
	v.address = "10.0.0.1:4711"
	v.opens("/signin").checkHeaders(t, "the proxy's header", true)
}

func TestAPanicEndsOneRequestOnly(t *testing.T) {
	s, _ := settled(t)
	broken := httptest.NewRequest(http.MethodGet, "http://x/signin", nil)
	broken.URL = nil // no client can send such a request
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, broken)
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "goroutine") ||
		!strings.Contains(s.Log.String(), "panic in a page") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if page := s.visitor(t).opens("/signin"); page.StatusCode != 200 {
		t.Error(page.StatusCode)
	}
}

func TestTheShellIsTheSameForEveryone(t *testing.T) {
	s, _ := settled(t)
	nora := s.visitor(t)
	nora.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword).to(t, "/")
	for _, path := range []string{"/", "/r/x", "/r/x/7", "/?invite=1", "/r/<script>"} {
		mine, theirs := nora.opens(path), s.visitor(t).opens(path)
		if mine.StatusCode != 200 || mine.text != theirs.text || mine.text != s.visitor(t).opens("/").text {
			t.Errorf("%s: %d, differs", path, mine.StatusCode)
		}
		if strings.Contains(mine.text, "Nora") || strings.Contains(mine.text, "Tideline") || len(theirs.Cookies()) != 0 {
			t.Errorf("%s: something of somebody in the shell", path)
		}
	}
	page := nora.opens("/")
	if page.Header.Get("Cache-Control") != "no-cache" || page.Header.Get("ETag") == "" {
		t.Errorf("%v", page.Header)
	}
	nora.header.Set("If-None-Match", page.Header.Get("ETag"))
	if again := nora.opens("/"); again.StatusCode != http.StatusNotModified || again.text != "" {
		t.Errorf("%d", again.StatusCode)
	}
}

// For a path that the list lacks, the service worker answers with the shell of the app when the network is slow.
func TestTheAppLeavesEveryPageToTheServer(t *testing.T) {
	source, err := os.ReadFile("webui.go")
	if err != nil {
		t.Fatal(err)
	}
	routes := regexp.MustCompile(`"(?:GET|POST) (/[a-z-]+)[/"]`).FindAllStringSubmatch(string(source), -1)
	if len(routes) < 8 {
		t.Fatalf("only %q were found", routes)
	}
	for _, route := range routes {
		if path := route[1]; path != "/r" && path != "/invite-qr" && !slices.Contains(web.ServerPages(), path) {
			t.Errorf("%s is not among web.ServerPages", path)
		}
	}
}

func TestAssets(t *testing.T) {
	s, _ := settled(t)
	v := s.visitor(t)
	v.header.Set("Accept-Encoding", "br, gzip")
	for _, a := range web.Assets().All() {
		page := v.opens(a.Path)
		keep := page.Header.Get("Cache-Control")
		if page.StatusCode != 200 || page.Header.Get("Content-Type") != a.Type || page.Header.Get("ETag") != a.ETag ||
			page.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %d %v", a.Path, page.StatusCode, page.Header)
		}
		if a.Immutable != strings.Contains(keep, "immutable") || !a.Immutable && keep != "no-cache" {
			t.Errorf("%s: Cache-Control %q", a.Path, keep)
		}
		if strings.HasSuffix(a.Path, ".wasm") && page.Header.Get("Content-Encoding") != "br" {
			t.Errorf("%s: %q", a.Path, page.Header.Get("Content-Encoding"))
		}
		if head := v.request(http.MethodHead, a.Path, nil); head.StatusCode != 200 || head.text != "" ||
			head.Header.Get("Content-Length") == "" {
			t.Errorf("HEAD %s: %d", a.Path, head.StatusCode)
		}
	}
	if manifest := v.opens("/manifest.webmanifest"); !strings.Contains(manifest.text, `"name":"Tideline"`) {
		t.Error(manifest.text)
	}
	if worker := v.opens("/sw.js"); worker.StatusCode != 200 || worker.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("%d %v", worker.StatusCode, worker.Header)
	}
	if robots := v.opens("/robots.txt"); !strings.Contains(robots.text, "Disallow: /") {
		t.Error(robots.text)
	}
	if page := v.opens("/"); strings.Contains(page.text, "Tideline") {
		t.Error("the shell names the workspace")
	}
}

func TestEveryScriptAndStyleOfAPageIsThere(t *testing.T) {
	s, nora := settled(t)
	token, _ := s.Invite(t, nora, wire.InviteCreate{})
	f := fresh(t)
	for site, paths := range map[*site][]string{
		s: {"/", "/signin", "/join/" + token, "/nowhere"}, f: {"/setup", "/setup?code=a+code+for+the+first+run"},
	} {
		for _, path := range paths {
			page := site.visitor(t).opens(path)
			for n := range page.node(t).Descendants() {
				for _, at := range n.Attr {
					if at.Key == "style" || strings.HasPrefix(at.Key, "on") {
						t.Errorf("%s: inline %s=%q", path, at.Key, at.Val)
					}
					if at.Key != "src" && (at.Key != "href" || n.Data == "a") || strings.HasPrefix(at.Val, "#") {
						continue
					}
					file, _, _ := strings.Cut(at.Val, "#")
					if got := site.visitor(t).opens(file); got.StatusCode != 200 {
						t.Errorf("%s needs %s: %d", path, at.Val, got.StatusCode)
					}
				}
				if n.Data == "script" && n.FirstChild != nil {
					t.Errorf("%s: an inline script", path)
				}
			}
		}
	}
}

// asksFor sends JSON as the page does.
func (v *visitor) asksFor(path, body string) answer {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://"+v.site.host+path, strings.NewReader(body))
	r.RemoteAddr, r.Header = v.address, v.header.Clone()
	r.Header.Set("Content-Type", "application/json")
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	v.site.h.ServeHTTP(w, r)
	return answer{w.Result(), w.Body.String()}
}

// No address that the app requests contains an invite's token, because proxies
// log addresses.
func TestTheQRCodeIsForMembers(t *testing.T) {
	s, nora := settled(t)
	token, _ := s.Invite(t, nora, wire.InviteCreate{})
	body := `{"token":"` + token + `"}`
	if page := s.visitor(t).asksFor("/invite-qr", body); page.StatusCode != 404 {
		t.Errorf("a stranger: %d", page.StatusCode)
	}
	v := s.visitor(t)
	v.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword).to(t, "/")
	page := v.asksFor("/invite-qr", body)
	svg, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(page.text, "data:image/svg+xml;base64,"))
	if page.StatusCode != 200 || page.Header.Get("Cache-Control") != "no-store" || err != nil || !strings.HasPrefix(string(svg), "<svg ") {
		t.Errorf("%d %v %v %.80s", page.StatusCode, page.Header, err, page.text)
	}
	for _, body := range []string{"", "{}", `{"token":"x"}`, `{"token":"` + token + `x"}`, `{"token":"` + strings.Repeat("<", 43) + `"}`,
		`{"token":"` + strings.Repeat("x", 1<<20) + `"}`} {
		if page := v.asksFor("/invite-qr", body); page.StatusCode != 404 {
			t.Errorf("%.60s: %d", body, page.StatusCode)
		}
	}
	if page := v.opens("/invite-qr/" + token + ".svg"); page.StatusCode != 404 {
		t.Errorf("by its address: %d", page.StatusCode)
	}
	v.header.Set("Sec-Fetch-Site", "cross-site")
	if page := v.asksFor("/invite-qr", body); page.StatusCode != 403 {
		t.Errorf("another site's page: %d", page.StatusCode)
	}
}

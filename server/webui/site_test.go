package webui_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/webui"
)

// site is the pages of a workspace.
type site struct {
	*authtest.World
	h    http.Handler
	host string
}

func newSite(t *testing.T, w *authtest.World) *site {
	t.Helper()
	h, err := webui.New(webui.Options{Auth: w.Auth, Screens: w.Chat.Screen, Log: slog.New(slog.NewTextHandler(w.Log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return &site{World: w, h: h, host: "127.0.0.1:8080"}
}

// fresh returns a site before its first run, settled one after it.
func fresh(t *testing.T, options ...func(*auth.Options)) *site {
	t.Helper()
	return newSite(t, authtest.New(t, options...))
}

func settled(t *testing.T, options ...func(*auth.Options)) (*site, auth.Grant) {
	t.Helper()
	w, nora := authtest.Settled(t, options...)
	return newSite(t, w), nora
}

// visitor is a browser without scripts: it keeps cookies and follows redirects.
type visitor struct {
	t       *testing.T
	site    *site
	cookies map[string]*http.Cookie
	address string
	host    string      // the Host header, if not the site's
	header  http.Header // sent along with everything
}

func (s *site) visitor(t *testing.T) *visitor {
	return &visitor{t: t, site: s, cookies: map[string]*http.Cookie{}, address: "192.0.2.7:4711", header: http.Header{}}
}

// answer is a page that was received.
type answer struct {
	*http.Response
	text string
}

func (v *visitor) request(method, path string, form url.Values) answer {
	v.t.Helper()
	r := httptest.NewRequest(method, "http://"+v.site.host+path, strings.NewReader(form.Encode()))
	r.RemoteAddr = v.address
	if v.host != "" {
		r.Host = v.host
	}
	r.Header = v.header.Clone()
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	v.site.h.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c
		}
	}
	text, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{res, string(text)}
}

func (v *visitor) opens(path string) answer {
	v.t.Helper()
	return v.request(http.MethodGet, path, nil)
}

// sends fills in the form at path with pairs of names and values.
func (v *visitor) sends(path string, pairs ...string) answer {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return v.request(http.MethodPost, path, form)
}

// signedIn reports whether the visitor's cookies are valid.
func (v *visitor) signedIn() bool {
	r := httptest.NewRequest(http.MethodGet, "http://"+v.site.host+"/", nil)
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	_, err := v.site.Auth.Authenticate(r)
	return err == nil
}

// to checks that the answer redirects to a place, and returns its address.
func (a answer) to(t *testing.T, prefix string) string {
	t.Helper()
	at := a.Header.Get("Location")
	if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(at, prefix) {
		t.Fatalf("%d to %q, want 303 to %s\n%s", a.StatusCode, at, prefix, a.text)
	}
	return at
}

// node parses the page.
func (a answer) node(t *testing.T) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(a.text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// field returns the attributes of the input of that name, nil if there is none.
func (a answer) field(t *testing.T, name string) map[string]string {
	t.Helper()
	for n := range a.node(t).Descendants() {
		if n.Type != html.ElementNode || n.Data != "input" && n.Data != "button" {
			continue
		}
		attrs := map[string]string{}
		for _, at := range n.Attr {
			attrs[at.Key] = at.Val
		}
		if attrs["name"] == name {
			return attrs
		}
	}
	return nil
}

// textOf returns the text of the element with that id.
func (a answer) textOf(t *testing.T, id string) string {
	t.Helper()
	for n := range a.node(t).Descendants() {
		for _, at := range n.Attr {
			if at.Key == "id" && at.Val == id {
				return inner(n)
			}
		}
	}
	return ""
}

func inner(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

package admin_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/confab/confab/server/admin"
	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/webui"
	"github.com/confab/confab/shared/text/languages"
	"github.com/confab/confab/shared/wire"
)

// place is a workspace with its pages, and Nora, its owner.
type place struct {
	*authtest.World
	t    *testing.T
	h    http.Handler
	nora *reader
}

// newPlace returns a workspace after its first run.
func newPlace(t *testing.T) *place {
	t.Helper()
	w, nora := authtest.Settled(t)
	log := slog.New(slog.NewTextHandler(w.Log, nil))
	pages := admin.New(admin.Options{Auth: w.Auth, Chat: w.Chat, Version: "1.2.3", Log: log, Clock: w.Clock.Now})
	h, err := webui.New(webui.Options{Auth: w.Auth, Screens: w.Chat.Screen, Log: log, Areas: map[string]http.Handler{
		admin.Root: pages, admin.EmojiRoot: pages,
	}})
	if err != nil {
		t.Fatal(err)
	}
	p := &place{World: w, t: t, h: h}
	p.nora = p.reader(nora)
	return p
}

// joins adds a person with a role, who is signed in.
func (p *place) joins(name string, role wire.Role) *reader {
	p.t.Helper()
	token, _ := p.Invite(p.t, p.nora.grant, wire.InviteCreate{Uses: 1})
	email := strings.ToLower(name) + "@tideline.example"
	j, err := p.Auth.Join(p.t.Context(), token, auth.NewAccount{Name: name, Email: email, Password: "a long password of " + name},
		authtest.Client("192.0.2.3"))
	if err != nil {
		p.t.Fatal(err)
	}
	if role != wire.RoleMember {
		p.nora.do(wire.SetRole.Type, &wire.UserRole{User: j.Grant.User, Role: role})
	}
	return p.reader(j.Grant)
}

// reader is a browser without scripts.
type reader struct {
	*place
	grant   auth.Grant
	cookies []*http.Cookie
	header  http.Header
}

// reader returns the browser of a person, a stranger's for the zero Grant.
func (p *place) reader(g auth.Grant) *reader {
	r := &reader{place: p, grant: g, header: http.Header{}}
	if g.User != "" {
		w := httptest.NewRecorder()
		p.Auth.Cookies.SetCookies(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/", nil), g)
		r.cookies = w.Result().Cookies()
	}
	return r
}

// do gives a command.
func (r *reader) do(kind wire.Type, req wire.Headed) wire.Headed {
	r.t.Helper()
	return r.Do(r.t, r.grant, kind, req)
}

// answer is a page that was received.
type answer struct {
	*http.Response
	text string
}

func (r *reader) request(method, path string, form url.Values) answer {
	r.t.Helper()
	req := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(form.Encode()))
	req.Header = r.header.Clone()
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range r.cookies {
		req.AddCookie(c)
	}
	w := httptest.NewRecorder()
	r.h.ServeHTTP(w, req)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{w.Result(), string(body)}
}

func (r *reader) opens(path string) answer {
	r.t.Helper()
	return r.request(http.MethodGet, path, nil)
}

// sends sends the form at path with pairs of names and values.
func (r *reader) sends(path string, pairs ...string) answer {
	r.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return r.request(http.MethodPost, path, form)
}

// says checks the status of a page and that it has these texts.
func (a answer) says(t *testing.T, status int, texts ...string) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("%d, want %d\n%s", a.StatusCode, status, a.text)
	}
	for _, s := range texts {
		if !strings.Contains(a.text, s) {
			t.Errorf("it does not say %q\n%s", s, a.text)
		}
	}
	return a
}

// leads checks that the answer redirects to an address.
func (a answer) leads(t *testing.T, to string) {
	t.Helper()
	if at := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || at != to {
		t.Errorf("%d to %q, want 303 to %s\n%s", a.StatusCode, at, to, a.text)
	}
}

// link returns the link that a page shows once.
func (a answer) link(t *testing.T) string {
	t.Helper()
	found := regexp.MustCompile(`http://127\.0\.0\.1:8080(/[a-z]+/[^<]+)<`).FindStringSubmatch(a.text)
	if found == nil {
		t.Fatalf("there is no link\n%s", a.text)
	}
	return found[1]
}

// untranslated are the words outside of what people named, in a page in the language
// for tests.
func (a answer) untranslated(t *testing.T, own ...string) (left []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(a.text))
	if err != nil {
		t.Fatal(err)
	}
	data := strings.NewReplacer(func() (pairs []string) {
		for _, s := range own {
			pairs = append(pairs, s, "")
		}
		return pairs
	}()...)
	translated, word := regexp.MustCompile(`(?s)⟦[^⟧]*⟧`), regexp.MustCompile(`[A-Za-z]{2,}`)
	look := func(s string) {
		if rest := data.Replace(translated.ReplaceAllString(s, "")); word.MatchString(rest) {
			left = append(left, rest)
		}
	}
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode:
			look(n.Data)
		case n.Type == html.ElementNode:
			for _, at := range n.Attr {
				if at.Key == "aria-label" || at.Key == "title" || at.Key == "placeholder" {
					look(at.Val)
				}
			}
		}
	}
	return left
}

// inPseudo makes the browser ask for the language for tests.
func (r *reader) inPseudo() *reader {
	r.cookies = append(r.cookies, &http.Cookie{Name: languages.Cookie, Value: languages.Pseudo})
	return r
}

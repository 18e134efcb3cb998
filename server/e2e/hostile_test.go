package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// corpus reads the hostile texts that the row builder is tested with.
func corpus(t *testing.T) (texts []string) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "shared", "rowhtml", "testdata", "xss.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(file)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, err := strconv.Unquote(line)
		if err != nil {
			t.Fatalf("corpus line %s: %v", line, err)
		}
		texts = append(texts, text)
	}
	if len(texts) < 300 {
		t.Fatalf("the corpus has %d texts, want 300 or more", len(texts))
	}
	return texts
}

// TestHostileTextStaysText sends every text of the corpus as a message, and
// some as the names of rooms, to a page that would notice if one ran.
func TestHostileTextStaysText(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var rooms wire.Rooms
	if err := owner.Do(t.Context(), "GET", "/rooms", nil, &rooms); err != nil {
		t.Fatal(err)
	}
	room := rooms.Rooms[0].ID
	texts := corpus(t)
	var last wire.Ack
	for i, text := range texts {
		send := wire.Send{CID: id.New(), Body: text}
		var ack wire.Ack
		if err := owner.Do(t.Context(), "POST", "/rooms/"+room+"/messages", send, &ack); err == nil {
			last = ack
		}
		if i%20 == 0 {
			// Some are too long for a name, or empty without control characters.
			_ = owner.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: text, Topic: text, Kind: wire.RoomPublic}, nil)
		}
	}
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.watches()
	nora.opens("/signin")
	nora.types(`[name=email]`, owner.Email)
	nora.types(`[name=password]`, "correct horse battery staple")
	nora.clicks(`button[type=submit]`)
	nora.isLive()
	nora.opens("/r/" + room)
	nora.sees("the last of them", `document.querySelector('.timeline .msg[data-seq="`+strconv.FormatInt(last.Seq, 10)+`"]')`)
	for range 12 {
		eval[bool](nora, `(() => { const t = document.querySelector(".timeline"); t.scrollTop = -t.scrollHeight; return true; })()`)
		nora.sees("a frame drawn", `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 30)))`)
		if n := eval[int](nora, `window.ran`); n != 0 {
			t.Fatalf("a script of a message ran %d times", n)
		}
	}
	strange := eval[[]string](nora, `[...document.querySelectorAll(".timeline__log *")].filter((n) =>
	  n.matches("script, iframe, object, embed, style, link, meta, form, base, input, textarea, math, img:not([src^='/'])") ||
	  [...n.attributes].some((a) => a.name.startsWith("on") || a.name === "style" ||
	    (["href", "src", "action", "formaction", "xlink:href"].includes(a.name) && /^\s*(javascript|data|vbscript|file):/i.test(a.value)))
	).map((n) => n.outerHTML.slice(0, 200))`)
	for _, html := range strange {
		t.Errorf("not allowed in a message: %s", html)
	}
}

// watches has every page of the person's count what runs that should not.
func (p *person) watches() {
	p.t.Helper()
	p.must("watch", p.tab.BeforeLoad(`window.ran = 0; window.xss = () => window.ran++; window.alert = window.xss;`))
}

// strange are the elements of the page that no page of ours has, or whose attributes
// none has.
func (p *person) strange() []string {
	p.t.Helper()
	return eval[[]string](p, `[...document.querySelectorAll("*")].filter((n) =>
	  n.matches("iframe, object, embed, base, math, marquee, details[ontoggle], img:not([src^='/']), script:not([src^='/']), link:not([href^='/'], [href='#typing']), style, form[action^='http'], a[href^='//']") ||
	  [...n.attributes].some((a) => a.name.startsWith("on") || a.name === "style" || a.name === "srcdoc" ||
	    (["href", "src", "action", "formaction", "xlink:href"].includes(a.name) && /^\s*(javascript|data|vbscript|file):/i.test(a.value)))
	).map((n) => n.outerHTML.slice(0, 200))`)
}

// isPlain fails if something of a text became more than text on the page: a
// script that ran, an element or an attribute that no page of ours has.
func (p *person) isPlain(what string) {
	p.t.Helper()
	for _, html := range p.strange() {
		p.t.Errorf("%s on %s: not one of ours: %s", what, eval[string](p, "location.pathname"), html)
	}
	if n := eval[int](p, `window.ran`); n != 0 {
		p.t.Errorf("%s on %s: a script ran %d times", what, eval[string](p, "location.pathname"), n)
	}
}

// names are those texts of the corpus that a person, a room and a workspace may be called.
func names(texts []string, most int) (names []string) {
	for _, text := range texts {
		plain := strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0
		if plain && len(text) <= 60 && strings.ContainsAny(text, "<\"'&") && strings.TrimSpace(text) == text &&
			!strings.Contains(text, "  ") {
			names = append(names, text)
		}
	}
	step := max(1, len(names)/most)
	for i := range len(names) / step {
		names[i] = names[i*step]
	}
	return names[:len(names)/step]
}

// calledBadly is a place whose owner invited people who are called by texts of the
// corpus into its main room. It returns them, with the path of the invite.
func calledBadly(t *testing.T) (s *instance.Server, owner *instance.Person, all []string, path, room string) {
	t.Helper()
	s = serve(t, "--limits", "off")
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all = names(corpus(t), 8)
	if len(all) < 8 {
		t.Fatalf("only %d names", len(all))
	}
	var invite wire.InviteInfo
	if err := owner.Do(t.Context(), "POST", "/invites", wire.InviteCreate{Uses: 100}, &invite); err != nil {
		t.Fatal(err)
	}
	for i, name := range all {
		form := url.Values{"name": {name}, "email": {fmt.Sprintf("person%d@tideline.example", i)}, "password": {instance.Password}}
		joins(t, s, invite.Invite.Path, form)
	}
	var rooms wire.Rooms
	if err := owner.Do(t.Context(), "GET", "/rooms", nil, &rooms); err != nil {
		t.Fatal(err)
	}
	return s, owner, all, invite.Invite.Path, rooms.Rooms[0].ID
}

// TestHostileNamesStayText calls people, rooms and the workspace by texts of the
// corpus, and puts them into addresses and forms, while somebody looks at each
// page on which they stand.
func TestHostileNamesStayText(t *testing.T) {
	s, owner, all, invite, room := calledBadly(t)
	nora, stranger := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Stranger", s, chrome.Desktop)
	nora.watches()
	stranger.watches()
	for _, text := range []string{"404", "422", "400"} { // what pages that are not there, and forms that are not right, are answered
		nora.tab.Tolerate(text)
		stranger.tab.Tolerate(text)
	}
	nora.opens("/signin")
	nora.types(`[name=email]`, owner.Email)
	nora.types(`[name=password]`, instance.Password)
	nora.clicks(`button[type=submit]`)
	nora.isLive()
	step := chapters(t, nora, stranger)

	step("people", func(t *testing.T) {
		nora.clicks(`#members-button`)
		for _, name := range all {
			nora.sees(name+" among the members", member(name))
		}
		nora.isPlain("names of people")
		nora.clicks(`.timeline [data-action="joins"]`)
		nora.sees("who joined", `[...document.querySelectorAll(".timeline__log")].some(n => n.textContent.includes(`+
			quoted(all[len(all)-1])+`))`)
		nora.types(composer, "@")
		nora.sees("people offered", `document.querySelectorAll("[role=option]").length > 3`)
		nora.isPlain("names that are offered")
		nora.presses(chrome.Escape)
	})
	step("rooms and topics", func(t *testing.T) {
		for _, name := range all {
			if err := owner.Do(t.Context(), "PATCH", "/rooms/"+room, map[string]string{"name": name, "topic": name}, nil); err != nil {
				t.Fatalf("%q: %v", name, err)
			}
			nora.sees("the room called "+name,
				`document.querySelector("#room-name").textContent.trim() === `+quoted(name)+
					` && document.querySelector(".bar__sub").textContent.includes(`+quoted(name)+`)`)
			nora.isPlain(name)
		}
	})
	step("the workspace", func(t *testing.T) {
		for _, name := range all {
			if err := owner.Do(t.Context(), "PATCH", "/workspace", map[string]string{"name": name}, nil); err != nil {
				t.Fatalf("%q: %v", name, err)
			}
			for _, page := range []string{invite, "/signin"} {
				stranger.opens(page)
				stranger.sees(name, `document.documentElement.textContent.includes(`+quoted(name)+`)`)
				stranger.isPlain(name)
			}
		}
		nora.opens("/r/" + room)
		nora.inRoom()
		nora.sees("the workspace's name", `document.querySelector(".sidebar .workspace").textContent.trim() === `+quoted(all[len(all)-1]))
		nora.isPlain("the workspace's name")
	})
	step("addresses and forms", func(t *testing.T) {
		for _, name := range all {
			for _, page := range []string{"/" + url.PathEscape(name), "/join/" + url.PathEscape(name),
				"/setup?code=" + url.QueryEscape(name), "/signin?next=" + url.QueryEscape(name)} {
				stranger.opens(page)
				stranger.isPlain("an address with " + name)
			}
		}
		stranger.opens(invite)
		stranger.types(`[name=name]`, all[0])
		stranger.types(`[name=email]`, "somebody@tideline.example")
		stranger.types(`[name=password]`, "short")
		eval[bool](stranger, `(document.querySelector("form").noValidate = true)`)
		stranger.clicks(`button[type=submit]`)
		stranger.sees("the form again, with what was typed",
			`document.querySelector("[name=name]").value === `+quoted(all[0])+` && document.querySelector(".field__error")`)
		stranger.isPlain("a form with " + all[0])
		planted := `(a => (a.href = "javascript:xss()", document.forms[0].append(a), true))(document.createElement("a"))`
		if eval[bool](stranger, planted); len(stranger.strange()) != 1 {
			t.Error("an element that was planted is not found")
		}
	})
}

// joins makes an account by an invite's page.
func joins(t *testing.T, s *instance.Server, path string, form url.Values) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", s.URL)
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%q: %s, %v", form.Get("name"), answer.Status, err)
	}
}

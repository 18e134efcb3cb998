package e2e

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/confab/confab/server/e2e/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// corpus reads the hostile texts that the row builder is tested with.
func corpus(t *testing.T) (texts []string) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "app", "ui", "rowhtml", "testdata", "xss.txt"))
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
	nora.must("watch", nora.tab.BeforeLoad(`window.ran = 0; window.xss = () => window.ran++; window.alert = window.xss;`))
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

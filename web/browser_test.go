package web_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/web"
)

// fakeExec stands in for wasm_exec.js: a program that draws its page beside the first screen, takes that one's
// place when its own shows as much, and notes what it found.
const fakeExec = `globalThis.Go = class {
  importObject = {};
  run() {
    const page = document.createElement("div");
    page.className = "app";
    page.innerHTML = window.program ?? "";
    document.body.firstElementChild.replaceWith(page);
    window.found = window.confabScreen.take(true);
    window.offers = 0;
    window.goappOnUpdate = () => { window.offers++; };
    return new Promise((end) => { window.endProgram = end; });
  }
};`

// emptyModule is the smallest WebAssembly module there is.
const emptyModule = "\x00asm\x01\x00\x00\x00"

// site is a server with a shell and a set of assets that a test can change, slow down and stop.
type site struct {
	*httptest.Server
	mu      sync.Mutex
	set     *web.Set
	down    bool          // connections break
	broken  string        // this path answers 500
	private bool          // the shell is for one person
	holding string        // this path waits ...
	release chan struct{} // ... until this is closed
}

// runnable is what is served: edit changes the files of a built tree first.
func runnable(t *testing.T, edit func(fstest.MapFS)) *web.Set {
	t.Helper()
	files := built(t, emptyModule)
	var packed bytes.Buffer
	w := brotli.NewWriter(&packed)
	if _, err := w.Write([]byte(emptyModule)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files["dist/app.wasm.br"] = &fstest.MapFile{Data: packed.Bytes()}
	files["dist/wasm_exec.js"] = &fstest.MapFile{Data: []byte(fakeExec)}
	// Three seconds are for people.
	patient := string(files["sw.js"].Data)
	hasty := strings.Replace(patient, "PATIENCE = 3000", "PATIENCE = 100", 1)
	if hasty == patient {
		t.Fatal("sw.js no longer says how long a navigation waits")
	}
	files["sw.js"] = &fstest.MapFile{Data: []byte(hasty)}
	if edit != nil {
		edit(files)
	}
	return mustRead(t, files)
}

func newSite(t *testing.T, set *web.Set) *site {
	t.Helper()
	s := &site{set: set}
	s.Server = httptest.NewServer(s)
	t.Cleanup(func() {
		s.resume()
		s.Close()
	})
	return s
}

// change changes the site under its lock.
func (s *site) change(f func(*site)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s)
}

// hold makes requests for a path wait until resume.
func (s *site) hold(path string) {
	s.change(func(s *site) { s.holding, s.release = path, make(chan struct{}) })
}

func (s *site) resume() {
	s.change(func(s *site) {
		if s.holding != "" {
			close(s.release)
			s.holding = ""
		}
	})
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	set, down, broken, private, holding, release := s.set, s.down, s.broken, s.private, s.holding, s.release
	s.mu.Unlock()
	if down {
		panic(http.ErrAbortHandler)
	}
	if holding == r.URL.Path {
		select {
		case <-release:
		case <-r.Context().Done():
			return
		}
	}
	if broken == r.URL.Path {
		http.Error(w, "broken", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "+
		"style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'")
	shell := s.shell(set)
	asset, ok := set.Lookup(r.URL.Path)
	switch {
	case r.URL.Path == "/sw.js":
		asset = set.Worker([]byte(shell))
	case r.URL.Path == "/manifest.webmanifest":
		asset = web.Manifest("", nil)
	case r.URL.Path == "/signin":
		write(w, `<!doctype html><script src="`+set.URL("app.js")+`" data-start="prefetch"></script><body>sign in`)
		return
	case r.URL.Path == "/first.js":
		w.Header().Set("Content-Type", "text/javascript")
		write(w, "window.themeAtFirst = document.documentElement.dataset.theme; window.bodyAtFirst = document.body;")
		return
	case !ok:
		if private {
			w.Header().Set("Cache-Control", "no-store, private")
		}
		write(w, shell)
		return
	}
	body, encoding, err := asset.Encoded(r.Header.Get("Accept-Encoding"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", asset.Type)
	if encoding != "" {
		w.Header().Set("Content-Encoding", encoding)
	}
	if asset.Immutable {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	write(w, string(body))
}

func (s *site) shell(set *web.Set) string {
	return `<!doctype html><html><head><title>Confab</title>
<script src="` + set.URL("app.js") + `"></script><script src="/first.js"></script>
<link rel="stylesheet" href="` + set.URL("confab.css") + `"></head>
<body><div class="app"><nav class="sidebar"></nav><header class="bar"></header>
<div class="timeline"><div class="timeline__log"></div></div>
<form><label for="composer">Message</label><textarea class="composer__input" id="composer"></textarea><p class="typing"></p></form>
</div></body></html>`
}

func write(w http.ResponseWriter, body string) {
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	// A browser that has gone away is no failure of the test.
	_, _ = w.Write([]byte(body))
}

// startBrowser starts one browser for the stories of a test function.
func startBrowser(t *testing.T) *chrome.Browser {
	t.Helper()
	browser, err := chrome.Launch(context.Background()) // not t.Context: it is over before the tabs are closed
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(browser.Close)
	return browser
}

// tab is one page of a person.
type tab struct {
	*chrome.Tab
	t *testing.T
}

func newTab(t *testing.T, browser *chrome.Browser) tab {
	t.Helper()
	page, err := browser.Person(chrome.Desktop)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(page.Close)
	return tab{page, t}
}

func (p tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := p.Do(steps...); err != nil {
		p.t.Fatal(err)
	}
}

func (p tab) open(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
}

// wait waits until an expression is true in whatever page the tab shows.
func (p tab) wait(expression string) {
	p.t.Helper()
	deadline := time.After(15 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	var last error
	for {
		// An error means a page that is being replaced; it is asked again.
		ok, err := chrome.Eval[bool](p.Tab, "(async () => Boolean("+expression+"))()")
		if err == nil && ok {
			return
		}
		last = err
		select {
		case <-deadline:
			p.t.Fatalf("never true: %s (last error: %v)", expression, last)
		case <-tick.C:
		}
	}
}

// get returns what an expression evaluates to, as text.
func (p tab) get(expression string) string {
	p.t.Helper()
	text, err := chrome.Eval[string](p.Tab, "(async () => String("+expression+"))()")
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return text
}

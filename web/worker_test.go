package web_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/text/languages"
	"github.com/confab/confab/web"
)

// controlled is true once the service worker answers for the page.
const controlled = "navigator.serviceWorker.controller?.state === 'activated'"

// nextVersion is a release with another style sheet.
func nextVersion(t *testing.T) *web.Set {
	t.Helper()
	return runnable(t, func(files fstest.MapFS) {
		files["css/base.css"] = &fstest.MapFile{Data: append(files["css/base.css"].Data, "a { color: red; }"...)}
	})
}

func TestWorkerOffline(t *testing.T) {
	browser := startBrowser(t)

	t.Run("the app opens without a network, at any address", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait(controlled)
		s.change(func(s *site) { s.down = true })
		p.open(s.URL + "/r/0190a5e4-0000-7000-8000-000000000000")
		p.wait("window.found")
	})

	t.Run("a language that was chosen later is there without a network, too", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait(controlled)
		if err := p.Cookie(s.URL, languages.Cookie, languages.Pseudo); err != nil {
			t.Fatal(err)
		}
		p.open(s.URL)
		p.wait("(await (await caches.open((await caches.keys())[0])).keys()).some((r) => r.url.endsWith('/" + languages.Pseudo + ".json'))")
		s.change(func(s *site) { s.down = true })
		p.open(s.URL)
		p.wait("window.found && document.documentElement.lang === '" + languages.Pseudo + "'")
	})

	t.Run("the app opens while the server fails or is slow", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait(controlled)
		s.change(func(s *site) { s.broken = "/r/x" })
		p.open(s.URL + "/r/x")
		p.wait("window.found")
		s.hold("/r/slow")
		p.open(s.URL + "/r/slow")
		p.wait("window.found")
	})

	t.Run("the server's own pages are never answered from the store", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait(controlled)
		s.change(func(s *site) { s.down = true })
		if err := p.Do(chromedp.Navigate(s.URL + "/signin")); err == nil {
			t.Errorf("without a server /signin shows %q", p.get("document.body.innerText"))
		}
		s.change(func(s *site) { s.down = false })
		p.open(s.URL + "/signin")
		p.wait("document.body.innerText === 'sign in'")
		p.wait("(await caches.keys()).length === 1 && !(await caches.match('/signin'))")
	})

	t.Run("a missing icon does not keep the app from being stored", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		s.change(func(s *site) { s.broken = "/favicon.ico" })
		p.open(s.URL)
		p.wait(controlled)
	})

	t.Run("a page for one person is not stored", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		s.change(func(s *site) { s.private = true })
		p.open(s.URL)
		p.wait("window.found")
		if got := p.installs(); got != "redundant" {
			t.Errorf("the worker is %s", got)
		}
	})

	t.Run("a missing style sheet does", func(t *testing.T) {
		set := runnable(t, nil)
		s, p := newSite(t, set), newTab(t, browser)
		s.change(func(s *site) { s.broken = set.URL("confab.css") })
		p.open(s.URL)
		p.wait("window.found")
		if got := p.installs(); got != "redundant" {
			t.Errorf("the worker is %s", got)
		}
	})
}

func TestADeviceThatKeepsTheFirstScreenDoesNotWaitForTheServer(t *testing.T) {
	s, p := newSite(t, runnable(t, func(files fstest.MapFS) {
		endless := strings.Replace(string(files["sw.js"].Data), "PATIENCE = 100", "PATIENCE = 600_000", 1)
		files["sw.js"] = &fstest.MapFile{Data: []byte(endless)}
	})), newTab(t, startBrowser(t))
	p.open(s.URL)
	p.wait(controlled)
	p.wait("(await (await navigator.serviceWorker.ready).navigationPreload.setHeaderValue('nora board general'), true)")
	for _, path := range []string{"/r/general", "/"} {
		s.hold(path)
		p.open(s.URL + path)
		p.wait("window.found")
		s.resume()
	}
}

func TestTheListOfEmojiIsThereWithoutANetworkOnceItWasUsed(t *testing.T) {
	s, p := newSite(t, runnable(t, nil)), newTab(t, startBrowser(t))
	p.open(s.URL)
	p.wait(controlled)
	p.wait("!(await caches.match(confabEmoji))")
	p.get("await fetch(confabEmoji).then((r) => r.text())")
	p.wait("await caches.match(confabEmoji)")
	next := nextVersion(t)
	s.change(func(s *site) { s.set = next })
	p.open(s.URL)
	p.wait("window.found && (await caches.keys()).length === 1 && (await caches.match('" + next.URL("confab.css") + "'))")
	s.change(func(s *site) { s.down = true })
	if got := p.get("await fetch(confabEmoji).then((r) => r.text()).then((text) => text.includes('party popper'))"); got != "true" {
		t.Error("the list of emoji cannot be had without a network")
	}
}

// installs has the worker installed and returns what became of it.
func (p tab) installs() string {
	p.t.Helper()
	return p.get(`await navigator.serviceWorker.register("/sw.js").then(({ installing }) => new Promise((done) => {
		if (!installing) done("not installing");
		else installing.onstatechange = () => done(installing.state);
	}))`)
}

func TestWorkerUpdate(t *testing.T) {
	browser := startBrowser(t)

	t.Run("a first visit is offered no update", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait(controlled)
		if got := p.get("offers"); got != "0" {
			t.Errorf("%s updates were offered", got)
		}
	})

	t.Run("an open page is offered the new version and takes it when asked", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait(controlled)
		next := nextVersion(t)
		s.change(func(s *site) { s.set = next })
		p.get("goappTryUpdate()")
		p.wait("window.offers === 1")
		if got := p.get("goappGetenv('GOAPP_VERSION')"); got == next.Version() {
			t.Error("the page changed without being asked")
		}
		p.get("confabUpdate()")
		p.wait("window.found && goappGetenv('GOAPP_VERSION') === '" + next.Version() + "'")
		p.wait("(await caches.keys()).length === 1 && (await caches.match('" + next.URL("confab.css") + "'))")
	})

	t.Run("a page that is opened after a release has it already and is offered nothing", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait(controlled)
		next := nextVersion(t)
		s.change(func(s *site) { s.set = next })
		p.open(s.URL)
		p.wait("window.found && (await caches.keys()).length === 1 && (await caches.match('" + next.URL("confab.css") + "'))")
		if got := p.get("offers"); got != "0" {
			t.Errorf("%s updates were offered", got)
		}
	})

	t.Run("the other tabs are offered what one tab took", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait(controlled)
		next := nextVersion(t)
		s.change(func(s *site) { s.set = next })
		other, err := p.Another(chrome.Desktop)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(other.Close)
		tab{other, t}.open(s.URL)
		p.wait("window.offers > 0")
	})
}

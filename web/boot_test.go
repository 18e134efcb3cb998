package web_test

import (
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"
)

var composer = chromedp.CSS(".composer__input")

func TestBoot(t *testing.T) {
	browser := startBrowser(t)

	t.Run("the theme is there before the body", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.get("localStorage.setItem('confab.theme', 'dark')")
		p.open(s.URL)
		if got := p.get("themeAtFirst + '|' + bodyAtFirst"); got != "dark|null" {
			t.Errorf("when the head was read the theme and the body were %s", got)
		}
	})

	t.Run("a theme nobody offers is ignored", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.get("localStorage.setItem('confab.theme', 'x')")
		p.open(s.URL)
		if got := p.get("themeAtFirst"); got != "undefined" {
			t.Errorf("the theme is %s", got)
		}
	})

	t.Run("a page that only warms the cache starts nothing", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL + "/signin")
		p.wait("performance.getEntriesByType('resource').some((e) => e.name.endsWith('/app.wasm'))")
		if got := p.get("window.found || window.goappNav"); got != "undefined" {
			t.Errorf("the sign-in page has %s", got)
		}
	})

	t.Run("the environment reaches the program", func(t *testing.T) {
		set := runnable(t, nil)
		s, p := newSite(t, set), newTab(t, browser)
		p.open(s.URL)
		p.wait("window.found")
		if got := p.get("goappGetenv('GOAPP_VERSION')"); got != set.Version() {
			t.Errorf("the version is %s, want %s", got, set.Version())
		}
		p.wait("JSON.parse(goappGetenv('GOAPP_INTERNAL_URLS')).includes(location.origin + '/signin')")
	})
}

func TestTheFirstScreen(t *testing.T) {
	browser := startBrowser(t)

	t.Run("what is typed before the program runs is not lost", func(t *testing.T) {
		set := runnable(t, nil)
		program, err := set.Program()
		if err != nil {
			t.Fatal(err)
		}
		s, p := newSite(t, set), newTab(t, browser)
		s.hold(program)
		p.open(s.URL)
		p.do(chromedp.SendKeys(composer, "good morning"))
		s.resume()
		p.wait("window.found")
		if got := p.get("found.text + '|' + found.focus + '|' + found.start + '|' + found.end"); got != "good morning|true|12|12" {
			t.Errorf("the program found %q", got)
		}
		held := "document.querySelectorAll('.app').length + '|' + (document.documentElement.dataset.first === 'held')"
		if got := p.get(held); got != "1|false" {
			t.Errorf("the first screen is still there: %s", got)
		}
	})

	t.Run("leaving the field before the program runs is respected", func(t *testing.T) {
		set := runnable(t, nil)
		program, err := set.Program()
		if err != nil {
			t.Fatal(err)
		}
		s, p := newSite(t, set), newTab(t, browser)
		s.hold(program)
		p.open(s.URL)
		p.do(chromedp.SendKeys(composer, "x"), chromedp.Blur(composer))
		s.resume()
		p.wait("window.found")
		if got := p.get("found.focus"); got != "false" {
			t.Errorf("the program found the focus %s", got)
		}
	})

	t.Run("a character that is being composed is not interrupted", func(t *testing.T) {
		set := runnable(t, nil)
		program, err := set.Program()
		if err != nil {
			t.Fatal(err)
		}
		s, p := newSite(t, set), newTab(t, browser)
		s.hold(program)
		p.open(s.URL)
		p.do(chromedp.SendKeys(composer, "ni"))
		p.get("document.querySelector('.composer__input')" +
			".dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))")
		s.resume()
		p.wait("window.found === null && document.querySelectorAll('.app').length === 2")
		p.get("document.querySelector('.app:last-of-type .composer__input')" +
			".dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))")
		if got := p.get("confabScreen.take(true).text"); got != "ni" {
			t.Errorf("the program found %q", got)
		}
	})

	t.Run("who waits for long is told why", func(t *testing.T) {
		set := runnable(t, nil)
		program, err := set.Program()
		if err != nil {
			t.Fatal(err)
		}
		s, p := newSite(t, set), newTab(t, browser)
		s.hold(program)
		p.open(s.URL)
		p.wait("document.querySelector('.typing').textContent.startsWith('Still loading')")
	})
}

func TestBootFailure(t *testing.T) {
	browser := startBrowser(t)

	t.Run("a program that cannot be loaded says so and keeps the text", func(t *testing.T) {
		set := runnable(t, nil)
		program, err := set.Program()
		if err != nil {
			t.Fatal(err)
		}
		s, p := newSite(t, set), newTab(t, browser)
		s.change(func(s *site) { s.broken = program })
		s.hold(program)
		p.open(s.URL)
		p.do(chromedp.SendKeys(composer, "still here"))
		s.resume()
		p.wait("document.querySelector('.boot[role=alert] p')?.textContent.includes('could not be loaded')")
		s.change(func(s *site) { s.broken = "" })
		p.get("document.querySelector('.boot button').click()")
		p.wait("window.found")
		if got := p.get("found.text"); got != "still here" {
			t.Errorf("after the reload the program found %q", got)
		}
	})

	t.Run("a program that is not one says so", func(t *testing.T) {
		set := runnable(t, func(files fstest.MapFS) {
			files["dist/app.wasm.br"] = &fstest.MapFile{Data: files["dist/app.wasm.gz"].Data}
		})
		s, p := newSite(t, set), newTab(t, browser)
		p.open(s.URL)
		p.wait("document.querySelector('.boot p')?.textContent.includes('Reload to try again')")
	})

	t.Run("a program that ends says so", func(t *testing.T) {
		s, p := newSite(t, runnable(t, nil)), newTab(t, browser)
		p.open(s.URL)
		p.wait("window.endProgram")
		p.get("endProgram()")
		p.wait("document.querySelector('.boot[role=alert] p')?.textContent.includes('has stopped')")
	})

	t.Run("a server without the program says so", func(t *testing.T) {
		s, p := newSite(t, mustRead(t, clone(t))), newTab(t, browser)
		p.open(s.URL)
		p.wait("document.querySelector('.boot p')?.textContent.includes('make build')")
	})
}

package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
)

// person is somebody at a page of Confab. Every method fails the story if what
// it does or waits for does not happen.
type person struct {
	t      *testing.T
	name   string
	server *instance.Server
	tab    *chrome.Tab
}

// sits gives a person a browser of their own.
func sits(t *testing.T, name string, s *instance.Server, screen chrome.Screen) *person {
	t.Helper()
	return sitsAt(t, browser, name, s, screen)
}

// sitsAt is sits for another browser than everybody's.
func sitsAt(t *testing.T, b *chrome.Browser, name string, s *instance.Server, screen chrome.Screen) *person {
	t.Helper()
	tab, err := b.Person(screen)
	if err != nil {
		t.Fatal(err)
	}
	p := &person{t: t, name: name, server: s, tab: tab}
	t.Cleanup(p.leaves)
	return p
}

// leaves closes the page and reports what went wrong in it.
func (p *person) leaves() {
	if p.t.Failed() {
		p.shot("failed-" + strings.ReplaceAll(p.t.Name(), "/", "-") + "-" + p.name)
	}
	for _, problem := range p.tab.Problems() {
		p.t.Errorf("%s's page: %s", p.name, problem)
	}
	p.tab.Close()
}

// chapters tells the parts of a story of these people: what fails in one fails
// that part.
func chapters(t *testing.T, people ...*person) func(name string, tell func(t *testing.T)) {
	return func(name string, tell func(t *testing.T)) {
		t.Run(name, func(t *testing.T) {
			for _, p := range people {
				whole := p.t
				p.t = t
				defer func() { p.t = whole }()
			}
			tell(t)
		})
	}
}

func (p *person) must(what string, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s could not %s: %v\n%s", p.name, what, err, p.page())
	}
}

// page is the text of the page, for failures.
func (p *person) page() string {
	text, err := chrome.Eval[string](p.tab, `location.href + "\n" + document.body.innerText.slice(0, 2000)`)
	if err != nil {
		return "(the page does not answer: " + err.Error() + ")"
	}
	return text
}

func (p *person) opens(path string) {
	p.t.Helper()
	p.must("open "+path, p.tab.Do(chromedp.Navigate(p.server.URL+path)))
}

func (p *person) reloads() {
	p.t.Helper()
	p.must("reload", p.tab.Do(chromedp.Reload()))
}

func (p *person) clicks(selector string) {
	p.t.Helper()
	p.must("click "+selector, p.tab.Click(selector))
}

// hovers puts the mouse on the element that a JavaScript expression gives.
func (p *person) hovers(expression string) {
	p.t.Helper()
	at := eval[[]float64](p, `(() => {
	  const e = `+expression+`;
	  e.scrollIntoView({ block: "nearest" });
	  const box = e.getBoundingClientRect();
	  return [box.x + Math.min(box.width, 40) / 2, box.y + box.height / 2];
	})()`)
	for _, x := range []float64{at[0] + 1, at[0]} { // a mouse that does not move points at nothing new
		p.must("move the mouse", p.tab.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, at[1])))
	}
}

func (p *person) types(selector, text string) {
	p.t.Helper()
	p.must("type into "+selector, p.tab.Do(chromedp.SendKeys(chromedp.CSS(selector), text, chromedp.NodeVisible)))
}

// presses presses a key wherever the focus is, while others are held.
func (p *person) presses(key chrome.Key, held ...chrome.Held) {
	p.t.Helper()
	p.must("press a key", p.tab.Press(key, held...))
}

// writes puts text wherever the focus is.
func (p *person) writes(text string) {
	p.t.Helper()
	p.must("write", p.tab.Write(text))
}

// sees waits for a JavaScript expression to be true.
func (p *person) sees(what, expression string) {
	p.t.Helper()
	p.must("see "+what, p.tab.Until(expression))
}

// eval returns the value of an expression now.
func eval[T any](p *person, expression string) T {
	p.t.Helper()
	v, err := chrome.Eval[T](p.tab, expression)
	p.must("evaluate "+expression, err)
	return v
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(b)
}

const composer = ".composer__input"

// says writes a message and sends it: with Enter, on a touch screen with the button.
func (p *person) says(text string) {
	p.t.Helper()
	p.types(composer, text)
	if eval[bool](p, `matchMedia("(pointer: coarse) and (hover: none)").matches`) {
		p.clicks(`.composer [type=submit]`)
		return
	}
	p.presses(chrome.Enter)
}

// rows is the JavaScript list of message rows whose text contains text.
func rows(text string) string {
	return `[...document.querySelectorAll(".timeline .msg")].filter((m) => !m.closest(".panel") && ` +
		`m.querySelector(".msg__body")?.textContent.includes(` + quoted(text) + `))`
}

// reads waits for exactly one message with text, acknowledged.
func (p *person) reads(text string) {
	p.t.Helper()
	p.sees("the message "+quoted(text), rows(text)+`.filter(m => !m.matches(".is-pending, .is-failed")).length === 1`)
}

// count is the number of rows with text.
func (p *person) count(text string) int {
	p.t.Helper()
	return eval[int](p, rows(text)+".length")
}

// inRoom waits until the program runs, the room is open and can be written in.
func (p *person) inRoom() {
	p.t.Helper()
	p.sees("the program's page", `performance.getEntriesByName("confab:taken over").length`)
	p.sees("an open room", `location.pathname.startsWith("/r/") && document.querySelector(".room .timeline__log")`+
		` && !document.querySelector("main[aria-busy=true]") && document.querySelector("`+composer+`:not([disabled])")`)
}

// isLive waits until the page is connected.
func (p *person) isLive() {
	p.t.Helper()
	p.inRoom()
	p.sees("a connection", `!document.querySelector(".banner")`+
		` && document.querySelector(".sidebar .workspace").textContent.trim() === "Tideline"`)
}

func (p *person) shot(name string) {
	p.t.Helper()
	if err := p.tab.Shot(shots(p.t, name+".png")); err != nil {
		p.t.Logf("no picture %s: %v", name, err)
	}
}

// email is the address of the person called name.
func email(name string) string {
	return strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@tideline.example"
}

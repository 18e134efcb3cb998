package e2e

import (
	"strconv"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// holdsProgram keeps the program from running in what the person opens from now on,
// until it is let go, and notes what jumps on the page. A row in view that may take up
// content-visibility: auto is noted too: browsers count it as a jump now and then.
func (p *person) holdsProgram() {
	p.t.Helper()
	p.must("hold the program back", p.tab.BeforeLoad(`(() => {
	  const start = WebAssembly.instantiate;
	  const released = new Promise((go) => { window.letGo = go; });
	  WebAssembly.instantiate = async (...args) => { await released; return start.apply(WebAssembly, args); };
	  window.jumps = [];
	  new PerformanceObserver((list) => { for (const e of list.getEntries()) {
	    window.jumps.push(...e.sources.map((s) => (s.node?.outerHTML ?? String(s.node?.data)).slice(0, 120) + " " +
	      JSON.stringify([s.previousRect, s.currentRect].map((r) => [r.x, r.y, r.width, r.height]))));
	  } }).observe({ type: "layout-shift" });
	  document.addEventListener("contentvisibilityautostatechange", (e) => {
	    const { top, bottom } = e.target.getBoundingClientRect(), view = e.target.closest(".timeline").getBoundingClientRect();
	    if (bottom > view.top && top < view.bottom) jumps.push("it lays out " + e.target.outerHTML.slice(0, 120));
	  }, true);
	})()`))
}

// letsGo lets the program run, and waits until its page has taken the place of the
// first screen.
func (p *person) letsGo() {
	p.t.Helper()
	eval[bool](p, `(letGo(), true)`)
	p.sees("the program's page",
		`performance.getEntriesByName("confab:taken over").length && document.querySelectorAll(".app").length === 1`)
}

// seesFirst waits for a message on the first screen, and makes sure that it is the
// first screen.
func (p *person) seesFirst(text string) {
	p.t.Helper()
	p.sees(text+" before the program runs", rows(text)+`.length > 0 && performance.getEntriesByName("confab:run").length === 0`)
}

// places says where the messages stand that can be seen, with what is written at
// each.
const places = `(() => {
  const window = document.querySelector(".timeline:not([hidden]) > .timeline__log").parentElement.getBoundingClientRect();
  return [...document.querySelectorAll(".timeline__log > *")].map((r) => [r, r.getBoundingClientRect()])
    .filter(([, b]) => b.height > 0 && b.bottom > window.top && b.top < window.bottom)
    .map(([r, b]) => Math.round(b.top) + " " + Math.round(b.height) + " " + r.innerText.replace(/\s+/g, " ")).join("\n");
})()`

// signsInOnly signs in and waits for nothing but the first screen.
func (p *person) signsInOnly(email string) {
	p.t.Helper()
	p.opens("/signin")
	p.types(`[name=email]`, email)
	p.types(`[name=password]`, instance.Password)
	p.clicks(`button[type=submit]`)
	p.sees("the list of rooms", `document.querySelector(".sidebar .roomlink")`)
}

// takesOver compares the page before and after the program takes it over: what is
// typed stays, with its caret, and so does where the reader is.
func (p *person) takesOver() {
	p.t.Helper()
	p.types(composer, "good morning")
	eval[bool](p, `(document.querySelector("`+composer+`").setSelectionRange(3, 7), true)`)
	p.sees("all at rest",
		`new Promise((done) => requestAnimationFrame(() => setTimeout(() => { jumps.length = 0; done(true); }, 600)))`)
	before := eval[string](p, places)
	p.letsGo()
	if after := eval[string](p, places); after != before {
		p.t.Errorf("%s: before the program runs\n%s\nand then\n%s", p.name, before, after)
	}
	const typed = `(() => {
	  const f = document.querySelector("` + composer + `");
	  return [f.value, f.selectionStart, f.selectionEnd, document.activeElement === f].join("|");
	})()`
	if got := eval[string](p, typed); got != "good morning|3|7|true" {
		p.t.Errorf("%s: the composer has %s", p.name, got)
	}
	eval[bool](p, `(() => {
	  const f = document.querySelector("`+composer+`");
	  f.value = "";
	  return f.dispatchEvent(new Event("input", { bubbles: true }));
	})()`)
}

// hasNotJumped makes sure that nothing has moved on the page since takesOver began.
func (p *person) hasNotJumped() {
	p.t.Helper()
	p.sees("a frame drawn", `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 100)))`)
	for _, jump := range eval[[]string](p, `jumps`) {
		p.t.Errorf("%s: the page jumps: %s", p.name, jump)
	}
}

// Somebody whose device has nothing yet reads what the server sends with the page,
// before the program is there.
func TestTheFirstVisitShowsMessagesBeforeTheProgramRuns(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Phone} {
		nora := sits(t, "Nora Vance "+screen.Name, s, screen)
		nora.holdsProgram()
		nora.signsInOnly(owner.Email)
		nora.opens("/r/" + room)
		nora.seesFirst("Numbers first, adjectives after")
		nora.sees("the room in the bar, and marked in the list", `
		  document.querySelector("#room-name").textContent.includes("launch-week") &&
		  document.querySelector(".roomlink[aria-current=page]").textContent.includes("launch-week")`)
		nora.shot("first-screen-" + screen.Name)
		nora.takesOver()
		nora.isLive()
		nora.hasNotJumped()
		if screen.Name == chrome.Desktop.Name {
			nora.pointsAtRows()
			nora.hasNotJumped()
		}
	}
}

// pointsAtRows moves the mouse over the messages that can be seen, so that each has the
// tools for a while.
func (p *person) pointsAtRows() {
	p.t.Helper()
	for _, text := range []string{"Morning all", "Got it, 412 frames", "Morning all"} {
		p.hovers(rows(text) + `[0]`)
		p.sees("the tools on "+text, rows(text)+`[0].querySelector(".msg__tools")`)
	}
}

// Somebody who comes back reads what their device kept, also without a server.
func TestARepeatVisitShowsMessagesBeforeTheProgramRuns(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Phone} {
		nora := sits(t, "Nora Vance "+screen.Name, s, screen)
		nora.signsIn(owner.Email)
		nora.goesTo("launch-week")
		nora.reads("Numbers first, adjectives after")
		nora.sees("the screen kept", keptScreen("Numbers first, adjectives after"))
		nora.sees("the service worker in charge", `navigator.serviceWorker.ready.then(() => true)`)
		nora.holdsProgram()
		nora.reloads()
		nora.seesFirst("Numbers first, adjectives after")
		nora.sees("that the server has not sent it", `performance.getEntriesByType("navigation")[0].decodedBodySize < 12000`)
		eval[bool](nora, `(() => {
		  const t = document.querySelector(".timeline");
		  t.scrollTop = -Math.min(150, t.scrollHeight - t.clientHeight);
		  return true;
		})()`)
		nora.takesOver()
		nora.isLive()
		nora.hasNotJumped()
		nora.expectsOutage()
		if screen.Name != chrome.Phone.Name {
			continue
		}
		s.Kill()
		nora.opens("/r/" + room)
		nora.seesFirst("Numbers first, adjectives after")
		nora.takesOver()
	}
}

// keptScreen is true once the device keeps a first screen with a text on it.
func keptScreen(text string) string {
	return `localStorage.getItem("confab.first")?.includes(JSON.stringify(` + quoted(text) + `).slice(1, -1))`
}

// What a device keeps for one person is shown to nobody else, and is gone when
// another one comes or the person signs out.
func TestTheFirstScreenIsForOnePerson(t *testing.T) {
	_, nora, me, ben := secret(t)
	nora.sees("the screen kept", keptScreen("The secret of Nora"))
	nora.isSignedOutElsewhere(me)
	nora.holdsProgram()
	nora.opens("/signin") // the cookie still names her
	nora.types(`[name=email]`, ben.Email)
	nora.types(`[name=password]`, instance.Password)
	nora.clicks(`button[type=submit]`)
	nora.sees("Ben's first screen", `document.querySelector(".sidebar__self")?.textContent.includes("Ben Ode")`)
	nora.sees("nothing of hers kept", `!localStorage.getItem("confab.first")`)
	nora.letsGo()
	nora.isLive()
	nora.sees("Ben's screen kept", keptScreen("Ben Ode"))

	nora.clicks(`.sidebar .workspace`)
	nora.picks("Sign out")
	nora.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]")`)
	nora.sees("nothing of his kept", `!localStorage.getItem("confab.first")`)
}

// TestHostileTextStaysTextOnTheFirstScreen shows every text of the corpus on first
// screens, those of the server and those that a device kept.
func TestHostileTextStaysTextOnTheFirstScreen(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var rooms wire.Rooms
	if err := owner.Do(t.Context(), "GET", "/rooms", nil, &rooms); err != nil {
		t.Fatal(err)
	}
	room, texts := rooms.Rooms[0].ID, corpus(t)
	called := names(texts, 8)
	var last wire.Ack
	for _, text := range texts {
		var ack wire.Ack
		if err := owner.Do(t.Context(), "POST", "/rooms/"+room+"/messages", wire.Send{CID: id.New(), Body: text}, &ack); err == nil {
			last = ack
		}
	}
	for _, name := range called[1:] {
		make := wire.RoomCreate{Name: name, Topic: name, Kind: wire.RoomPublic}
		if err := owner.Do(t.Context(), "POST", "/rooms", make, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := owner.Do(t.Context(), "PATCH", "/rooms/"+room, map[string]string{"name": called[0], "topic": called[1]}, nil); err != nil {
		t.Fatal(err)
	}
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.watches()
	nora.holdsProgram()
	nora.signsInOnly(owner.Email)
	for seq := int64(15); seq < last.Seq; seq += 28 {
		nora.opens("/r/" + room + "/" + strconv.FormatInt(seq, 10))
		nora.sees("messages", `document.querySelectorAll(".timeline__log > [data-seq]").length > 10`)
		nora.isPlain("a first screen from the server")
	}
	nora.opens("/r/" + room)
	nora.letsGo()
	nora.isLive()
	nora.sees("the screen kept", `localStorage.getItem("confab.first")`)
	nora.sees("the service worker in charge", `navigator.serviceWorker.ready.then(() => true)`)
	nora.reloads()
	nora.sees("messages", `document.querySelector(".timeline__log > [data-seq='`+strconv.FormatInt(last.Seq, 10)+`']")`)
	nora.isPlain("a first screen from the device")
}

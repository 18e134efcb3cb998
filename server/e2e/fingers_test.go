package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/text/languages"
)

// thumb is somebody at a phone.
type thumb struct {
	*person
	mirrored bool // text runs from right to left
}

// at is a place on the phone, with x from the side where lines begin.
func (p thumb) at(x, y float64) chrome.Point {
	if p.mirrored {
		x = float64(chrome.Phone.Width) - x
	}
	return chrome.Point{X: x, Y: y}
}

// swipes moves a finger from one place to another in ten steps, each after a pause, and has rests done
// before it is lifted.
func (p thumb) swipes(from, to chrome.Point, pause time.Duration, rests func()) {
	p.t.Helper()
	const steps = 10
	way := []chrome.Point{from}
	for i := 1; i <= steps; i++ {
		part := float64(i) / steps
		way = append(way, chrome.Point{X: from.X + (to.X-from.X)*part, Y: from.Y + (to.Y-from.Y)*part})
	}
	p.must("swipe", chrome.Finger(p.tab, pause, rests, way...))
}

// on is the place of the element that a JavaScript expression gives.
func (p thumb) on(expression string) chrome.Point {
	p.t.Helper()
	at := eval[[]float64](p.person, `(() => {
	  const e = `+expression+`;
	  e.scrollIntoView({ block: "center" });
	  const box = e.getBoundingClientRect();
	  return [box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2];
	})()`)
	return chrome.Point{X: at[0], Y: at[1]}
}

// taps touches the element that a selector names.
func (p thumb) taps(selector string) {
	p.t.Helper()
	p.sees(selector, `document.querySelector(`+quoted(selector)+`)?.checkVisibility({ visibilityProperty: true })`)
	p.settles()
	p.must("tap", chrome.Finger(p.tab, 0, nil, p.on(`document.querySelector(`+quoted(selector)+`)`)))
}

// goesBack is what a phone's way back does, and goesForward the other way.
func (p thumb) goesBack() {
	p.t.Helper()
	p.must("go back", p.tab.Do(chromedp.NavigateBack()))
}

func (p thumb) goesForward() {
	p.t.Helper()
	p.must("go forward", p.tab.Do(chromedp.NavigateForward()))
}

// hasList waits until the list of rooms is open, or closed.
func (p thumb) hasList(open bool) {
	p.t.Helper()
	state := map[bool]string{true: "open", false: "closed"}[open]
	p.sees("the list "+state, `document.querySelector(".app").dataset.drawer === "`+state+`"`)
	p.settles()
	p.sees("it where it belongs", fmt.Sprintf(`(() => {
	  const list = document.querySelector("#sidebar"), box = list.getBoundingClientRect();
	  const shown = box.left >= 0 && box.right <= innerWidth && list.checkVisibility({ visibilityProperty: true });
	  return list.style.length === 0 && shown === %v;
	})()`, open))
}

// isIn waits until a room is on the page, with nothing over it.
func (p thumb) isIn(room string) {
	p.t.Helper()
	p.sees(room, `document.querySelector("#room-name")?.textContent.includes(`+quoted(room)+`) && !document.querySelector("#overlays > *")`)
}

func TestAFingerMovesTheListAndMessages(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	for name, mirrored := range map[string]bool{"from the left": false, "from the right": true} {
		t.Run(name, func(t *testing.T) {
			p := thumb{sits(t, "Nora Vance", s, chrome.Phone), mirrored}
			if mirrored {
				p.must("choose a language", p.tab.Cookie(s.URL, languages.Cookie, languages.Pseudo))
			}
			p.signsIn(owner.Email)
			p.opens("/r/" + room)
			p.isLive()
			p.sees("the conversation", rows("🎉🌊")+`.length === 1`)
			p.movesTheList()
			p.pullsMessages()
		})
	}
}

const slowly, quickly = 40 * time.Millisecond, 4 * time.Millisecond

// movesTheList opens and closes the list of rooms.
func (p thumb) movesTheList() {
	p.t.Helper()
	p.swipes(p.at(20, 400), p.at(270, 405), slowly, func() {
		p.sees("the list under the finger", `(() => {
		  const box = document.querySelector("#sidebar").getBoundingClientRect(), shown = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
		  return Math.abs(shown - 240) < 12;
		})()`)
		p.shot("swipe-list")
	})
	p.hasList(true)
	p.swipes(p.at(330, 500), p.at(60, 500), slowly, nil)
	p.hasList(false)
	p.swipes(p.at(180, 400), p.at(260, 400), quickly, nil) // thrown
	p.hasList(true)
	p.swipes(p.at(300, 500), p.at(220, 500), quickly, nil)
	p.hasList(false)
	p.swipes(p.at(20, 400), p.at(110, 400), slowly, nil) // not far enough
	p.hasList(false)
	p.swipes(p.at(200, 300), p.at(240, 620), slowly, nil)
	p.hasList(false)
	p.sees("what was scrolled to", `document.querySelector("#timeline").scrollTop < -100`)
}

// pullsMessages answers messages by pulling them.
func (p thumb) pullsMessages() {
	p.t.Helper()
	mine := rows("The headline is lovely") + `[0]`
	p.on(mine)
	p.sees("a timeline at rest", `(async () => {
	  const box = document.querySelector("#timeline"), at = box.scrollTop;
	  await new Promise((done) => setTimeout(done, 200));
	  return box.scrollTop === at;
	})()`) // what was scrolled before may still move
	from := p.on(mine)
	from = chrome.Point{X: p.at(300, 0).X, Y: from.Y}
	to := func(x float64) chrome.Point { return chrome.Point{X: p.at(x, 0).X, Y: from.Y + 4} }
	p.swipes(from, to(260), slowly, nil)
	p.sees("the message where it was",
		mine+`.style.translate === "" && !document.querySelector(".msg__pull, .composer__context")`)
	p.swipes(from, to(180), slowly, func() {
		p.sees("the message under the finger",
			`Math.abs(parseFloat(getComputedStyle(`+mine+`).translate)) > 60 && document.querySelector(".is-far > .msg__pull")`)
		p.shot("swipe-answer")
	})
	p.sees("what is answered", `document.querySelector(".composer__context")?.textContent.includes("The headline is lovely") &&
	  !document.querySelector(".msg__pull")`)
	p.hasList(false)
	p.taps(".composer__context button")
	p.sees("nothing that is answered", `!document.querySelector(".composer__context")`)
}

func TestBackClosesWhatIsOpenBeforeItLeavesTheRoom(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	p := thumb{sits(t, "Nora Vance", s, chrome.Phone), false}
	p.signsIn(owner.Email)
	p.opens("/r/" + room)
	p.isLive()
	p.sees("the conversation", rows("🎉🌊")+`.length === 1`)
	here := eval[string](p.person, `location.pathname`)

	p.must("press long", chrome.Finger(p.tab, 0, func() {
		p.sees("the sheet", `document.querySelector(".actionsheet")`)
	}, p.on(rows("The headline is lovely")+`[0].querySelector(".msg__body")`)))
	p.goesBack()
	p.isIn("launch-week")
	for what, open := range map[string]func(){
		".palette": func() { p.taps("#drawer-button"); p.hasList(true); p.taps(".sidebar .jump") },
		"#picker":  func() { p.taps("#composer-emoji") },
		"#dialog":  func() { p.taps("#room-button"); p.taps(`#menu .opt:has([href$="#i-edit"])`) },
		"#menu":    func() { p.taps("#room-button") },
		"#members": func() { p.taps("#room-button"); p.taps(`#menu .opt:has([href$="#i-users"])`) },
	} {
		open()
		p.sees(what, `document.querySelector(`+quoted(what)+`)?.checkVisibility()`)
		p.goesBack()
		p.sees("no "+what, `!document.querySelector(`+quoted(what)+`)?.checkVisibility()`)
		if what == ".palette" {
			p.hasList(true) // it was below
			p.goesBack()
			p.hasList(false)
		}
		p.isIn("launch-week")
		if now := eval[string](p.person, `location.pathname`); now != here {
			t.Fatalf("back from %s leads to %s", what, now)
		}
	}
	p.takesOtherWays(here)
}

// takesOtherWays closes things without Back, opens rooms from what is open, and loads the page anew.
func (p thumb) takesOtherWays(here string) {
	p.t.Helper()
	p.taps("#drawer-button")
	p.hasList(true)
	p.must("tap beside the list", chrome.Finger(p.tab, 0, nil, p.at(370, 400)))
	p.hasList(false)
	p.sees("no entry of it", `history.state?.depth === 0`)

	p.taps("#drawer-button")
	p.hasList(true)
	p.taps(`.roomgroup .roomlink:not([aria-current])`)
	p.sees("another room", `location.pathname !== `+quoted(here))
	there := eval[string](p.person, `location.pathname`)
	p.hasList(false)

	p.taps("#drawer-button")
	p.hasList(true)
	p.taps(".sidebar .jump")
	p.sees("the palette", `document.activeElement?.matches(".palette input")`)
	p.writes("launch-week")
	p.taps(".palette .opt[aria-selected=true]")
	p.isIn("launch-week")
	p.hasList(false)
	p.goesBack()
	p.sees("the room before", `location.pathname === `+quoted(there)+` && history.state?.depth !== 1`)
	p.goesForward()
	p.isIn("launch-week")
	p.sees("the room that was left", `location.pathname === `+quoted(here))

	p.taps("#drawer-button")
	p.hasList(true)
	p.reloads()
	p.isLive()
	p.hasList(false)
	p.sees("no entry of what was open", `!history.state?.depth`)
	p.goesForward()
	p.sees("nothing but the room", `location.pathname === `+quoted(here)+` && !history.state?.depth`)
	p.goesBack()
	p.sees("the room before", `location.pathname === `+quoted(there))
	p.isLive()
}

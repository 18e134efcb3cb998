package e2e

import (
	"fmt"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// The tools of a message are where somebody is about to click: rows that move under a mouse that does not neither
// bring them nor take them away.
func TestToolsDoNotMoveUnderAStillMouse(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	say := func(text string) {
		t.Helper()
		var ack wire.Ack
		if err := owner.Do(t.Context(), "POST", "/rooms/"+room+"/messages", wire.Send{CID: id.New(), Body: text}, &ack); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 30 {
		say(fmt.Sprintf("Frame %d of the burst", i))
	}
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.signsIn(owner.Email)
	nora.opens("/r/" + room)
	nora.isLive()
	nora.reads("Frame 29 of the burst")
	eval[bool](nora, `(document.querySelector(".timeline").scrollTo(0, 1e6), true)`) // where news moves the rows
	nora.settles()
	tools := func(text string) string {
		return rows(text) + `[0].querySelector(".msg__tools")?.checkVisibility() && document.querySelectorAll(".msg__tools").length === 1`
	}
	nora.hovers(rows("Frame 25 of") + `[0].querySelector(".msg__body")`)
	nora.sees("the tools", tools("Frame 25 of"))
	nora.shot("tools-still-desktop-light")
	for i := range 3 {
		say(fmt.Sprintf("News %d", i))
		nora.reads(fmt.Sprintf("News %d", i))
		nora.settles()
		nora.sees("the tools where they were", tools("Frame 25 of"))
	}
	nora.must("turn the wheel", nora.tab.Wheel(700, 400, -40, 5, 0))
	nora.settles()
	nora.sees("the tools where they were", tools("Frame 25 of"))
	nora.sees("the list at rest", `new Promise((done) => {
	  const list = document.querySelector(".timeline"), at = list.scrollTop;
	  setTimeout(() => done(list.scrollTop === at), 500);
	})`)
	nora.hovers(rows("Frame 18 of") + `[0].querySelector(".msg__body")`)
	nora.sees("the tools where the mouse has gone", tools("Frame 18 of"))
}

// A tablet has the page of a desktop and no mouse.
func TestFingersHitEverythingOnATablet(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	for _, screen := range []chrome.Screen{
		{Name: "tablet-upright", Width: 820, Height: 1180, Touch: true},
		{Name: "tablet-sideways", Width: 1180, Height: 820, Touch: true},
	} {
		t.Run(screen.Name, func(t *testing.T) {
			nora := sits(t, "Nora Vance", s, screen)
			nora.signsIn(owner.Email)
			nora.opens("/r/" + room)
			nora.isLive()
			nora.sees("the conversation", rows("🎉🌊")+`.length === 1`)
			round := tour{person: nora, looks: func(what string) {
				nora.settles()
				nora.fitsFingers(what, screen.Name)
			}}
			round.looks("a room")
			round.over("the emoji", "#picker", func() { nora.clicks(".composer [aria-haspopup=dialog]") })
			round.everywhere()
		})
	}
}

package e2e

import (
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// The page at 200 and 400 %: the browser then has half and a quarter of the screen's pixels to lay it
// out in. See https://www.w3.org/WAI/WCAG22/Understanding/reflow.html
var (
	twice     = chrome.Screen{Name: "200-percent", Width: 640, Height: 512}
	fourTimes = chrome.Screen{Name: "400-percent", Width: 320, Height: 256}
	small1024 = chrome.Screen{Name: "small-desktop", Width: 1024, Height: 768}
)

// cutOff are the parts of the page that reach beyond the window without being in something that scrolls, and
// the texts that are cut without a sign of it.
const cutOff = `(() => {
  const found = [];
  const name = (e) => e.localName + "." + e.className + " " + e.textContent.trim().slice(0, 30);
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is " + document.documentElement.scrollWidth + " wide");
  for (const e of document.body.querySelectorAll("*")) {
    if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.closest(".u-sr, .skip, svg, .sidebar:not(:hover)")) continue;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const text = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (text && style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll" && e.localName !== "textarea" &&
        style.textOverflow !== "ellipsis" && e.scrollWidth > e.clientWidth + 1) found.push("cut: " + name(e));
    if (!box.width || (box.left >= -1 && box.right <= innerWidth + 1)) continue;
    let around = e.parentElement;
    while (around && !/auto|scroll|hidden|clip/.test(getComputedStyle(around).overflowX)) around = around.parentElement;
    const clips = around && around !== document.body && getComputedStyle(around);
    if (!clips || text && !/auto|scroll/.test(clips.overflowX) && clips.textOverflow !== "ellipsis") {
      found.push("from " + Math.round(box.left) + " to " + Math.round(box.right) + ": " + name(e));
    }
  }
  return found.slice(0, 8);
})()`

// showsAll checks that nothing on the page is cut off, and takes a picture.
func (p *person) showsAll(what, screen string) {
	p.t.Helper()
	p.settles()
	for _, part := range eval[[]string](p, cutOff) {
		p.t.Errorf("%s, %s: %s", what, screen, part)
	}
	p.shot("fit-" + strings.ReplaceAll(what, " ", "-") + "-" + screen)
}

// People and rooms may have names as long as the limit, without a space at which to break.
func TestLongNamesFitOnEveryScreen(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("Wolfeschlegelsteinhausen", 4)[:limits.NameRunes]
	other, err := owner.Join(t.Context(), long)
	if err != nil {
		t.Fatal(err)
	}
	var made wire.RoomInfo
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(owner.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: long, Topic: long + long, Kind: wire.RoomPublic}, &made))
	messages := "/rooms/" + made.Room.ID + "/messages"
	must(other.Do(t.Context(), "POST", "/rooms/"+made.Room.ID+"/join", struct{}{}, nil))
	var first wire.Ack
	must(other.Do(t.Context(), "POST", messages, wire.Send{CID: id.New(), Body: long + long}, &first))
	must(owner.Do(t.Context(), "POST", messages, wire.Send{CID: id.New(), Body: "Yes, @" + long, ReplyTo: first.Seq}, nil))
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.signsIn(owner.Email)
	nora.opens("/r/" + made.Room.ID)
	nora.isLive()
	nora.sees("the answer", rows("Yes")+`.length === 1`)
	for _, screen := range []chrome.Screen{chrome.Desktop, small1024, chrome.Tablet, chrome.Phone, twice, fourTimes} {
		nora.must("change the screen", nora.tab.Resize(screen))
		nora.showsAll("a room", screen.Name)
		nora.chooses("#room-button", "edit")
		nora.sees("the settings of the room", `document.querySelector("#dialog")`)
		nora.showsAll("a dialog", screen.Name)
		nora.closes()
		nora.chooses("#room-button", "users")
		nora.sees("the members", `document.querySelectorAll("#members .member").length === 2`)
		nora.showsAll("the members", screen.Name)
		nora.clicks("#close-members")
		nora.sees("no members", `!document.querySelector("#members .member")?.checkVisibility()`)
	}
}

package e2e

import (
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/text/languages"
)

// unreachable are the controls that cannot be brought into the window by scrolling to them.
const unreachable = `(() => {
  const found = [];
  for (const e of document.querySelectorAll("button, a[href], input:not([type=hidden]), textarea, [role=option]")) {
    if (e.closest("[inert], .u-sr, .skip, .msg__tools") || !e.checkVisibility({ visibilityProperty: true })) continue;
    e.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = e.getBoundingClientRect();
    if (!box.width) continue;
    const fits = box.top >= -1 && box.bottom <= innerHeight + 1;
    const high = box.height <= innerHeight / 2 ? fits : box.top <= innerHeight && box.bottom >= 0;
    if (!high || box.left < -1 || box.right > innerWidth + 1) {
      const where = [box.left, box.top, box.right, box.bottom].map(Math.round);
      found.push((e.ariaLabel ?? e.textContent.trim().slice(0, 20)) + "." + e.className + " " + where);
    }
  }
  return found.slice(0, 6);
})()`

// setting is how somebody has set up their browser and system.
type setting struct {
	name     string
	screen   chrome.Screen
	text     string // the size of text, if it is enlarged alone
	features map[string]string
	mirrored bool
}

var settings = []setting{
	{name: "200 percent", screen: chrome.Screen{Name: "zoom-200", Width: 720, Height: 450}},
	{name: "400 percent", screen: chrome.Screen{Name: "zoom-400", Width: 360, Height: 225}},
	{name: "400 percent from the right", screen: chrome.Screen{Name: "zoom-400", Width: 360, Height: 225}, mirrored: true},
	{name: "large text", screen: chrome.Desktop, text: "200%"},
	{name: "large text on the phone", screen: chrome.Phone, text: "200%"},
	{name: "forced colours", screen: chrome.Desktop,
		features: map[string]string{"forced-colors": "active", "prefers-reduced-motion": "reduce"}},
}

func TestAnEnlargedPageShowsEverything(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	for _, as := range settings {
		t.Run(as.name, func(t *testing.T) {
			nora := sits(t, "Nora Vance", s, as.screen)
			nora.must("set up the system", nora.tab.Prefer(as.features))
			if as.text != "" {
				nora.must("enlarge the text", nora.tab.BeforeLoad(`addEventListener("DOMContentLoaded", () => {
				  document.documentElement.style.fontSize = "`+as.text+`";
				})`))
			}
			if as.mirrored {
				nora.must("choose a language", nora.tab.Cookie(s.URL, languages.Cookie, languages.Pseudo))
			}
			fits := func(what string) {
				t.Helper()
				nora.showsAll(what, strings.ReplaceAll(as.name, " ", "-"))
				for _, control := range eval[[]string](nora, unreachable) {
					t.Errorf("%s: cannot be reached: %s", what, control)
				}
			}
			nora.opens("/signin")
			nora.sees("the form", `document.querySelector("[name=password]")`)
			fits("signing in")
			nora.signsIn(owner.Email)
			nora.opens("/r/" + room)
			nora.isLive()
			nora.sees("the conversation", rows("🎉🌊")+`.length === 1`)
			fits("a room")
			over := func(what, selector string, opens func()) {
				t.Helper()
				opens()
				nora.sees(what, `document.querySelector("`+selector+`")`)
				fits(what)
				nora.presses(chrome.Escape)
				nora.sees("nothing over the page", `!document.querySelector("#overlays > *")`)
			}
			over("the menu of the room", "#menu", func() { nora.clicks("#room-button") })
			over("the palette", ".palette .opt", func() { nora.presses(chrome.K, chrome.Ctrl) })
			over("the keys", "#dialog", func() { nora.presses(chrome.Slash, chrome.Ctrl) })
			over("the settings of the room", "#dialog", func() { nora.chooses("#room-button", "edit") })
			nora.chooses("#room-button", "users")
			nora.sees("the members", `document.querySelectorAll("#members .member").length === 7`)
			fits("the members")
		})
	}
}

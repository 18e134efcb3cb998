package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// Somebody whose session others end while the page is open leaves nothing there:
// not on the page, not in what the browser keeps, not behind the button Back, and
// nothing for whoever signs in next.
func TestWhoIsSignedOutByOthersLeavesNothingAtTheBrowser(t *testing.T) {
	_, nora, me, ben := secret(t)
	var private wire.RoomInfo
	if err := me.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: "budget", Kind: wire.RoomPrivate}, &private); err != nil {
		t.Fatal(err)
	}
	nora.sees("the room in her list", link("budget"))
	eval[bool](nora, `(`+link("budget")+`.click(), true)`)
	nora.sees("the room", `document.querySelector("#room-name").textContent.includes("budget")`)
	nora.says("What nobody else may read")
	nora.reads("What nobody else may read")
	nora.types(composer, "a thought of Nora's that is not sent")
	nora.sees("the draft kept", kept("a thought of Nora"))

	for _, text := range []string{"WebSocket connection to", "401", "404"} { // what a page meets whose session has ended
		nora.tab.Tolerate(text)
	}
	endsOthers(t, me)
	gone := `!document.body.innerText.includes("What nobody else may read") && !document.body.innerText.includes("a thought of Nora")`
	nora.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]") && `+gone)
	for _, text := range []string{"What nobody else may read", "The secret of Nora"} {
		nora.sees("nothing of it kept", `(`+kept(text)+`).then((found) => !found)`)
	}
	nora.must("go back", nora.tab.Do(chromedp.NavigateBack()))
	nora.sees("nothing on the page that is gone back to", `location.pathname === "/signin" && `+gone)

	nora.types(`[name=email]`, ben.Email)
	nora.types(`[name=password]`, instance.Password)
	nora.clicks(`button[type=submit]`)
	nora.isLive()
	nora.sees("nothing of hers", `document.querySelector("`+composer+`").value === "" && !`+link("budget")+` && `+gone)
}

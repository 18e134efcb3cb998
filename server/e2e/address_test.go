package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
)

// fits looks whether the page is as wide as the screen at most, and the card of
// the invite holds all that is in it.
func (p *person) fits() {
	p.t.Helper()
	if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
		p.t.Errorf("%s's page is wider than the screen", p.name)
	}
	if eval[bool](p, `(() => { const card = document.querySelector(".invitecard, .dialog"); if (!card) return false;
		const edge = card.getBoundingClientRect().right; return edge > innerWidth || [...card.querySelectorAll("*")].some(e => e.getBoundingClientRect().right > edge + 0.5) })()`) {
		p.t.Errorf("something sticks out of the card on %s's screen", p.name)
	}
}

func TestTheFirstRunAsksWherePeopleWillFindIt(t *testing.T) {
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Phone} {
		nora := sits(t, "Nora Vance", serve(t), screen)
		nora.opens("/setup?code=" + instance.SetupCode)
		nora.types(`[name=workspace]`, "Tideline")
		nora.fillsIn()
		nora.sees("the question", `document.querySelector("[name=way]")`)
		nora.inBothLights("address-" + screen.Name)
		nora.fits()

		// An invite to localhost would lead everybody to their own machine.
		nora.clicks(`#way-here`)
		nora.clicks(`button[type=submit]`)
		nora.isLive()
		nora.sees("that the link works here only",
			`document.querySelector(".invitecard .invite__here")?.textContent.includes("on this computer only")`+
				` && !document.querySelector(".invite__qr")`)
		nora.inBothLights("invite-here-" + screen.Name)
		nora.fits()

		nora.clicks(`.invite__here a`)
		nora.sees("the question again", `document.querySelector("#way-here")?.checked`)
		nora.clicks(`#way-domain`)
		nora.types(`#domain`, "chat.tideline.example.org")
		nora.clicks(`button[type=submit]`)
		nora.sees("the line", `document.querySelector(".gate__line")?.textContent.endsWith("--domain chat.tideline.example.org")`)
		nora.inBothLights("address-line-" + screen.Name)
		nora.fits()

		nora.opens("/address")
		nora.findsItAt("https://chat.tideline.example")
		nora.isLive()
		nora.sees("the link at the address",
			`document.querySelector("#invite-link")?.value.startsWith("https://chat.tideline.example/join/")`)
		nora.sees("the code for phones", `document.querySelector("img.invite__qr")?.naturalWidth > 0`)
		nora.inBothLights("invite-" + screen.Name)
		nora.fits()
	}
}

package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/route"
)

// TestAPhoneSignsInByTheCodeOfADesk has Nora sign her phone in without typing a
// password.
func TestAPhoneSignsInByTheCodeOfADesk(t *testing.T) {
	s := serve(t)
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	desk := sits(t, "Nora at the desk", s, chrome.Desktop)
	desk.signsIn(owner.Email)
	desk.section(route.Sessions, `document.querySelector("main .setting button")`)
	desk.inBothLights("devices-desktop")
	desk.clicks("main .setting button")
	desk.sees("what a code is", `document.querySelector("form[method=post]")?.action.endsWith("/account/device")`)
	desk.clicks("[type=submit]")
	desk.sees("the link, and that nobody else can open it",
		`document.querySelector("#link")?.value.includes("/device/") && document.querySelector(".gate__here")`)
	desk.inBothLights("pass-here-desktop")
	link := eval[string](desk, `new URL(document.querySelector("#link").value).pathname`)

	phone := sits(t, "Nora on the phone", s, chrome.Phone)
	phone.opens(link)
	phone.sees("whom it signs in", `document.body.textContent.includes(`+quoted(owner.Email)+`)`)
	phone.inBothLights("pass-phone")
	phone.clicks("[type=submit]")
	phone.isLive()
	desk.sees("at once what was signed in", `document.querySelector("h1")?.textContent.endsWith("is signed in")`)
	desk.inBothLights("pass-used-desktop")
	desk.clicks("a.btn")
	desk.sees("both browsers", `[...document.querySelectorAll("main li.row strong")].filter(l => l.textContent.startsWith("Chrome"))
	  .length === 2`)
	phone.says("Signed in without a word")
}

// TestACodeShowsItsPicture has Nora open Confab at an address that her phone can reach.
func TestACodeShowsItsPicture(t *testing.T) {
	s := serve(t)
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.signsIn(owner.Email)
	nora.opens("/address")
	nora.findsItAt("https://chat.tideline.example")
	nora.isLive()
	nora.opens("/account/device")
	nora.clicks("[type=submit]")
	nora.sees("the picture", `document.querySelector(".gate__qr")?.naturalWidth > 0 &&
	  document.querySelector("#link").value.startsWith("https://chat.tideline.example/device/")`)
	nora.inBothLights("pass-desktop")
	nora.clicks(".gate__go")
	nora.sees("her devices", `location.pathname === `+quoted(route.Section(route.Sessions)))
}

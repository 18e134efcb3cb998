package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// What one does with a message: keep it for later, forward it with a note, quote it.
func TestKeepingForwardingAndQuoting(t *testing.T) {
	s := serve(t)
	nora := typist{sits(t, "Nora Vance", s, chrome.Desktop), s}
	nora.setsUp()
	link := nora.invites()
	nora.clicks(`.invitecard [aria-label="Close"]`)
	sam := sits(t, "Sam Okafor", s, chrome.Phone)
	sam.joins(link)
	nora.presses(chrome.Escape)
	nora.says("Ship it on Friday")
	nora.reads("Ship it on Friday")
	sam.reads("Ship it on Friday")

	nora.toMessage("Ship it on Friday")
	nora.keys("q")
	nora.sees("the quote", `document.querySelector("`+composer+`").value === "> Ship it on Friday\n"`)
	nora.writes("Or on Monday")
	nora.presses(chrome.Enter)
	sam.sees("the quote", rows("Or on Monday")+`[0].querySelector("blockquote")?.textContent.includes("on Friday")`)

	nora.toMessage("Or on Monday")
	nora.keys("s")
	nora.sees("how many are saved", `document.querySelector('.sidebar [href="/saved"]')?.textContent.includes("1")`)
	nora.shot("deeds-saved-notice-desktop-light")

	nora.presses(chrome.Escape)
	nora.toMessage("Or on Monday")
	nora.keys("f")
	nora.sees("where to", `document.querySelectorAll("#dialog [role=checkbox]").length > 0`)
	nora.writes("sam")
	nora.sees("Sam alone", `document.querySelectorAll("#dialog [role=checkbox]").length === 1`)
	nora.clicks(`#dialog [role=checkbox]`)
	nora.sees("to how many", `document.querySelector("#dialog [type=submit]").textContent === "Forward to 1"`)
	nora.types("#forward-note", "For you")
	nora.shot("deeds-forward-desktop-light")
	nora.clicks(`#dialog [type=submit]`)
	sam.sees("a conversation", `[...document.querySelectorAll(".roomlink")].some((e) => e.textContent.includes("Nora"))`)

	nora.clicks(`.sidebar [href="/saved"]`)
	nora.sees("what is saved", `document.querySelector(".keep__text")?.textContent.includes("Or on Monday")`)
	nora.shot("deeds-saved-desktop-light")
	nora.clicks(`.keep__tick`)
	nora.sees("nothing to do", `!document.querySelector(".keep")`)
	nora.clicks(`.seg label:last-child input`)
	nora.sees("what is done", `document.querySelector(".keep.is-done")`)
	nora.clicks(`.keep__link`)
	nora.sees("the message", `document.querySelector(".msg--target")?.textContent.includes("Or on Monday")`)
	nora.clicks(`.roomgroup[aria-label="People"] .roomlink`)
	nora.sees("what was forwarded", `document.querySelector(".msg__forward .msg__origin a")?.textContent.includes("From")`)
	nora.shot("deeds-forwarded-desktop-light")
}

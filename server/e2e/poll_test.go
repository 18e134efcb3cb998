package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

func TestARoomIsAsked(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	nora, jonas := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Jonas Weil", s, chrome.Phone)
	for p, email := range map[*person]string{nora: owner.Email, jonas: "jonas.weil@tideline.example"} {
		p.signsIn(email)
		p.opens("/r/" + room)
		p.isLive()
	}
	nora.clicks(`main [aria-label="Add a file or a poll"]`)
	nora.picks("New poll")
	nora.types(`#poll-question`, "When do we leave the quay on Friday?")
	nora.types(`#poll-choice-0`, "06:30, with the tide")
	nora.types(`#poll-choice-1`, "08:00, after the handover")
	nora.types(`#poll-choice-2`, "11:00")
	nora.inBothLights("poll-new-desktop")
	nora.clicks(`.dialog [type=submit]`)
	nora.reads("When do we leave")
	jonas.sees("the poll", `document.querySelectorAll("#log .poll__opt input[type=radio]:enabled").length === 3`)
	jonas.clicks(`#log li:nth-child(2) > .poll__opt input`)
	nora.sees("his vote", `document.querySelector("#log li:nth-child(2) .poll__who").textContent === "Jonas Weil"`)
	nora.clicks(`#log .poll [data-action=voters]`)
	nora.sees("who chose what", `document.querySelector(".votes:nth-of-type(2) .opt")?.textContent.includes("Jonas Weil")`)
	nora.inBothLights("poll-voters-desktop")
	jonas.clicks(`#log li:nth-child(3) > .poll__opt input`)
	nora.sees("his other vote", `document.querySelector("#log li:nth-child(3) .poll__who").textContent === "Jonas Weil"`)
	nora.sees("that he chose otherwise", `document.querySelector(".votes:nth-of-type(3) .opt")?.textContent.includes("Jonas Weil") &&
	  !document.querySelector(".votes:nth-of-type(2) .opt")`)
	nora.presses(chrome.Escape)
	jonas.clicks(`#log li:nth-child(2) > .poll__opt input`)
	nora.clicks(`#log li:nth-child(1) > .poll__opt input`)
	nora.clicks(`#log li:nth-child(2) > .poll__opt input`)
	jonas.sees("one vote each", `document.querySelector("#log li:nth-child(2) .poll__n").textContent === "2" &&
	  document.querySelector("#log li:nth-child(1) .poll__n").textContent === "0"`)
	nora.inBothLights("poll-desktop")
	jonas.inBothLights("poll-phone")
	jonas.clicks(`#log .poll [data-action=vote][data-ref="-1"]`)
	nora.sees("his vote taken back", `document.querySelector("#log .poll__foot > span").textContent === "1 person has voted"`)
	nora.clicks(`#log .poll [data-action=close-poll]`)
	jonas.sees("a closed poll", `document.querySelector("#log .poll--closed .is-won .poll__n").textContent === "1" &&
	  !document.querySelector("#log .poll input")`)
	jonas.inBothLights("poll-closed-phone")
	nora.says("/poll Tea or coffee? | Tea | Coffee")
	jonas.sees("another poll", `[...document.querySelectorAll("#log .poll")].at(-1).querySelectorAll(".poll__opt").length === 2`)
}

package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// TestSeveralPeopleTalk has Nora choose Mara and Jonas, who has a phone, and add Priya: that is
// another conversation.
func TestSeveralPeopleTalk(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	nora, jonas := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Jonas Weil", s, chrome.Phone)
	for p, email := range map[*person]string{nora: owner.Email, jonas: "jonas.weil@tideline.example"} {
		p.signsIn(email)
		p.opens("/r/" + room)
		p.isLive()
	}
	nora.clicks(`[aria-label="New conversation"]`)
	nora.clicks(`[role=option]`)
	nora.types(`#together-with`, "mara")
	nora.presses(chrome.Enter)
	nora.types(`#together-with`, "jonas")
	nora.clicks(`.picklist [aria-checked="false"]`)
	nora.sees("two who are chosen", `document.querySelectorAll('.picklist [aria-checked="true"]').length === 2`)
	nora.shot("together-desktop")
	nora.clicks(`.dialog [type=submit]`)
	named := `document.querySelector("#room-name").textContent.trim().endsWith("Mara Lindqvist, Jonas Weil")`
	nora.sees("the conversation", named)
	first := eval[string](nora, `location.pathname`)
	nora.says("The three of us, then")
	nora.reads("The three of us, then")
	nora.shot("together-room-desktop")

	entry := `[...document.querySelectorAll(".roomlink")].find((a) => a.textContent.includes("Nora Vance, Mara Lindqvist"))`
	jonas.sees("a conversation with one unread", entry+`?.querySelector(".badge").textContent.includes("1")`)
	jonas.opens(first)
	jonas.isLive()
	jonas.reads("The three of us, then")
	jonas.says("Aye")
	nora.reads("Aye")
	jonas.shot("together-room-phone")

	nora.clicks(`#room-button`)
	nora.picks("Add people")
	nora.types(`#together-with`, "priya")
	nora.presses(chrome.Enter)
	nora.clicks(`.dialog [type=submit]`)
	nora.sees("another conversation", `document.querySelector("#room-name").textContent.includes("Priya Raman") &&
	  !document.querySelector("#log").textContent.includes("Aye")`)

	nora.opens("/")
	nora.isLive()
	nora.clicks(`[aria-label="New conversation"]`)
	nora.clicks(`[role=option]`)
	nora.types(`#together-with`, "jonas")
	nora.presses(chrome.Enter)
	nora.types(`#together-with`, "mara")
	nora.presses(chrome.Enter)
	nora.clicks(`.dialog [type=submit]`)
	nora.sees("the first conversation again", named)
	if again := eval[string](nora, `location.pathname`); again != first {
		t.Errorf("the same people have %s and %s", first, again)
	}
}

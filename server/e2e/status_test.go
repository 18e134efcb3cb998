package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

func TestPeopleSayWhatTheyAreDoing(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	nora, jonas := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Jonas Weil", s, chrome.Phone)
	for p, email := range map[*person]string{nora: owner.Email, jonas: "jonas.weil@tideline.example"} {
		p.signsIn(email)
		p.opens("/r/" + room)
		p.isLive()
	}
	nora.says("Back on Friday.")
	jonas.reads("Back on Friday.")
	nora.clicks(`#account-button`)
	nora.picks("Set a status")
	nora.sees("the dialog", `document.activeElement.id === "status-text"`)
	nora.inBothLights("status-dialog-desktop")
	nora.clicks(`.statuslist .opt:nth-child(2)`)
	nora.sees("the suggestion", `document.querySelector("#status-text").value === "On the way" &&
	  document.querySelector("#status-until").value === "30m"`)
	nora.clicks(`.dialog [type=submit]`)
	nora.sees("her own status", `document.querySelector("#account-button small").textContent === "On the way"`)
	jonas.sees("it in her rows", `[...document.querySelectorAll("#log .msg__meta .mood")].some((m) =>
	  m.title === "On the way" && m.textContent === "🚆")`)
	jonas.inBothLights("status-row-phone")
	nora.clicks(`#log [data-action=author]`)
	nora.inBothLights("status-card-desktop")
	nora.presses(chrome.Escape)
	nora.says("/status :wave: Off to the sea")
	nora.sees("another one", `document.querySelector("#account-button small").textContent === "Off to the sea"`)
	jonas.opens("/people")
	jonas.sees("it in the directory", `document.body.textContent.includes("Off to the sea")`)
	jonas.inBothLights("status-directory-phone")
	nora.clicks(`#account-button`)
	nora.picks("Clear status")
	jonas.sees("that it is over", `!document.body.textContent.includes("Off to the sea")`)
	nora.clicks(`#account-button`)
	nora.inBothLights("quiet-menu-desktop")
	nora.picks("For 1 hour")
	jonas.sees("that she is not to be disturbed", `document.querySelector(".dir__name .mood__quiet")?.title === "Notifications paused"`)
	jonas.inBothLights("quiet-directory-phone")
	nora.clicks(`#account-button`)
	nora.picks("Resume now")
	jonas.sees("that she may be", `!document.querySelector(".mood__quiet")`)
	nora.opens("/settings/notifications")
	nora.sees("her quiet hours", `document.querySelector("#quiet-from")?.value === "22:00"`)
	eval[bool](nora, `(() => {
	  document.querySelector("#quiet-days").value = "127";
	  document.querySelector("#quiet-from").value = "00:00";
	  document.querySelector("#quiet-to").value = "00:00";
	  return true;
	})()`)
	nora.inBothLights("quiet-settings-desktop")
	nora.clicks(`#page [type=submit]`)
	jonas.sees("that it is always quiet at hers", `document.querySelector(".dir__name .mood__quiet")`)
}

package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
)

// theAdmin walks through the pages for admins: from the menu of the workspace to each, and through the
// questions before what cannot be undone. user and room are ids.
func (e examiner) theAdmin(nora *person, screen chrome.Screen, user, room string) {
	nora.t.Helper()
	nora.isLive()
	if screen.Touch {
		nora.clicks("#drawer-button")
		nora.sees("the rooms", `document.querySelector(".app").dataset.drawer === "open"`)
		nora.settles()
	}
	nora.clicks("#workspace-button")
	nora.picks("Manage workspace")
	nora.sees("the overview", `document.querySelector("h1")?.textContent === "Overview"`)
	for _, page := range []struct{ what, opened, shows string }{
		{"the overview", "/admin", ".admin__figures"},
		{"people for admins", "/admin/people", ".admin__row"},
		{"a person for admins", "/admin/people/" + user, "#role"},
		{"invites for admins", "/admin/invites", "#uses"},
		{"banned people for admins", "/admin/banned", ".admin__note"},
		{"rooms for admins", "/admin/rooms", ".admin__row"},
		{"the workspace's own emoji", "/emoji", "#picture"},
		{"a room for admins", "/admin/rooms/" + room, "[name=kind]"},
	} {
		nora.opens(page.opened)
		nora.sees("the page", `document.querySelector(`+quoted(page.shows)+`)`)
		e.examines(nora, page.what, screen.Name)
		nora.must("narrow the window", nora.tab.Resize(fourTimes))
		nora.showsAll(page.what, fourTimes.Name)
		nora.must("widen the window", nora.tab.Resize(screen))
	}
	nora.clicks(`form button[type=submit]`)
	nora.sees("that the room was changed", `document.querySelector("[role=status]") && location.search.includes("private")`)
	e.examines(nora, "done for admins", screen.Name)
	nora.clicks(`.admin__row .btn`)
	nora.sees("the question", `document.querySelector(".btn--danger")`)
	e.examines(nora, "a question for admins", screen.Name)
	nora.clicks(`.btn--danger`)
	nora.sees("the public rooms", `document.querySelector("[role=status]") && !location.search.includes("private")`)
	nora.opens("/admin/invites")
	nora.clicks(`.btn--primary`)
	nora.sees("the link", `document.querySelector(".admin__link")?.textContent.includes("/join/")`)
	e.examines(nora, "an invite for admins", screen.Name)
}

// looksAfter lets an owner walk through the pages for admins.
func (e examiner) looksAfter(t *testing.T, s *instance.Server, owner *instance.Person, screen chrome.Screen, user, room string) {
	t.Helper()
	nora := sits(t, "Nora Vance", s, screen)
	nora.signsIn(owner.Email)
	e.theAdmin(nora, screen, user, room)
}

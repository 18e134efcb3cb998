package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// turns has the room on the page become private or public, after a question that says this.
func (p *person) turns(kind, says, shot string) {
	p.t.Helper()
	p.clicks(`#room-button`)
	p.picks("Room settings")
	p.clicks(`label:has(#room-kind-` + kind + `)`)
	p.inBothLights("room-settings-" + shot)
	p.clicks(`[role=dialog] [type=submit]`)
	p.sees("what it means", `document.querySelector("[role=alertdialog]")?.textContent.includes(`+quoted(says)+`)`)
	p.inBothLights("room-" + kind + "-" + shot)
	p.confirms()
	p.sees("nothing over the page", `!document.querySelector("#overlays > *")`)
}

// TestARoomBecomesPublicAndPrivateAgain has Nora open a room to everybody, and close it.
func TestARoomBecomesPublicAndPrivateAgain(t *testing.T) {
	s := serve(t)
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sam, err := owner.Join(t.Context(), "Sam Okafor")
	if err != nil {
		t.Fatal(err)
	}
	var made wire.RoomInfo
	if err := owner.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: "hideout", Kind: wire.RoomPrivate}, &made); err != nil {
		t.Fatal(err)
	}
	said := wire.Send{CID: id.New(), Body: "Nobody else reads this"}
	if err := owner.Do(t.Context(), "POST", "/rooms/"+made.Room.ID+"/messages", said, nil); err != nil {
		t.Fatal(err)
	}
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.signsIn(owner.Email)
	nora.opens("/r/" + made.Room.ID)
	nora.isLive()
	nora.reads("Nobody else reads this")

	// Who thinks better of it has changed nothing.
	nora.clicks(`#room-button`)
	nora.picks("Room settings")
	nora.fills("room-topic", "A place to hide")
	nora.clicks(`label:has(#room-kind-public)`)
	nora.clicks(`[role=dialog] [type=submit]`)
	nora.clicks(`[role=alertdialog] .btn--quiet`)
	nora.sees("the settings, with what was typed", `!document.querySelector("[role=alertdialog]") &&
	  document.querySelector("#room-topic")?.value === "A place to hide"`)
	if err := sam.Do(t.Context(), "POST", "/rooms/"+made.Room.ID+"/join", struct{}{}, nil); err == nil {
		t.Fatal("Sam enters a room that is private")
	}
	nora.clicks(`[role=dialog] [type=submit]`)
	nora.sees("the question again", `document.querySelector("[role=alertdialog]")?.textContent.includes("everything in it")`)
	nora.inBothLights("room-public-desktop")
	nora.confirms()
	nora.sees("that both were saved", `!document.querySelector("#overlays > *") &&
	  document.querySelector(".bar__sub").textContent === "A place to hide" &&
	  document.querySelector("#log").textContent.includes("made the room public")`)

	other := sits(t, "Sam Okafor", s, chrome.Phone)
	other.signsIn(sam.Email)
	other.opens("/r/" + made.Room.ID)
	other.sees("the door", `document.querySelector("main .btn--primary")`)
	other.clicks("main .btn--primary")
	other.reads("Nobody else reads this")

	nora.turns("private", "The 2 people who are in it stay", "desktop")
	nora.sees("that it is private", `document.querySelector("#log").textContent.includes("made the room private")`)
	other.sees("it too, and stays", `document.querySelector("#log").textContent.includes("made the room private")`)
	other.opens("/r/" + made.Room.ID)
	other.isLive()
	other.reads("Nobody else reads this")
	other.clicks(`#room-button`)
	other.sees("no settings for a member", `document.querySelector("[role=menu]") &&
	  !document.querySelector("[role=menu]").textContent.includes("Room settings")`)
}

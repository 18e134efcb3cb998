package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// TestAListOfRoomsIsSetUpOnOneDeviceAndIsSoOnTheOther has Nora star a room, mark it unread, put it
// into a section, archive it, and delete it.
func TestAListOfRoomsIsSetUpOnOneDeviceAndIsSoOnTheOther(t *testing.T) {
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
	if err := owner.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: "harbour", Kind: wire.RoomPublic}, &made); err != nil {
		t.Fatal(err)
	}
	room := "/rooms/" + made.Room.ID
	if err := sam.Do(t.Context(), "POST", room+"/join", struct{}{}, nil); err != nil {
		t.Fatal(err)
	}
	if err := sam.Do(t.Context(), "POST", room+"/messages", wire.Send{CID: id.New(), Body: "The tide is out"}, nil); err != nil {
		t.Fatal(err)
	}
	nora, phone := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Nora Vance", s, chrome.Phone)
	for _, p := range []*person{nora, phone} {
		p.opens("/signin")
		p.signsIn(owner.Email)
		p.isLive()
	}
	entry := `document.querySelector('.roomlink[data-room="` + made.Room.ID + `"]')`
	nora.opens("/r/" + made.Room.ID)
	nora.isLive()
	nora.reads("The tide is out")
	phone.sees("that it is read", `!`+entry+`.classList.contains("is-unread")`)

	// What is marked unread stays so although she goes on looking at it, and on her phone, too.
	nora.clicks(`#composer`)
	typist{nora, s}.toMessage("The tide is out")
	nora.presses(chrome.F10, chrome.Shift)
	nora.picks("Mark as unread from here")
	for _, p := range []*person{nora, phone} {
		p.sees("that it is unread", entry+`.classList.contains("is-unread")`)
	}
	nora.presses(chrome.Escape, chrome.Shift)
	for _, p := range []*person{nora, phone} {
		p.sees("that everything is read", `!`+entry+`.classList.contains("is-unread")`)
	}

	nora.clicks(`#room-button`)
	nora.picks("Star")
	for _, p := range []*person{nora, phone} {
		p.sees("the room among the starred", entry+`.closest('[data-section="starred"]') !== null`)
	}
	nora.clicks(`[data-section="starred"] .roomgroup__fold`)
	phone.sees("the section folded", `document.querySelector('[data-section="starred"] [aria-expanded="false"]') !== null`)
	nora.shot("sections-folded-desktop")
	nora.clicks(`[data-section="starred"] .roomgroup__fold`)

	nora.clicks(`#room-button`)
	nora.picks("Archive room")
	nora.confirms()
	nora.sees("why nothing can be written", `document.querySelector(".shut") !== null &&
	  getComputedStyle(document.querySelector(".room__foot > .composer")).display === "none"`)
	nora.shot("room-archived-desktop")
	phone.sees("that it is out of the list", entry+` === null`)
	nora.clicks(`.shut .btn`)
	nora.sees("the composer again", `document.querySelector(".shut") === null`)
	phone.sees("it in the list again", entry+` !== null`)
	deletesRoom(nora, phone, made.Room.ID, entry)
}

// deletesRoom has a room deleted for everybody by who types its name; its address is none any more. entry is its entry
// in the list of rooms.
func deletesRoom(nora, phone *person, room, entry string) {
	nora.clicks(`#room-button`)
	nora.picks("Delete room")
	nora.types(`#room-delete-name`, "harbor")
	nora.clicks(`[role=alertdialog] .btn--danger`)
	nora.sees("that it is another name", `document.querySelector("#room-delete-name[aria-invalid=true]") !== null`)
	nora.shot("room-delete-desktop")
	phone.opens("/r/" + room)
	phone.isLive()
	nora.fills("room-delete-name", "Harbour")
	nora.confirms()
	for _, p := range []*person{nora, phone} {
		p.sees("that it is out of the list", entry+` === null`)
		p.sees("nothing of it", `!document.body.innerText.includes("The tide is out")`)
	}
	nora.shot("room-deleted-desktop")
	phone.shot("room-deleted-phone")
	phone.opens("/r/" + room)
	phone.isLive()
	phone.sees("nothing at its address", `!document.body.innerText.includes("The tide is out")`)
	phone.shot("room-deleted-address-phone")
}

package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// entry is the JavaScript entry of a room in the list.
func entry(name string) string {
	return `[...document.querySelectorAll(".roomlink")].find(l => l.querySelector(".roomlink__name")?.textContent.includes(` +
		quoted(name) + `))`
}

// TestReadingOnOneDeviceIsReadingOnAll has Nora at a desk and on a phone while
// Mara writes to a room that neither has open.
func TestReadingOnOneDeviceIsReadingOnAll(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mara, err := owner.Join(t.Context(), "Mara Lindqvist")
	if err != nil {
		t.Fatal(err)
	}
	var made wire.RoomInfo
	if err := owner.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: "harbour", Kind: wire.RoomPublic}, &made); err != nil {
		t.Fatal(err)
	}
	room := made.Room.ID
	if err := mara.Do(t.Context(), "POST", "/rooms/"+room+"/join", struct{}{}, nil); err != nil {
		t.Fatal(err)
	}
	desk := sits(t, "Nora at the desk", s, chrome.Desktop)
	desk.signsIn(owner.Email)
	phone := sits(t, "Nora on the phone", s, chrome.Phone)
	phone.signsIn(owner.Email)

	for _, text := range []string{"The tide is at noon", "@nora.vance bring the keys", "And the lamp"} {
		if err := mara.Do(t.Context(), "POST", "/rooms/"+room+"/messages", wire.Send{CID: id.New(), Body: text}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, device := range []*person{desk, phone} {
		device.sees("the room unread, naming her",
			entry("harbour")+`?.matches(".is-unread.has-mentions") && `+entry("harbour")+
				`.querySelector(".badge").textContent.includes("1")`)
	}

	eval[bool](desk, `(`+entry("harbour")+`.click(), true)`)
	desk.reads("The tide is at noon")
	desk.sees("where the news begins", `document.querySelector(".timeline .newline")?.nextElementSibling?.textContent.includes("The`+
		` tide is at noon")`)
	desk.sees("that she is named", rows("bring the keys")+`[0].matches(".msg--names-you")`)
	for _, device := range []*person{desk, phone} {
		device.sees("the room read", `!`+entry("harbour")+`.matches(".is-unread")`)
	}
	desk.shot("unread-desktop-light")
}

func TestTheAppCanBeInstalled(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	nora.sees("the service worker", `navigator.serviceWorker.ready.then(() => true)`)
	reasons, err := nora.tab.Uninstallable()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reasons {
		if r != "in-incognito" { // each person's browser here is a private one
			t.Errorf("cannot be installed: %s", r)
		}
	}
	name := eval[string](nora, `fetch(document.querySelector("link[rel=manifest]").href).then(r => r.json()).then(m => m.name)`)
	if name != "Tideline" && name != "Tideline · Confab" {
		t.Errorf("the app would be called %q", name)
	}
}

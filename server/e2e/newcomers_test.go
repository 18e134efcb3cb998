package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
)

// goesTo opens a room of the list.
func (p *person) goesTo(room string) {
	p.t.Helper()
	p.sees("the room "+room+" in the list", link(room))
	eval[bool](p, `(`+link(room)+`.click(), true)`)
	p.sees("the room "+room, `document.querySelector("#room-name").textContent.includes(`+quoted(room)+`)`)
	p.inRoom()
}

// told is whether a line of the room says something, in JavaScript.
func told(line string) string {
	return `[...document.querySelectorAll(".timeline .msg--system")].some(l => l.textContent === ` + quoted(line) + `)`
}

// overlooks makes sure that a person who sees everything else does not see text.
func (p *person) overlooks(text string) {
	p.t.Helper()
	if eval[bool](p, `document.documentElement.textContent.includes(`+quoted(text)+`)`) {
		p.t.Errorf("%s sees %q", p.name, text)
	}
	if eval[bool](p, kept(text)) {
		p.t.Errorf("%s's browser keeps %q", p.name, text)
	}
}

// Anna makes a private room and talks before the others come: Ben, who sees what
// is said from then on, and Cem, who sees everything.
func TestWhatNewcomersSee(t *testing.T) {
	s := serve(t)
	anna := sits(t, "Anna Beck", s, chrome.Desktop)
	anna.setsUp()
	invite := anna.invites()
	anna.clicks(`.invitecard [aria-label="Close"]`)
	ben := sits(t, "Ben Ode", s, chrome.Phone)
	ben.joins(invite)
	cem := sits(t, "Cem Aydin", s, chrome.Desktop)
	cem.joins(invite)
	owner, err := s.SignIn(t.Context(), anna.name, email(anna.name))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Dora Lang", "Eva Stone"} {
		if _, err := owner.Join(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	step := chapters(t, anna, ben, cem)

	step("a private room is made and talked in", func(t *testing.T) {
		anna.clicks(`#add-room`)
		anna.picks("Create a room")
		anna.types(`#room-new-name`, "salaries")
		anna.sees("no question about newcomers", `getComputedStyle(document.querySelector(".newcomers")).display === "none"`)
		anna.clicks(`label:has(#room-new-private)`)
		anna.sees("the question, answered with no",
			`getComputedStyle(document.querySelector(".newcomers")).display !== "none"`+
				` && !document.querySelector("#room-new-history").checked`)
		anna.inBothLights("newcomers-create-desktop")
		anna.clicks(`[role=dialog] [type=submit]`)
		anna.sees("the room", `document.querySelector("#room-name").textContent.includes("salaries")`)
		anna.inRoom()
		anna.says("Dora earns too little")
		anna.reads("Dora earns too little")
	})
	step("Ben is added from now on", func(t *testing.T) {
		anna.clicks(`#members-button`)
		anna.finds("ben", "Ben Ode")
		anna.sees("the careful choice", `document.querySelector("#see-none").checked && document.activeElement.id === "see-none"`)
		anna.inBothLights("newcomers-add-desktop")
		anna.presses(chrome.Escape)
		anna.sees("the people to choose from again", `!document.querySelector("#dialog") && document.activeElement.id === "palette-field"`)
		anna.closes()
		anna.adds("ben", "Ben Ode", "")
		anna.sees("the line", told("Anna Beck added Ben Ode, who sees messages from here on"))
	})
	step("Cem is added with everything", func(t *testing.T) {
		anna.clicks(`#members [aria-label="Add people"]`)
		anna.sees("that Ben is in the room",
			`[...document.querySelectorAll("[role=option]")].some(o => o.textContent.includes("Ben Ode")`+
				` && o.textContent.includes("In the room"))`)
		anna.closes()
		anna.adds("cem", "Cem Aydin", "see-all")
		anna.sees("the line", told("Anna Beck added Cem Aydin, who sees everything from the beginning"))
		anna.tool("Dora earns too little", "reply")
		anna.says("That was half of it")
		anna.reads("That was half of it")
		anna.tool("Dora earns too little", "react")
	})
	newcomersRead(step, anna, ben, cem)
	newcomersAreDecidedOn(step, anna, cem)
	newcomersOnAPhone(t, s)
}

// step tells a chapter of a story.
type step = func(name string, tell func(t *testing.T))

// newcomersRead looks what each finds in the room, then and later.
func newcomersRead(step step, anna, ben, cem *person) {
	step("each sees what they may", func(t *testing.T) {
		ben.clicks(`#drawer-button`)
		ben.goesTo("salaries")
		ben.reads("That was half of it")
		ben.sees("where the room begins for him",
			`document.querySelector(".roomintro p")?.textContent.startsWith("You see messages from ")`)
		ben.sees("that it answers something from before",
			rows("That was half of it")+`[0].querySelector(".quote--before").textContent.includes("A message from before you joined")`)
		ben.sees("the line", told("Anna Beck added Ben Ode, who sees messages from here on"))
		ben.overlooks("Dora earns too little")
		ben.inBothLights("newcomers-ben-phone")
		cem.goesTo("salaries")
		cem.reads("Dora earns too little")
		cem.reads("That was half of it")
		cem.sees("the quote", rows("That was half of it")+`[0].querySelector(".quote").textContent.includes("Dora earns too little")`)
		cem.sees("the beginning of the room", `document.querySelector(".roomintro p").textContent.includes("Started by Anna Beck")`)
		cem.inBothLights("newcomers-cem-desktop")
	})
	step("what happens to what was said before reaches only those who saw it", func(t *testing.T) {
		anna.tool("Dora earns too little", "edit")
		anna.must("select all", anna.tab.Do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
		anna.says("Dora earns far too little")
		cem.reads("Dora earns far too little")
		anna.says("So we raise it")
		ben.reads("So we raise it")
		ben.overlooks("far too little")
		ben.reloads()
		ben.isLive()
		ben.reads("So we raise it")
		ben.overlooks("far too little")
	})
}

// newcomersAreDecidedOn has a member add somebody, who may not choose what they
// see, and the host change it for all who come.
func newcomersAreDecidedOn(step step, anna, cem *person) {
	step("a member is told what they give", func(t *testing.T) {
		cem.clicks(`#members-button`)
		cem.finds("dora", "Dora Lang")
		cem.sees("what she will see, and no choice",
			`document.querySelector("#dialog p").textContent === "They see messages from now on, none of those before."`+
				` && !document.querySelector("[role=dialog] [type=radio]")`)
		cem.inBothLights("newcomers-told-desktop")
		cem.sees("the cursor on adding her", `document.activeElement.matches("[role=dialog] [type=submit]")`)
		cem.clicks(`[role=dialog] [type=submit]`)
		cem.sees("the question gone", `!document.querySelector("#dialog")`)
		anna.sees("the line", told("Cem Aydin added Dora Lang, who sees messages from here on"))
		cem.closes()
	})
	step("the room is set to show newcomers what was", func(t *testing.T) {
		anna.clicks(`#room-button`)
		anna.picks("Room settings")
		anna.clicks(`.newcomers .switch`)
		anna.inBothLights("newcomers-settings-desktop")
		anna.clicks(`[role=dialog] [type=submit]`)
		line := "Anna Beck changed the room: newcomers now see earlier messages"
		anna.sees("the line", told(line))
		cem.sees("the line", told(line))
	})
}

// newcomersOnAPhone looks at Anna's questions on a small screen.
func newcomersOnAPhone(t *testing.T, s *instance.Server) {
	t.Helper()
	anna := sits(t, "Anna Beck", s, chrome.Phone)
	anna.signsIn(email(anna.name))
	anna.clicks(`#drawer-button`)
	anna.sees("the rooms", `document.querySelector(".app").dataset.drawer === "open"`)
	anna.settles()
	anna.clicks(`#add-room`)
	anna.picks("Create a room")
	anna.clicks(`label:has(#room-new-private)`)
	anna.inBothLights("newcomers-create-phone")
	anna.closes()
	anna.goesTo("salaries")
	anna.clicks(`#room-button`)
	anna.picks("Room settings")
	anna.inBothLights("newcomers-settings-phone")
	anna.closes()
	anna.clicks(`#room-button`)
	anna.picks("Members")
	anna.inBothLights("newcomers-members-phone")
	anna.finds("eva", "Eva Stone")
	anna.sees("what the room has now", `document.querySelector("#see-all").checked`)
	anna.clicks(`label[for=see-from]`)
	anna.inBothLights("newcomers-add-phone")
}

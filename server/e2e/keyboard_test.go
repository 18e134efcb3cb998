package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
)

// typist is somebody without a mouse.
type typist struct {
	*person
	s *instance.Server
}

// countMice counts what only a mouse or a finger does.
const countMice = `for (const kind of ["pointerdown", "mousedown", "pointermove", "touchstart"])
  addEventListener(kind, () => sessionStorage.setItem("mice", 1 + Number(sessionStorage.getItem("mice"))), { capture: true });`

// atFocus is a JavaScript condition on the element e that has the focus.
func atFocus(condition string) string {
	return `((e) => e && ` + condition + `)(document.activeElement)`
}

// tabsTo presses Tab until the focus is on what a selector names.
func (p typist) tabsTo(selector string, held ...chrome.Held) {
	p.t.Helper()
	for range 60 {
		if eval[bool](p.person, atFocus(`e.matches(`+quoted(selector)+`)`)) {
			return
		}
		p.presses(chrome.TabKey, held...)
	}
	p.t.Fatalf("%s never came to %s with the Tab key\n%s", p.name, selector, p.page())
}

// keys presses the keys of letters, one after another.
func (p typist) keys(text string) {
	p.t.Helper()
	p.must("type", p.tab.Type(text, 0))
}

// fills writes into the field that a selector names.
func (p typist) fills(selector, text string) {
	p.t.Helper()
	p.tabsTo(selector)
	p.writes(text)
}

// isAt waits until the focus is on what a selector names.
func (p typist) isAt(what, selector string) {
	p.t.Helper()
	p.sees(what, atFocus(`e.matches(`+quoted(selector)+`)`))
}

// jumps opens what the palette calls text.
func (p typist) jumps(text string) {
	p.t.Helper()
	p.presses(chrome.K, chrome.Ctrl)
	p.isAt("the palette", ".palette input")
	p.writes(text)
	p.sees("a hit", `document.querySelector(".palette .opt[aria-selected=true]")?.textContent.toLowerCase().includes(`+quoted(text)+`)`)
	p.presses(chrome.Enter)
}

// toMessage goes to the newest message, which has text, from the composer.
func (p typist) toMessage(text string) {
	p.t.Helper()
	p.isAt("the composer", composer)
	p.presses(chrome.F6, chrome.Shift)
	p.isAt("a message", "#log > .msg")
	p.presses(chrome.End)
	p.sees("the focus on the newest", atFocus(`e.matches("#log > .msg") && e.textContent.includes(`+quoted(text)+`)`))
}

// says sends a message.
func (p typist) says(text string) {
	p.t.Helper()
	p.isAt("the composer", composer)
	p.writes(text)
	p.presses(chrome.Enter)
	p.reads(text)
}

// Whatever can be done can be done by keys alone, from the first run to signing out. The focus comes back
// to where it was whenever something closes.
func TestEverythingByTheKeyboardAlone(t *testing.T) {
	s := serve(t)
	p := typist{sits(t, "Nora Vance", s, chrome.Desktop), s}
	p.must("count mice", p.tab.BeforeLoad(countMice))
	p.startsAlone()
	p.amongHerMessages()
	p.throughRooms()
	p.leavesAndComesBack()
	if mice := eval[string](p.person, `sessionStorage.getItem("mice") ?? ""`); mice != "" {
		t.Errorf("a mouse was used %s times", mice)
	}
}

// startsAlone sets the workspace up and closes the first invitation.
func (p typist) startsAlone() {
	p.t.Helper()
	p.opens("/setup?code=" + instance.SetupCode)
	p.sees("the form", `document.querySelector("[name=workspace]")`)
	p.fills("[name=workspace]", "Tideline")
	p.fills("[name=name]", p.name)
	p.fills("[name=email]", email(p.name))
	p.fills("[name=password]", instance.Password)
	p.presses(chrome.Enter)
	p.sees("the question where it is", `document.querySelector("[name=way]")`)
	p.tabsTo("[name=way]")
	p.presses(chrome.Enter)
	p.sees("the line to start it with", `document.querySelector(".gate__line")`)
	p.tabsTo("a.gate__go")
	p.presses(chrome.Enter)
	p.isLive()
	p.sees("the first invitation", `document.querySelector(".invitecard")`)
	p.tabsTo(`.invitecard [aria-label="Close"]`)
	p.presses(chrome.Enter)
	p.sees("no invitation", `!document.querySelector(".invitecard")`)
}

// drawsAnew has the row with the focus drawn anew between the next key and what it does, as it may be when an answer of
// the server comes at that moment.
func (p typist) drawsAnew() {
	eval[bool](p.person, `(() => {
	  document.addEventListener("keydown", () => {
	    const row = document.activeElement, anew = row.cloneNode(true);
	    anew.querySelector(".msg__tools")?.remove();
	    row.replaceWith(anew);
	    anew.focus();
	  }, { capture: true, once: true });
	  return true;
	})()`)
}

// reactsElsewhere reacts to a message on another device of hers, so that its row is drawn anew on this one.
func (p typist) reactsElsewhere(text, char string) {
	p.t.Helper()
	phone, err := p.s.SignIn(p.t.Context(), p.name, email(p.name))
	if err != nil {
		p.t.Fatal(err)
	}
	room, seq := eval[string](p.person, `location.pathname.split("/")[2]`), eval[string](p.person, rows(text)+`[0].dataset.seq`)
	in := map[string]any{"emoji": char, "on": true}
	if err := phone.Do(p.t.Context(), "PUT", "/rooms/"+room+"/messages/"+seq+"/reactions", in, nil); err != nil {
		p.t.Fatal(err)
	}
	p.sees("the reaction", rows(text)+`[0].querySelector(".reactions")?.textContent.includes("`+char+`")`)
}

// amongHerMessages edits, answers, reacts to, pins and deletes what she wrote.
func (p typist) amongHerMessages() {
	p.t.Helper()
	p.says("Ship it on Friday")
	p.presses(chrome.ArrowUp)
	p.sees("the message to be changed", `document.querySelector("`+composer+`").value === "Ship it on Friday"`)
	p.writes(", then")
	p.presses(chrome.Enter)
	p.reads("Ship it on Friday, then")
	// The row is drawn anew when the server has the change.
	p.sees("that it is sent", `!document.querySelector("#log .is-pending") &&
	  document.querySelector("#log .msg__edited")`)
	p.settles()

	p.toMessage("on Friday, then")
	p.keys("r")
	p.sees("what is answered", `document.querySelector(".composer__context")?.textContent.includes("Friday, then")`)
	p.says("Or on Monday")

	p.toMessage("Or on Monday")
	p.drawsAnew()
	p.presses(chrome.ArrowUp)
	p.sees("the message above", atFocus(`e.textContent.includes("on Friday, then") && !e.textContent.includes("Or on Monday")`))
	p.presses(chrome.Home)
	p.sees("the first row", atFocus(`!e.previousElementSibling?.matches(".msg")`))
	p.presses(chrome.End)
	p.sees("the last one", atFocus(`e.textContent.includes("Or on Monday")`))
	p.keys("e")
	p.isAt("the search for an emoji", "#picker input")
	p.writes("rocket")
	p.sees("a rocket", `document.querySelector("#picker [aria-selected=true]")?.textContent.includes("🚀")`)
	p.reactsElsewhere("Or on Monday", "🎉")
	p.presses(chrome.Enter)
	p.sees("the rocket", rows("Or on Monday")+`[0].querySelector(".reactions")?.textContent.includes("🚀")`)

	p.sees("the focus on the message again", atFocus(`e.closest("#log > .msg")?.textContent.includes("Or on Monday")`))
	p.presses(chrome.Escape)
	p.toMessage("Or on Monday")
	p.presses(chrome.F10, chrome.Shift)
	p.isAt("the menu of the message", `#menu [role="menuitem"]`)
	p.reactsElsewhere("Or on Monday", "👀")
	p.keys("pin")
	p.sees("the line to pin it", atFocus(`e.textContent.includes("Pin")`))
	p.presses(chrome.Enter)
	p.sees("that it is pinned", rows("Or on Monday")+`[0].textContent.includes("Pinned by you")`)

	p.sees("the focus on the message again", atFocus(`e.matches("#log > .msg") && e.textContent.includes("Or on Monday")`))
	p.presses(chrome.Backspace)
	p.sees("that it goes", rows("Or on Monday")+`[0].matches(".is-going")`)
	p.presses(chrome.Z, chrome.Ctrl)
	p.sees("that it stays", rows("Or on Monday")+`[0].matches(":not(.is-going)")`)
	p.presses(chrome.Backspace)
	p.sees("that it is deleted", rows("Or on Monday")+`.length === 0`)
	p.sees("the focus where it was", atFocus(`e.matches("#log > .msg") && e.textContent.includes("deleted")`))
}

// throughRooms makes rooms, invites, and goes from one room and region to another.
func (p typist) throughRooms() {
	p.t.Helper()
	p.presses(chrome.Escape)
	p.isAt("the composer", composer)
	p.jumps("create a room")
	p.isAt("the name of the room", "#room-new-name")
	p.writes("firmware")
	p.presses(chrome.Enter)
	p.sees("the room", `document.querySelector("#room-name").textContent.includes("firmware")`)
	p.says("First")

	p.jumps("invite people")
	p.sees("a link", `document.querySelector("#dialog #invite-link")`)
	p.presses(chrome.Escape)
	p.isAt("the composer again", composer)

	p.presses(chrome.F6)
	p.isAt("the list of rooms", `.sidebar .roomlink[aria-current]`)
	p.presses(chrome.F6)
	p.isAt("the top of the room", `#bar button`)
	p.presses(chrome.F6)
	p.isAt("the messages", `#log > .msg`)
	p.presses(chrome.F6)
	p.isAt("the composer", composer)
	p.presses(chrome.F6, chrome.Shift)
	p.presses(chrome.F6, chrome.Shift)
	p.isAt("the top of the room, backwards", `#bar button`)
	p.tabsTo("#members-button")
	p.presses(chrome.Enter)
	p.isAt("the field of the panel", "#member-search")
	p.presses(chrome.Escape)
	p.isAt("the button of the panel", "#members-button")
	p.tabsTo("#room-button")
	p.presses(chrome.Enter)
	p.isAt("the menu of the room", `#menu [role="menuitem"]`)
	p.keys("copy")
	p.sees("the line that begins so", atFocus(`e.textContent.startsWith("Copy")`))
	p.presses(chrome.Escape)
	p.isAt("the button of the menu", "#room-button")

	p.presses(chrome.Comma, chrome.Ctrl)
	p.sees("the settings", `location.pathname === "/settings"`)
	p.jumps("general")
	p.sees("the first room", `document.querySelector("#room-name")?.textContent.includes("general")`)
	p.presses(chrome.ArrowUp, chrome.Alt)
	p.sees("the room before", `document.querySelector("#room-name").textContent.includes("firmware")`)
	p.presses(chrome.Slash, chrome.Ctrl)
	p.sees("the list of keys", `document.querySelector(".dialog__keys")`)
	p.presses(chrome.Escape)
}

// leavesAndComesBack leaves a room and enters it again, signs out and in.
func (p typist) leavesAndComesBack() {
	p.t.Helper()
	p.isAt("the composer", composer)
	p.tabsTo("#room-button", chrome.Shift)
	p.presses(chrome.Enter)
	p.isAt("the menu of the room", `#menu [role="menuitem"]`)
	p.keys("leave")
	p.presses(chrome.Enter)
	p.sees("a question", `document.activeElement?.closest("[role=alertdialog]")`)
	p.tabsTo(".btn--danger")
	p.presses(chrome.Enter)
	p.sees("another room", `document.querySelector("#room-name")?.textContent.includes("general")`)
	p.jumps("browse rooms")
	p.isAt("the public rooms", ".palette input")
	p.sees("the room", `document.querySelector(".palette .opt[aria-selected=true]")?.textContent.includes("firmware")`)
	p.presses(chrome.Enter)
	p.sees("the room again", `document.querySelector("#room-name").textContent.includes("firmware") && `+rows("First")+`.length === 1`)

	p.tabsTo("#workspace-button", chrome.Shift)
	p.presses(chrome.Enter)
	p.isAt("the menu of the workspace", `#menu [role^="menuitem"]`)
	p.keys("sign")
	p.sees("the line to sign out", atFocus(`e.textContent.includes("Sign out")`))
	p.presses(chrome.Enter)
	p.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]")`)
	p.fills("[name=email]", email(p.name))
	p.fills("[name=password]", instance.Password)
	p.presses(chrome.Enter)
	p.isLive()
}

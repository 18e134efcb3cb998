package e2e

import (
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/text/languages"
)

// reads the language for tests: translated and isolated are what its sentences and
// their arguments look like, and everything else that has plain letters was written
// by people or by us in English.
const untranslated = `((theirs) => {
  const found = new Set();
  const look = (what, where) => {
    // Arguments are isolated from the sentence, a plural's forms name themselves, and handles are people's.
    const rest = what.replace(/\u2068[^\u2069]*\u2069/g, "").replace(/\/(zero|one|two|few|many|other)/g, "").replace(/@[^\s,]+/g, "");
    for (const word of rest.match(/[A-Za-z]{2,}/g) ?? []) {
      if (!theirs.has(word.toLowerCase())) found.add(word + " in " + where + ": " + what.slice(0, 80));
    }
  };
  const people = ".msg__body, .msg__author, .quote, .avatar, time, bdi, code, script, style, .emojipick__grid, .roomlink__name, #suggestions .opt__name";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let n = walk.currentNode; n; n = walk.nextNode()) {
    const e = n.nodeType === Node.TEXT_NODE ? n.parentElement : n;
    if (e.closest("[hidden]")) continue;
    if (n.nodeType === Node.TEXT_NODE) {
      if (!e.closest(people)) look(n.data, e.className || e.localName);
      continue;
    }
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      if (e.hasAttribute(name)) look(e.getAttribute(name), name + " of " + (e.className || e.localName));
    }
  }
  look(document.title, "title");
  return [...found];
})`

// overflowing are the parts of the page that reach beyond the window.
const overflowing = `(() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is " + document.documentElement.scrollWidth + " wide");
  for (const e of document.querySelectorAll(".bar, .composer__box, .dialog, .pop, .palette, .toast, .banner, .actionsheet, .invitecard, .dialog__foot .btn, .empty .btn")) {
    if (!e.checkVisibility()) continue;
    const box = e.getBoundingClientRect();
    if (box.width && (box.left < -1 || box.right > innerWidth + 1)) found.push(e.className + " reaches from " + box.left + " to " + box.right);
  }
  return found;
})()`

// speaks checks that all that is on the page is in the language for tests and fits.
func (p *person) speaks(what, theirs string) {
	p.t.Helper()
	p.settles()
	for _, word := range eval[[]string](p, untranslated+`(new Set(`+quoted(strings.ToLower(theirs))+`.match(/[a-z]+/g)))`) {
		p.t.Errorf("with %s, %s reads %s", what, p.name, word)
	}
	for _, part := range eval[[]string](p, overflowing) {
		p.t.Errorf("with %s: %s", what, part)
	}
}

func TestThePageSpeaksOneLanguage(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	theirs := "Tideline tideline example https Confab localhost QR Mara Lindqvist Jonas Weil Priya Raman " +
		"In s Duarte general launch week firmware field ops board everyone main Friday Ship Trial notes in the pinned doc on harbour " +
		owner.Name + " " + strings.ReplaceAll(owner.Email, "@", " ")
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Phone} {
		nora := sits(t, "Nora Vance", s, screen)
		nora.signsIn(owner.Email)
		nora.must("choose a language", nora.tab.Cookie(s.URL, languages.Cookie, languages.Pseudo))
		nora.opens("/r/" + room)
		nora.isLive()
		nora.sees("the conversation", rows("🎉🌊")+`.length === 1`)
		if got := eval[string](nora, `document.documentElement.lang + " " + document.documentElement.dir`); got != languages.Pseudo+" rtl" {
			t.Errorf("the page is in %s", got)
		}
		nora.speaks("a room", theirs)
		nora.inBothLights("rtl-chat-" + screen.Name)
		tell := chapters(t, nora)
		if screen.Name == chrome.Phone.Name {
			tell("on a phone", func(*testing.T) { nora.speaksOnThePhone(theirs) })
			continue
		}
		tell("at a desk", func(*testing.T) { nora.speaksAtTheDesk(theirs) })
	}
}

// over opens something over the page, reads it and closes it.
func (p *person) over(what, theirs, selector string, opens func()) {
	p.t.Helper()
	opens()
	p.sees(what, `document.querySelector("`+selector+`")`)
	p.speaks(what, theirs)
	p.presses(chrome.Escape)
	p.sees("nothing over the page", `!document.querySelector("#overlays > *")`)
}

// chooses takes the line with an icon of the menu of a button.
func (p *person) chooses(button, icon string) {
	p.t.Helper()
	p.clicks(button)
	p.clicks(`#menu .opt:has([href$="#i-` + icon + `"])`)
}

// speaksAtTheDesk goes through everything that opens over the page and beside it.
func (p *person) speaksAtTheDesk(theirs string) {
	dialog, menu, palette := "#dialog", "#menu", ".palette"
	for _, o := range []struct {
		what, selector string
		opens          func()
	}{
		{"the menu of the workspace", menu, func() { p.clicks("#workspace-button") }},
		{"the menu of looks", menu, func() { p.clicks("#look-button") }},
		{"the menu of new rooms", menu, func() { p.clicks("#add-room") }},
		{"the menu of the room", menu, func() { p.clicks("#room-button") }},
		{"inviting", dialog, func() {
			p.chooses("#workspace-button", "user-add")
			p.sees("a link", `document.querySelector("#invite-link")`)
		}},
		{"the keys", dialog, func() { p.chooses("#workspace-button", "list") }},
		{"a new room", dialog, func() { p.chooses("#add-room", "plus") }},
		{"the public rooms", palette, func() {
			p.chooses("#add-room", "search")
			p.sees("the rooms", `document.querySelectorAll(".palette .opt").length >= 4`)
		}},
		{"where to go", palette, func() { p.clicks(".sidebar .jump") }},
		{"nobody", palette, func() {
			p.clicks("#add-talk")
			p.sees("a field", `document.activeElement?.id === "palette-field"`)
			p.writes("Zz")
			p.sees("that nobody is called so", `document.querySelector(".palette__note").textContent.includes("Zz")`)
		}},
		{"what is pinned", dialog, func() { p.chooses("#room-button", "pin") }},
		{"adding people", palette, func() { p.chooses("#room-button", "user-add") }},
		{"the settings of the room", dialog, func() { p.chooses("#room-button", "edit") }},
		{"leaving", dialog, func() { p.chooses("#room-button", "logout") }},
	} {
		p.over(o.what, theirs+" Zz", o.selector, o.opens)
	}
	p.clicks("#members-button")
	p.sees("the members", `document.querySelectorAll("#members .member").length === 7`)
	p.speaks("the members", theirs)
	p.inBothLights("rtl-members-desktop")
	member := `#members .member:not(:has(.tag))`
	p.over("a member", theirs, menu, func() { p.clicks(member) })
	p.over("removing a member", theirs, dialog, func() { p.chooses(member, "logout") })
	p.over("banning a member", theirs, dialog, func() { p.chooses(member, "shield-alert") })
	p.speaksAmongMessages(theirs)
	p.speaksWhenThingsFail(theirs)
}

// speaksAmongMessages uses the tools of a message and the lists over the composer.
func (p *person) speaksAmongMessages(theirs string) {
	mine := rows("The headline is lovely") + `[0]`
	p.hovers(mine)
	p.sees("the tools", `document.querySelector(".msg__tools")`)
	p.speaks("the tools of a message", theirs)
	p.over("the emoji", theirs, "#picker", func() { p.clicks(`.msg__tools [data-action="add-reaction"]`) })
	p.hovers(mine)
	p.over("deleting a message", theirs, "#dialog", func() { p.clicks(`.msg__tools [data-action="delete"]`) })
	for _, action := range []string{"edit", "reply"} {
		p.hovers(mine)
		p.clicks(`.msg__tools [data-action="` + action + `"]`)
		p.sees("what the composer is for", `document.querySelector(".composer__context")`)
		p.speaks("the composer to "+action, theirs)
		p.presses(chrome.Escape)
	}
	for _, begun := range []string{"@pri", ":smi"} {
		p.types(composer, begun)
		p.sees("suggestions", `document.querySelector("#suggestions .opt")`)
		p.speaks("suggestions", theirs)
		p.presses(chrome.Escape)
		p.sees("an empty composer", `(() => {
		  const f = document.querySelector(".composer__input");
		  f.value = "";
		  f.dispatchEvent(new InputEvent("input", { bubbles: true }));
		  return true;
		})()`)
	}
	p.chooses("#room-button", "link")
	p.sees("a notice", `document.querySelector(".toast")`)
	p.speaks("a notice", theirs)
}

// speaksWhenThingsFail is refused, opens what is not there, and writes into a room
// where nothing was said.
func (p *person) speaksWhenThingsFail(theirs string) {
	p.chooses("#add-room", "plus")
	p.clicks("#dialog [type=submit]")
	p.sees("why not", `!document.querySelector("#dialog .field__error").hidden`)
	p.speaks("a name that is missing", theirs)
	p.types("#room-new-name", "launch-week")
	p.clicks("#dialog [type=submit]")
	p.sees("why not", `document.querySelector("#dialog .field__error").textContent.length > 0 &&
	  document.querySelector("#dialog [type=submit]").ariaDisabled !== "true"`)
	p.speaks("a name that is taken, as the server says", theirs)
	p.presses(chrome.Escape)
	p.clicks(`.sidebar .roomlink:not([aria-current])`)
	p.sees("another room", `document.querySelector(".timeline .empty, .timeline .msg, .roomintro")`)
	p.speaks("another room", theirs)
	p.opens("/r/" + id.New())
	p.sees("that there is none", `document.querySelector(".empty .btn")`)
	p.speaks("a room that cannot be opened", theirs)
	p.inBothLights("rtl-no-room-desktop")
}

// speaksOnThePhone looks at what lies elsewhere on a phone.
func (p *person) speaksOnThePhone(theirs string) {
	p.clicks("#drawer-button")
	p.sees("the rooms", `document.querySelector(".app").dataset.drawer === "open"`)
	p.speaks("the rooms", theirs)
	p.inBothLights("rtl-drawer-phone")
	p.over("where to go", theirs, ".palette", func() { p.clicks(".sidebar .jump") })
	p.over("a new room", theirs, "#dialog", func() {
		p.chooses("#add-room", "plus")
		p.sees("a form", `document.querySelector("#room-new-name")`)
		p.settles()
		p.inBothLights("rtl-dialog-phone")
	})
	p.over("inviting", theirs, "#dialog", func() {
		p.chooses("#workspace-button", "user-add")
		p.sees("a link", `document.querySelector("#invite-link")`)
	})
	p.over("the keys", theirs, "#dialog", func() { p.chooses("#workspace-button", "list") })
	p.presses(chrome.Escape)
	p.sees("the room", `document.querySelector(".app").dataset.drawer === "closed"`)
	p.over("the menu of the room", theirs, "#menu", func() { p.clicks("#room-button") })
	p.chooses("#room-button", "users")
	p.sees("the members", `document.querySelectorAll("#members .member").length === 7`)
	p.speaks("the members", theirs)
}

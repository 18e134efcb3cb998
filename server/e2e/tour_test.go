package e2e

import (
	"cmp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/route"
)

// tour leads somebody who is in a room through everything that can be opened, and has
// them look at each.
type tour struct {
	*person
	looks func(what string)
}

// over opens something over the page, looks at it and closes it.
func (p tour) over(what, selector string, opens func()) {
	p.t.Helper()
	opens()
	p.sees(what, `document.querySelector("`+selector+`")`)
	p.looks(what)
	p.presses(chrome.Escape)
	p.sees("nothing over the page", `!document.querySelector("#overlays > *")`)
}

// chooses takes the line with an icon of the menu of a button.
func (p *person) chooses(button, icon string) {
	p.t.Helper()
	p.clicks(button)
	p.clicks(`#menu .opt:has([href$="#i-` + icon + `"])`)
}

// atTheDesk goes through everything that opens over the page and beside it, and uses the tools of a message.
func (p tour) atTheDesk() {
	p.everywhere()
	p.amongMessages()
	p.whenThingsFail()
}

// everywhere goes through everything that opens over the page and beside it.
func (p tour) everywhere() {
	dialog, menu, palette := "#dialog", "#menu", ".palette"
	for _, o := range []struct {
		what, selector string
		opens          func()
	}{
		{"the menu of the workspace", menu, func() { p.clicks("#workspace-button") }},
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
		{"adding people", palette, func() { p.chooses("#room-button", "user-add") }},
		{"the settings of the room", dialog, func() { p.chooses("#room-button", "edit") }},
		{"leaving", dialog, func() { p.chooses("#room-button", "logout") }},
	} {
		p.over(o.what, o.selector, o.opens)
	}
	at := eval[string](p.person, `location.pathname`)
	p.clicks("#settings-link")
	p.ownPages()
	p.opens(at)
	p.inRoom()
	p.chooses("#room-button", "pin")
	p.sees("that nothing is pinned", `document.querySelector("#pins .panel__note")`)
	p.looks("what is pinned")
	p.clicks("#close-pins")
	p.clicks("#members-button")
	p.sees("the members", `document.querySelectorAll("#members .member").length === 7`)
	p.looks("the members")
	member := `#members .member:not(:has(.tag))`
	p.over("a member", menu, func() { p.clicks(member) })
	p.over("removing a member", dialog, func() { p.chooses(member, "logout") })
	p.over("banning a member", dialog, func() { p.chooses(member, "shield-alert") })
}

// amongMessages uses the tools of a message and the lists over the composer.
func (p tour) amongMessages() {
	mine := rows("The headline is lovely") + `[0].querySelector(".msg__body")` // over the face, a card would come
	p.hovers(mine)
	p.sees("the tools", `document.querySelector(".msg__tools")`)
	p.looks("the tools of a message")
	p.over("the emoji", "#picker", func() { p.clicks(`.msg__tools [data-action="add-reaction"]`) })
	p.hovers(mine)
	p.clicks(`.msg__tools [data-action="delete"]`)
	p.sees("that it goes", `document.querySelector(".msg__undo")`)
	p.looks("a message that goes")
	p.clicks(`[data-action="undelete"]`)
	p.sees("that it stays", `!document.querySelector(".msg__undo")`)
	for _, action := range []string{"edit", "reply"} {
		p.hovers(mine)
		p.clicks(`.msg__tools [data-action="` + action + `"]`)
		p.sees("what the composer is for", `document.querySelector(".composer__context")`)
		p.looks("the composer to " + action)
		p.presses(chrome.Escape)
	}
	for _, begun := range []string{"@pri", ":smi"} {
		p.types(composer, begun)
		p.sees("suggestions", `document.querySelector("#suggestions .opt")`)
		p.looks("suggestions")
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
	p.looks("a notice")
}

// whenThingsFail is refused, opens what is not there, and writes into a room
// where nothing was said.
func (p tour) whenThingsFail() {
	p.chooses("#add-room", "plus")
	p.clicks("#dialog [type=submit]")
	p.sees("why not", `!document.querySelector("#dialog .field__error").hidden`)
	p.looks("a name that is missing")
	p.types("#room-new-name", "launch-week")
	p.clicks("#dialog [type=submit]")
	p.sees("why not", `document.querySelector("#dialog .field__error").textContent.length > 0 &&
	  document.querySelector("#dialog [type=submit]").ariaDisabled !== "true"`)
	p.looks("a name that is taken, as the server says")
	p.presses(chrome.Escape)
	p.clicks(`.roomgroup .roomlink:not([aria-current])`)
	p.sees("another room", `document.querySelector(".timeline .empty, .timeline .msg, .roomintro")`)
	p.looks("another room")
	p.opens("/r/" + id.New())
	p.sees("that there is none", `document.querySelector(".empty .btn")`)
	p.looks("a room that cannot be opened")
}

// onThePhone looks at what lies elsewhere on a phone.
func (p tour) onThePhone() {
	p.clicks("#drawer-button")
	p.sees("the rooms", `document.querySelector(".app").dataset.drawer === "open"`)
	p.looks("the rooms")
	p.over("where to go", ".palette", func() { p.clicks(".sidebar .jump") })
	p.over("a new room", "#dialog", func() {
		p.chooses("#add-room", "plus")
		p.sees("a form", `document.querySelector("#room-new-name")`)
		p.settles()
	})
	p.over("inviting", "#dialog", func() {
		p.chooses("#workspace-button", "user-add")
		p.sees("a link", `document.querySelector("#invite-link")`)
	})
	p.over("the keys", "#dialog", func() { p.chooses("#workspace-button", "list") })
	p.presses(chrome.Escape)
	p.sees("the room", `document.querySelector(".app").dataset.drawer === "closed"`)
	at := eval[string](p.person, `location.pathname`)
	p.opens(route.Page(route.Settings))
	p.sees("the sections", `document.querySelector(".page__nav .tab")`)
	p.looks("the settings")
	p.ownPages()
	p.opens(at)
	p.inRoom()
	p.over("the menu of the room", "#menu", func() { p.clicks("#room-button") })
	p.chooses("#room-button", "users")
	p.sees("the members", `document.querySelectorAll("#members .member").length === 7`)
	p.looks("the members")
}

// shown are what the sections of the settings show when they have been read.
var shown = map[string]string{route.Profile: "#profile-name", route.Sessions: "main .row", route.Storage: ".section__foot"}

// ownPages goes through the sections of the settings, which are open, and looks at everyone and at a card.
func (p tour) ownPages() {
	for _, name := range route.Sections {
		p.clicks(`.page__nav [href="` + route.Section(name) + `"]`)
		p.sees("the section "+name, `location.pathname === "`+route.Section(name)+`" && document.querySelector("`+
			cmp.Or(shown[name], "#settings-section")+`")`)
		p.looks("the settings, " + name)
		if host := `.page__up`; eval[bool](p.person, `document.querySelector("`+host+`").checkVisibility()`) {
			p.clicks(host + " button")
		}
	}
	p.opens(route.Page(route.People))
	p.sees("everyone", `document.querySelectorAll(".dir__row").length === 7`)
	p.looks("everyone")
	p.over("a card", "#pcard", func() { p.clicks(".dir__row:nth-child(2) .dir__open") })
}

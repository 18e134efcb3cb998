package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
)

// picks chooses a line of the open menu.
func (p *person) picks(label string) {
	p.t.Helper()
	line := `//*[@role="menu"]//*[self::button or @role="menuitem"][.//span[normalize-space()=` + quoted(label) + `]]`
	p.must("choose "+label, p.tab.Click(line))
}

// member is a member's line in the panel, in JavaScript.
func member(name string) string {
	return `[...document.querySelectorAll("#members .member")].find(m => m.querySelector(".member__name").textContent === ` +
		quoted(name) + `)`
}

// memberMenu opens the menu of a member in the panel.
func (p *person) memberMenu(name string) {
	p.t.Helper()
	p.sees(name+" among the members", member(name))
	user := eval[string](p, member(name)+`.dataset.user`)
	p.clicks(`.member[data-user="` + user + `"]`)
}

// confirms says yes in the dialog that asks.
func (p *person) confirms() {
	p.t.Helper()
	p.clicks(`[role=alertdialog] .btn--danger`)
	p.sees("the dialog closed", `!document.querySelector("[role=alertdialog]")`)
}

// link is an entry of the list of rooms, in JavaScript.
func link(room string) string {
	return `[...document.querySelectorAll(".roomlink")].find(l => l.textContent.includes(` + quoted(room) + `))`
}

// finds looks for somebody to bring into the room on the page, and chooses them.
func (p *person) finds(query, name string) {
	p.t.Helper()
	p.clicks(`#members [aria-label="Add people"]`)
	p.types(`[role=combobox]:focus`, query)
	p.sees(name+" found", `document.querySelectorAll("[role=option]").length === 1`+
		` && document.querySelector("[role=option]").textContent.includes(`+quoted(name)+`)`)
	p.clicks(`[role=option]`)
	p.sees("the question what they see", `document.querySelector("[role=dialog] h2")?.textContent.startsWith(`+quoted("Add "+name)+`)`)
}

// closes takes down what lies over the page, with Escape. Until it is gone it takes the
// clicks.
func (p *person) closes() {
	p.t.Helper()
	p.presses(chrome.Escape)
	p.sees("nothing over the page", `!document.querySelector("#overlays > *")`)
}

// adds brings somebody into the private room on the page. See is the choice of
// what they see of before, "" for what stands there.
func (p *person) adds(query, name, see string) {
	p.t.Helper()
	p.finds(query, name)
	if see != "" {
		p.clicks(`label[for=` + see + `]`)
	}
	p.clicks(`[role=dialog] [type=submit]`)
	p.sees(name+" added", `[...document.querySelectorAll("[role=option]")].some(o => o.textContent.includes(`+quoted(name)+
		`) && o.textContent.includes("Added"))`)
	p.closes()
	p.sees(name+" among the members", member(name))
}

// renames gives the room on the page another name and topic.
func (p *person) renames(name, topic string) {
	p.t.Helper()
	p.clicks(`#room-button`)
	p.picks("Room settings")
	p.clicks(`#room-rename`)
	p.must("select all", p.tab.Do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
	p.types(`#room-rename`, name)
	p.types(`#room-topic`, topic)
	p.clicks(`[role=dialog] [type=submit]`)
}

// seesRenamed waits for the name and the topic that budget has got.
func (p *person) seesRenamed() {
	p.t.Helper()
	p.sees("the new name and topic", `document.querySelector("#room-name").textContent.trim() === "money" &&
	  document.querySelector(".bar__sub").textContent === "What we spend"`)
	p.sees("the new name in the list", link("money")+` && !`+link("budget"))
}

// isToldOf waits for a notice.
func (p *person) isToldOf(sentence string) {
	p.t.Helper()
	p.sees(sentence, `[...document.querySelectorAll(".toast")].some(n => n.textContent.includes(`+quoted(sentence)+`))`)
	p.inBothLights("told-" + strings.ReplaceAll(strings.ToLower(sentence), " ", "-"))
}

// closesNotice closes the notice that is shown.
func (p *person) closesNotice() {
	p.t.Helper()
	p.clicks(`.toast [aria-label="Close"]`)
	p.sees("no notice", `!document.querySelector(".toast")`)
}

// forgetsTheName sends the form of a new room off without a name.
func (p *person) forgetsTheName() {
	p.t.Helper()
	p.clicks(`[role=dialog] [type=submit]`)
	p.sees("the cursor at the name", `document.activeElement.id === "room-new-name"`)
	p.sees("what is missing there", `document.activeElement.ariaInvalid === "true" &&
	  document.activeElement.nextElementSibling.textContent === "Give the room a name."`)
	p.inBothLights("room-without-a-name")
}

// invitesInMenu looks whether the workspace menu offers to invite people. What
// one may do reaches the page by itself; an open menu stays as it was drawn.
const invitesInMenu = `(async () => {
  document.querySelector(".workspace").click();
  await new Promise((done) => setTimeout(done, 100));
  const menu = document.querySelector("[role=menu]")?.textContent ?? "";
  document.querySelector(".workspace").click();
  await new Promise((done) => setTimeout(done, 100));
  return menu.includes("Invite");
})()`

func TestRights(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	invite := nora.invites()
	nora.clicks(`.invitecard [aria-label="Close"]`)
	sam := sits(t, "Sam Okafor", s, chrome.Desktop)
	sam.joins(invite)
	mara := sits(t, "Mara Lindqvist", s, chrome.Desktop)
	mara.joins(invite)
	step := chapters(t, nora, sam, mara)

	step("the owner makes somebody an admin", func(t *testing.T) {
		sam.clicks(`.workspace`)
		sam.sees("no invitations in his menu",
			`document.querySelector("[role=menu]") && !document.querySelector("[role=menu]").textContent.includes("Invite")`)
		sam.closes()
		nora.clicks(`#members-button`)
		nora.sees("three here now", `document.querySelector("#members .members__head").textContent === "Here now, 3"`)
		nora.memberMenu("Sam Okafor")
		nora.picks("Admin")
		nora.sees("the tag", member("Sam Okafor")+`?.querySelector(".tag")?.textContent === "Admin"`)
		sam.sees("invitations in his menu", invitesInMenu)
		sam.isToldOf("You are an admin of Tideline now")
		sam.closesNotice()
	})
	step("a private room is made and renamed", func(t *testing.T) {
		nora.clicks(`#add-room`)
		nora.picks("Create a room")
		nora.forgetsTheName()
		nora.types(`#room-new-name`, "budget")
		nora.sees("nothing wrong any more", `!document.querySelector("[aria-invalid=true]")`)
		nora.clicks(`label:has(#room-new-private)`)
		nora.clicks(`[role=dialog] [type=submit]`)
		nora.sees("the room", `document.querySelector("#room-name").textContent.includes("budget")`)
		nora.inRoom()
		nora.adds("mar", "Mara Lindqvist", "")
		mara.sees("the room in her list", link("budget"))
		mara.isToldOf("Nora Vance added you to budget")
		mara.sees("the room in bold", link("budget")+`.classList.contains("is-unread")`)
		eval[bool](mara, `(`+link("budget")+`.click(), true)`)
		mara.sees("the room", `document.querySelector("#room-name").textContent.includes("budget") && !document.querySelector(".toast")`)
		nora.says("Numbers for next year")
		mara.reads("Numbers for next year")
		sam.sees("nothing of it", `!`+link("budget"))

		nora.renames("money", "What we spend")
		nora.seesRenamed()
		mara.seesRenamed()
	})
	step("a member is removed from a room", func(t *testing.T) {
		nora.memberMenu("Mara Lindqvist")
		nora.picks("Remove from room")
		nora.confirms()
		mara.isToldOf("You are no longer in money")
		mara.sees("another room", `document.querySelector("#room-name").textContent.includes("general") && !`+link("money"))
		mara.isLive()
		if n := mara.count("Numbers for next year"); n != 0 {
			t.Errorf("Mara still reads the room she was removed from: %d messages", n)
		}
		nora.sees("Mara gone from the panel", `!`+member("Mara Lindqvist"))
	})
	step("a person is banned", func(t *testing.T) {
		for _, text := range []string{"401", "422", "WebSocket connection to"} {
			mara.tab.Tolerate(text) // what was hers answers no more, nor does the password
		}
		eval[bool](nora, `(`+link("general")+`.click(), true)`)
		nora.memberMenu("Mara Lindqvist")
		nora.picks("Ban from Tideline")
		nora.confirms()
		mara.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]")`)
		nora.sees("Mara gone from the panel", `!`+member("Mara Lindqvist"))
		mara.types(`[name=email]`, email(mara.name))
		mara.types(`[name=password]`, instance.Password)
		mara.clicks(`button[type=submit]`)
		mara.sees("a refusal", `location.pathname === "/signin" && document.body.textContent.includes("was ended")`)
	})
	step("a person is let in again", func(t *testing.T) { letsIn(nora, mara) })
	step("an owner is made after a question only", func(t *testing.T) { makesOwner(nora) })
}

// letsIn ends the ban of Mara, who is at the sign-in page.
func letsIn(nora, mara *person) {
	nora.sees("two members where there were three", countsMembers(2))
	nora.clicks(`#member-filter`)
	nora.inBothLights("member-filter-desktop")
	nora.picks("Banned people")
	nora.sees("those who are banned", `document.querySelector("#members .members__head")?.textContent === "Banned"`)
	nora.inBothLights("banned-desktop")
	nora.memberMenu("Mara Lindqvist")
	nora.picks("Let in again")
	nora.sees("nobody banned", `document.querySelector("#members .members__note").textContent.includes("Nobody is banned")`)
	mara.types(`[name=password]`, instance.Password)
	mara.clicks(`button[type=submit]`)
	mara.inRoom()
	nora.clicks(`#member-filter`)
	nora.picks("Members")
	nora.sees("Mara among the members", member("Mara Lindqvist"))
	nora.sees("three members again", countsMembers(3))
}

// countsMembers is that bar and panel say how many members the room has.
func countsMembers(n int) string {
	return fmt.Sprintf(`["#members-button", ".members__count"].every(q => document.querySelector(q)?.textContent.trim() === "%d")`, n)
}

// makesOwner makes an owner of Sam.
func makesOwner(nora *person) {
	nora.memberMenu("Sam Okafor")
	nora.inBothLights("member-menu-desktop")
	nora.picks("Owner")
	nora.sees("the question", `document.querySelector("[role=alertdialog] h2").textContent === "Make Sam Okafor an owner of Tideline?"`)
	nora.inBothLights("make-owner-desktop")
	nora.confirms()
	nora.sees("the tag", member("Sam Okafor")+`?.querySelector(".tag")?.textContent === "Owner"`)
}

package e2e

import (
	"strconv"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/route"
)

// fills replaces the text of a field.
func (p *person) fills(id, text string) {
	p.t.Helper()
	p.sees("the field "+id, `document.getElementById(`+quoted(id)+`)`)
	eval[bool](p, `(() => {
	  const field = document.getElementById(`+quoted(id)+`);
	  field.value = `+quoted(text)+`;
	  return field.dispatchEvent(new InputEvent("input", { bubbles: true }));
	})()`)
}

// looksSo takes a choice of a look.
func (p *person) looksSo(look string, choice int) {
	p.t.Helper()
	input := `document.querySelectorAll('input[name="` + look + `"]')[` + strconv.Itoa(choice) + `]`
	p.sees("the choice", input)
	eval[bool](p, `(`+input+`.click(), true)`)
	p.sees("that it holds", input+`.checked`)
}

// section opens a section of the settings.
func (p *person) section(name, shows string) {
	p.t.Helper()
	p.opens(route.Section(name))
	p.sees("the section "+name, `performance.getEntriesByName("confab:taken over").length && `+shows)
}

// pair are two people in two browsers: Nora, who changes what is hers, and Sam, who sees it.
type pair struct {
	nora, other *person
	author      string // Nora's name in the row of her message
}

// changesHerProfile has Nora change her profile while Sam looks at her card.
func (p pair) changesHerProfile() {
	nora, other, author := p.nora, p.other, p.author
	nora.section(route.Profile, `document.querySelector("#profile-name")`)
	nora.inBothLights("settings-profile-desktop")
	eval[bool](other, `(`+author+`.focus(), true)`)
	other.presses(chrome.Enter)
	other.sees("her card", `document.querySelector("#pcard")?.textContent.includes("@nora.vance") &&
	  document.querySelector("#pcard").contains(document.activeElement)`)
	nora.fills("profile-name", "Nora Vance-Lind")
	nora.fills("profile-title", "Skipper of the trials")
	nora.fills("profile-about", "Sails anything that floats. Best reached before the tide turns.")
	eval[bool](nora, `(document.querySelector("#profile-zone").value = "Asia/Tokyo", true)`)
	nora.clicks("main [type=submit]")
	nora.sees("that it is saved", `document.querySelector(".toast")`)
	other.sees("her new name in the row", author+`.textContent === "Nora Vance-Lind"`)
	other.sees("all of it in the card that is open", `(() => {
	  const card = document.querySelector("#pcard").textContent;
	  return card.includes("Nora Vance-Lind") && card.includes("Skipper of the trials") && card.includes("Tokyo");
	})()`)
	other.inBothLights("card-desktop")
	other.presses(chrome.Escape)
	other.sees("no card", `!document.querySelector("#pcard")`)
	eval[bool](other, `(`+author+`.focus(), true)`)
	other.presses(chrome.Enter)
	other.sees("her card again", `document.querySelector("#pcard")?.contains(document.activeElement)`)
	other.presses(chrome.Escape)
	other.sees("the focus where it was", `!document.querySelector("#pcard") && document.activeElement === `+author)
}

// pointsAtHerName has Sam rest his mouse on it.
func (p pair) pointsAtHerName() {
	other, author := p.other, p.author
	other.hovers(author)
	other.sees("her card", `document.querySelector("#pcard")`)
	if eval[bool](other, `document.querySelector("#pcard").contains(document.activeElement)`) {
		other.t.Error("a card that nobody asked for takes the focus")
	}
	other.hovers(`document.querySelector("#room-button")`)
	other.sees("that it goes", `!document.querySelector("#pcard")`)
}

// looksForHer has Sam find her among everyone.
func (p pair) looksForHer() {
	other := p.other
	other.opens("/people")
	other.sees("both of them", `document.querySelectorAll(".dir__row").length === 2 &&
	  document.querySelector("main").textContent.includes("Skipper of the trials")`)
	other.inBothLights("people-desktop")
	other.fills("directory-search", "vânce")
	other.sees("her alone, whatever the accents", `document.querySelectorAll(".dir__row").length === 1`)
	other.clicks(".dir__open")
	other.sees("her card", `document.querySelector("#pcard")?.textContent.includes("Nora Vance-Lind")`)
	other.clicks("#pcard .btn--primary")
	other.sees("the conversation with her", `document.querySelector("#room-name")?.textContent.includes("Nora Vance-Lind")`)
}

// looksOtherwise has Nora choose how the page looks.
func (p pair) looksOtherwise() {
	nora := p.nora
	nora.section(route.Appearance, `document.querySelector('input[name="confab.theme"]')`)
	nora.looksSo("confab.theme", 2)
	nora.looksSo("confab.density", 1)
	nora.looksSo("confab.text", 2)
	nora.looksSo("confab.clock", 2)
	nora.looksSo("confab.send", 1)
	all := `(({ theme, density, text }) => theme === "dark" && density === "compact" && text === "large")(
	  document.documentElement.dataset)`
	nora.sees("all of it at once", all)
	nora.shot("settings-appearance-desktop")
	nora.reloads()
	nora.sees("it after a reload", all)
	nora.opens("/")
	nora.isLive()
	nora.sees("the time with AM or PM", `/\s(AM|PM)$/i.test(document.querySelector(".msg__time").textContent)`)
	nora.types(composer, "One line")
	nora.presses(chrome.Enter)
	nora.sees("another line", `document.querySelector("`+composer+`").value === "One line\n"`)
	nora.presses(chrome.Enter, chrome.Ctrl)
	nora.reads("One line")
}

// changesHerPassword has Nora change it, while she is signed in elsewhere.
func (p pair) changesHerPassword(s *instance.Server, owner *instance.Person) {
	nora := p.nora
	away := sits(nora.t, "Nora elsewhere", s, chrome.Desktop)
	away.signsIn(owner.Email)
	nora.section(route.Sessions, `document.querySelectorAll("main .row").length >= 2`)
	nora.inBothLights("settings-sessions-desktop")
	nora.section(route.Account, `document.querySelector("#password-old")`)
	nora.tab.Tolerate("403") // as it is not her password
	nora.fills("password-old", "not this one")
	nora.fills("password-new", "a tide waits for no one")
	nora.clicks("main [type=submit]")
	nora.sees("what is wrong", `document.querySelector("#password-old-fault")`)
	nora.fills("password-old", instance.Password)
	nora.clicks("main [type=submit]")
	nora.sees("that it is changed", `document.querySelector(".toast") && document.querySelector("#password-old").value === ""`)
	away.sees("that the session has ended", `location.pathname === "/signin"`)
	nora.opens("/")
	nora.isLive()
}

// onThePhone has Sam see the settings and her card there.
func (p pair) onThePhone(t *testing.T, s *instance.Server) {
	author := p.author
	sam := sits(t, "Sam on the phone", s, chrome.Phone)
	sam.signsIn(email("Sam Okafor"))
	sam.opens("/settings")
	sam.sees("the list of sections", `document.querySelector(".page__nav")?.checkVisibility() &&
	  !document.querySelector(".page__body").checkVisibility()`)
	sam.inBothLights("settings-phone")
	for _, back := range []string{`history.back()`, `document.querySelector(".page__up button").click()`} {
		sam.clicks(`.page__nav [href="/settings/appearance"]`)
		sam.sees("the section", `document.querySelector(".setting")?.checkVisibility() &&
		  !document.querySelector(".page__nav").checkVisibility()`)
		sam.shot("settings-appearance-phone")
		eval[bool](sam, `(`+back+`, true)`)
		sam.sees("the list", `location.pathname === "/settings" && document.querySelector(".page__nav").checkVisibility()`)
	}
	sam.opens("/")
	sam.isLive()
	sam.sees("the message", author)
	eval[bool](sam, `(`+author+`.click(), true)`)
	sam.sees("her card", `document.querySelector("#pcard")?.textContent.includes("Skipper")`)
	sam.inBothLights("card-phone")
	sam.presses(chrome.Escape)
	sam.sees("no card", `!document.querySelector("#pcard")`)
}

// What people change of themselves reaches everyone at once, and what they set on a device stays there.
func TestPeopleSetWhatIsTheirs(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sam, err := owner.Join(t.Context(), "Sam Okafor")
	if err != nil {
		t.Fatal(err)
	}
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.signsIn(owner.Email)
	nora.says("Is it high water?")
	other := sits(t, "Sam Okafor", s, chrome.Desktop)
	other.signsIn(sam.Email)
	other.reads("Is it high water?")
	author := rows("Is it high water?") + `[0].querySelector(".msg__author")`
	tell := chapters(t, nora, other)
	both := pair{nora, other, author}
	tell("a name and a title", func(*testing.T) { both.changesHerProfile() })
	tell("a mouse that rests on a name", func(*testing.T) { both.pointsAtHerName() })
	tell("everyone", func(*testing.T) { both.looksForHer() })
	tell("looks", func(*testing.T) { both.looksOtherwise() })
	tell("a password", func(*testing.T) { both.changesHerPassword(s, owner) })
	t.Run("on a phone", func(t *testing.T) { both.onThePhone(t, s) })
}

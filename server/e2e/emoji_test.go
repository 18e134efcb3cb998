package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

const (
	pickerField = `#picker-search`
	allShelves  = `document.querySelectorAll("#picker-list [role=group]").length === 10`
	activeEmoji = `document.getElementById(document.querySelector("#picker-search").getAttribute("aria-activedescendant"))`
)

// apart is true while the picker does not cover the field that is written in.
const apart = `(() => {
  const pop = document.querySelector("#picker").getBoundingClientRect();
  const box = document.querySelector(".composer__box").getBoundingClientRect();
  return pop.width > 0 && (pop.bottom <= box.top || box.bottom <= pop.top) && box.top >= 0 && pop.top >= 0 && pop.bottom <= innerHeight;
})()`

// emojiCalled is the cell of an emoji.
func emojiCalled(name string) string {
	return `document.querySelector('#picker-list [aria-label=` + quoted(name) + `]')`
}

// rightClicks asks for the colours of an emoji.
func (p *person) rightClicks(expression string) {
	p.t.Helper()
	p.sees("an answer to the right button", `(() => {
	  const e = `+expression+`;
	  if (!e) return false;
	  e.scrollIntoView({ block: "center" });
	  e.dispatchEvent(new PointerEvent("contextmenu", { bubbles: true, cancelable: true, pointerType: "mouse" }));
	  return true;
	})()`)
}

func TestAnEmojiIsChosenWithTheKeyboard(t *testing.T) {
	nora := sits(t, "Nora Vance", serve(t), chrome.Desktop)
	nora.setsUp()
	step := chapters(t, nora)
	step("the list is loaded when the picker opens first, and does not cover what is written", func(*testing.T) {
		nora.types(composer, "Well ")
		nora.clicks("#composer-emoji")
		nora.sees("all kinds", allShelves)
		nora.sees("more than 1,800 emoji", `document.querySelectorAll("#picker-list [role=option]").length > 1800`)
		nora.sees("the text beside it", apart)
		nora.inBothLights("emoji-desktop")
	})
	step("it is found by name and keyword, and Enter takes it", func(*testing.T) {
		nora.types(pickerField, "woohoo")
		nora.sees("one", activeEmoji+`?.getAttribute("aria-label") === "party popper"`)
		nora.inBothLights("emoji-found-desktop")
		nora.presses(chrome.Enter)
		nora.holds("Well 🎉")
		nora.sees("no picker", `!document.querySelector("#picker")`)
	})
	step("arrows, End and Escape", func(*testing.T) {
		nora.clicks("#composer-emoji")
		nora.sees("what was used first", activeEmoji+`?.textContent === "🎉" && `+allShelves)
		nora.presses(chrome.ArrowRight)
		nora.sees("the next one", activeEmoji+`?.id === "emoji-1"`)
		nora.presses(chrome.ArrowDown)
		nora.sees("the one below", activeEmoji+`?.id === "emoji-10"`)
		nora.presses(chrome.End)
		nora.sees("the last one", activeEmoji+`?.getAttribute("aria-label") === "flag: Wales"`)
		nora.sees("its kind", `document.querySelector(".picker__cat[aria-selected=true]").getAttribute("aria-label") === "Flags"`)
		nora.presses(chrome.Escape)
		nora.sees("no picker", `!document.querySelector("#picker")`)
		nora.holds("Well 🎉")
	})
	step("F6 leaves it", func(*testing.T) {
		nora.clicks("#composer-emoji")
		nora.sees("the picker", `document.activeElement?.id === "picker-search"`)
		nora.presses(chrome.F6)
		nora.sees("no picker", `!document.querySelector("#picker")`)
		nora.sees("the focus on the page", `document.activeElement !== document.body`)
	})
	step("nothing has the name", func(*testing.T) {
		nora.clicks("#composer-emoji")
		nora.types(pickerField, "<b>nothing")
		nora.sees("a sentence", `document.querySelector(".picker__note").textContent === "No emoji has that name"`)
		nora.presses(chrome.Enter)
		nora.presses(chrome.Escape)
		nora.holds("Well 🎉")
	})
	step("colours of skin, for one time and from now on", func(*testing.T) {
		nora.clicks("#composer-emoji")
		nora.sees("all kinds", allShelves)
		nora.rightClicks(emojiCalled("handshake"))
		nora.sees("the colours of two", `document.querySelectorAll("#tones button").length === 26`)
		nora.inBothLights("emoji-tones-desktop")
		nora.clicks(`#tones [aria-label="Light skin tone and Dark skin tone"]`)
		nora.holds("Well 🎉🫱🏻‍🫲🏿")
		nora.clicks("#composer-emoji")
		nora.clicks("#picker-tone")
		nora.clicks(`#tones [aria-label="Medium skin tone"]`)
		nora.sees("hands in it", emojiCalled("thumbs up")+`?.textContent === "👍🏽"`)
		nora.presses(chrome.Escape)
		nora.reloads()
		nora.isLive()
		nora.clicks("#composer-emoji")
		nora.sees("hands in it", emojiCalled("thumbs up")+`?.textContent === "👍🏽"`)
		nora.presses(chrome.Escape)
	})
}

func TestEmojiAreFoundInTheLanguageOfTheReader(t *testing.T) {
	nora := sits(t, "Nora Vance", serve(t), chrome.Desktop)
	nora.must("read Spanish", nora.tab.BeforeLoad(`Object.defineProperty(navigator, "languages", { get: () => ["es-MX", "en"] })`))
	nora.setsUp()
	nora.types(composer, "T :mate")
	nora.sees("what it is called in English, too", `document.querySelector("#suggestions .opt__emoji")?.textContent === "🧉"`)
	nora.presses(chrome.Escape)
	nora.clicks("#composer-emoji")
	nora.sees("all kinds", allShelves)
	nora.types(pickerField, "corazon")
	nora.sees("hearts, without the accent", emojiCalled("red heart"))
	nora.presses(chrome.Escape) // empties the field
	nora.presses(chrome.Escape)
	nora.types(composer, " :manzana")
	nora.sees("an apple", `"🍎🍏".includes(document.querySelector("#suggestions .opt__emoji")?.textContent)`)
}

func TestEmojiAreSuggestedAndReactedWith(t *testing.T) {
	nora := sits(t, "Nora Vance", serve(t), chrome.Desktop)
	nora.setsUp()
	step := chapters(t, nora)
	step("a colon finds the same", func(*testing.T) {
		nora.types(composer, "Tea? :mate")
		nora.sees("it", `document.querySelector("#suggestions .opt__emoji")?.textContent === "🧉"`)
		nora.presses(chrome.Enter)
		nora.holds("Tea? 🧉 ")
		nora.presses(chrome.Enter)
		nora.reads("🧉")
	})
	step("a reaction of each sort", func(*testing.T) {
		for _, name := range []string{"mate", "keycap: #", "flag: Scotland", "family: man, woman, girl, boy", "transgender flag"} {
			nora.tool("🧉", "add-reaction")
			nora.sees("all kinds", allShelves)
			nora.sees("the emoji", `(() => { const e = `+emojiCalled(name)+`; e?.click(); return !!e; })()`)
			nora.sees("no picker", `!document.querySelector("#picker")`)
		}
		nora.sees("all of them", `document.querySelectorAll(".reaction[aria-pressed=true]:not(.is-pending)").length === 5`)
	})
}

func TestEmojiOnAPhone(t *testing.T) {
	nora := sits(t, "Nora Vance", serve(t), chrome.Phone)
	nora.setsUp()
	nora.types(composer, "On the phone")
	nora.clicks("#composer-emoji")
	nora.sees("all kinds", allShelves)
	nora.sees("what is written above it", apart)
	nora.sees("targets that a finger hits", `[...document.querySelectorAll("#picker button")].every((b) => {
	  if (!b.checkVisibility()) return true;
	  const box = b.getBoundingClientRect();
	  return box.height >= 44 && box.width >= 44;
	})`)
	nora.inBothLights("emoji-phone")
	eval[bool](nora, `(() => { const l = document.querySelector(".picker__scroll"); l.scrollTop = l.scrollHeight; return true; })()`)
	nora.sees("the tab of the last kind in view", `(() => {
	  const tab = document.querySelector(".picker__cat:last-child"), box = tab.getBoundingClientRect();
	  return tab.ariaSelected === "true" && box.left >= 0 && box.right <= innerWidth;
	})()`)
	eval[bool](nora, `(() => { document.querySelector(".picker__scroll").scrollTop = 0; return true; })()`)
	nora.sees("the tab of the first kind in view", `document.querySelector(".picker__cat").getBoundingClientRect().left >= 0`)
	nora.clicks(`#emoji-0`)
	nora.holds("On the phone👍")
	nora.sees("no picker", `!document.querySelector("#picker")`)
	nora.sees("the whole page", `document.querySelector(".app").getBoundingClientRect().height === innerHeight`)
	nora.presses(chrome.Enter)
	nora.holds("On the phone👍\n")
	nora.clicks(`.composer [type=submit]`)
	nora.reads("On the phone👍")
	nora.types(composer, "With a keyboard")
	nora.presses(chrome.ArrowUp)
	nora.presses(chrome.Enter)
	nora.reads("With a keyboard")
}

func TestCommonEmojiAreThereWhenTheOthersCannotBeLoaded(t *testing.T) {
	nora := sits(t, "Nora Vance", serve(t), chrome.Desktop)
	nora.expectsOutage()
	nora.tab.Tolerate("the list of emoji is not there")
	nora.must("keep the list away", nora.tab.BeforeLoad(`const fetched = window.fetch;
	  window.fetch = (at, ...more) => {
	    if (String(at).endsWith("/emoji.txt")) return Promise.reject(new TypeError("Failed to fetch"));
	    return fetched(at, ...more);
	  };`))
	nora.setsUp()
	nora.clicks("#composer-emoji")
	nora.sees("why there are few", `document.querySelector(".picker__note")?.textContent.includes("could not be loaded")`)
	nora.sees("the common ones", `document.querySelectorAll("#picker-list [role=option]").length === 40`)
	nora.inBothLights("emoji-without-list-desktop")
	nora.types(pickerField, "tada")
	nora.presses(chrome.Enter)
	nora.holds("🎉")
}

func TestWhoReactedCanBeFoundOut(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	link := nora.invites()
	sam := sits(t, "Sam Okafor", s, chrome.Phone)
	sam.joins(link)
	nora.says("Who is in?")
	sam.reads("Who is in?")
	nora.tool("Who is in?", "react")
	sam.sees("what it is called", `document.querySelector(".reaction")?.getAttribute("aria-label") === "Nora Vance reacted with +1"`)
	sam.clicks(".reaction")
	const both = `.reaction[aria-label="You and Sam Okafor reacted with +1"]:not(.is-pending)`
	nora.sees("both", `document.querySelector('`+both+`')`)
	nora.sees("their names under the pointer", `document.querySelector(".reaction").title.includes("Sam Okafor")`)
	nora.rightClicks(`document.querySelector(".reaction")`)
	nora.sees("a list of two", `document.querySelectorAll("#who .opt").length === 2`)
	nora.inBothLights("who-reacted-desktop")
	nora.presses(chrome.F6)
	nora.sees("no list", `!document.querySelector("#who")`)

	at := eval[[]float64](sam, `(() => {
	  const box = document.querySelector(".reaction").getBoundingClientRect();
	  return [box.x + box.width / 2, box.y + box.height / 2];
	})()`)
	rests := func() { sam.sees("a list of two", `document.querySelectorAll("#who .opt").length === 2`) }
	sam.must("rest a finger", chrome.Finger(sam.tab, 0, rests, chrome.Point{X: at[0], Y: at[1]}))
	sam.inBothLights("who-reacted-phone")
	sam.presses(chrome.Escape)
	sam.sees("that nothing was taken away", `document.querySelector(".reaction[aria-pressed=true]")?.textContent.includes("2")`)
}

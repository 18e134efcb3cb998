package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
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
  const people = "noscript, .msg__body, .msg__author, .quote, .avatar, time, bdi, option, code, script, style, .picker__scroll, .picker__name, .roomlink__name, #suggestions .opt__name";
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
		round := tour{person: nora, looks: func(what string) {
			nora.speaks(what, theirs+" Zz")
			if slices.Contains([]string{"a room", "the members", "the rooms", "a new room", "a room that cannot be opened"}, what) {
				nora.inBothLights("rtl-" + strings.ReplaceAll(what, " ", "-") + "-" + screen.Name)
			}
		}}
		round.looks("a room")
		tell := chapters(t, nora)
		if screen.Name == chrome.Phone.Name {
			tell("on a phone", func(*testing.T) { round.onThePhone() })
			continue
		}
		tell("at a desk", func(*testing.T) { round.atTheDesk() })
	}
}

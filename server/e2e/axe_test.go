package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// readAxe returns axe-core, a checker of pages, which make packages puts beside bin/confab.
func readAxe(t *testing.T) string {
	t.Helper()
	bin, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(filepath.Dir(bin), "tools", "axe-core-*", "axe.min.js"))
	if err != nil || len(found) != 1 {
		t.Fatalf("axe-core is not there, or more than once; run: make packages (%q, %v)", found, err)
	}
	script, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// broken are the rules of axe-core that the page breaks, the best practices among them, with the
// elements that break them; brokenInColour those of them that depend on the colours.
const (
	broken         = `(` + rulesBroken + `)({ resultTypes: ["violations"] })`
	brokenInColour = `(` + rulesBroken + `)({
	  resultTypes: ["violations"], runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
	})`
	rulesBroken = `(options) => axe.run(document, options).then((result) => result.violations.map((rule) =>
  rule.id + " (" + rule.impact + ", " + rule.help + "): " +
    rule.nodes.slice(0, 4).map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? node.all[0]?.message ?? "")).join("; ")))`
)

// small are the elements that a finger can hit on less than 44 by 44 pixels, whatever is drawn of them.
// Links in the middle of a text are as high as its lines.
const small = `(() => {
  const found = [];
  const controls = "button, a[href], input:not([type=hidden]), select, textarea, [role=option]";
  for (const e of document.querySelectorAll(controls)) {
    if (e.disabled || !e.checkVisibility({ visibilityProperty: true })) continue;
    if (e.closest("[inert], .u-sr, .msg__body, .msg__meta, .msg__side, .gate__alt")) continue;
    const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
    const hit = (x, y) => {
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return true;
      const h = document.elementFromPoint(x, y);
      return h && (e.contains(h) || h.closest("label")?.control === e);
    };
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight || !hit(x, y)) continue; // elsewhere, or covered
    let around = e.parentElement;
    while (around && !/auto|scroll/.test(getComputedStyle(around).overflowY)) around = around.parentElement;
    const list = around?.getBoundingClientRect();
    if (list && (box.top < list.top || box.bottom > list.bottom)) continue; // cut where the list ends
    const reach = (dx, dy) => { let n = 0; while (n < 22 && hit(x + dx * (n + 1), y + dy * (n + 1))) n++; return n; };
    const wide = reach(-1, 0) + reach(1, 0), high = reach(0, -1) + reach(0, 1);
    if (wide < 42 || high < 42) found.push((e.ariaLabel ?? "") + " " + e.className + "#" + e.id + " in " + e.parentElement.className + ": " + wide + " by " + high);
  }
  return found;
})()`

// examiner has axe-core look at pages.
type examiner struct{ axe string }

// loads puts axe-core into the page.
func (e examiner) loads(p *person) {
	p.t.Helper()
	if !eval[bool](p, `"axe" in window`) {
		eval[bool](p, e.axe+`; "axe" in window`)
	}
}

// examines checks the page in light and in dark, and takes its picture in both.
func (e examiner) examines(p *person, what, screen string) {
	p.t.Helper()
	e.loads(p)
	for light, rules := range map[string]string{"light": broken, "dark": brokenInColour} {
		p.must("change the light", p.tab.Dark(light == "dark"))
		p.settles()
		for _, rule := range eval[[]string](p, rules) {
			p.t.Errorf("%s on the %s in the %s: %s", what, screen, light, rule)
		}
		p.shot("state-" + strings.ReplaceAll(what, " ", "-") + "-" + screen + "-" + light)
	}
	p.must("change the light", p.tab.Dark(false))
	if screen != chrome.Phone.Name {
		return
	}
	p.fitsFingers(what, screen)
}

// fitsFingers checks that a finger hits everything that it is to hit.
func (p *person) fitsFingers(what, screen string) {
	p.t.Helper()
	for _, target := range eval[[]string](p, small) {
		p.t.Errorf("%s on the %s: too small for a finger: %s", what, screen, target)
	}
}

func TestNoPageBreaksARuleOfAccessibility(t *testing.T) {
	s, e := serve(t, "--limits", "off"), examiner{readAxe(t)}
	owner, room := tideline(t, s)
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Phone} {
		t.Run(screen.Name, func(t *testing.T) {
			nora := sits(t, "Nora Vance", s, screen)
			nora.signsIn(owner.Email)
			nora.opens("/r/" + room)
			nora.isLive()
			nora.sees("the conversation", rows("🎉🌊")+`.length === 1`)
			round := tour{person: nora, looks: func(what string) { e.examines(nora, what, screen.Name) }}
			round.looks("a room")
			if screen.Touch {
				round.onThePhone()
			} else {
				round.atTheDesk()
			}
		})
	}
}

func TestNoFormBreaksARuleOfAccessibility(t *testing.T) {
	fresh, s, e := serve(t), serve(t, "--limits", "off"), examiner{readAxe(t)}
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var invite wire.InviteInfo
	if err := owner.Do(t.Context(), "POST", "/invites", wire.InviteCreate{}, &invite); err != nil {
		t.Fatal(err)
	}
	member, err := owner.Join(t.Context(), "Sam Okafor")
	if err != nil {
		t.Fatal(err)
	}
	var room wire.RoomInfo
	if err := owner.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: "cellar", Kind: wire.RoomPublic}, &room); err != nil {
		t.Fatal(err)
	}
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Phone} {
		e.looksAfter(t, s, owner, screen, member.User, room.Room.ID)
		first, sam := sits(t, "Nora Vance", fresh, screen), sits(t, "Sam Okafor", s, screen)
		for _, p := range []*person{first, sam} {
			for _, refusal := range []string{"404", "422"} {
				p.tab.Tolerate(refusal)
			}
		}
		for _, page := range []struct {
			p            *person
			what, opened string
		}{
			{first, "asking for the code", "/setup"},
			{first, "setting up", "/setup?code=" + instance.SetupCode},
			{sam, "signing in", "/signin"},
			{sam, "joining", invite.Invite.Path},
			{sam, "a link that is not valid", "/join/nothing"},
		} {
			page.p.opens(page.opened)
			page.p.sees("the page", `document.querySelector(".gate__form h1")`)
			e.examines(page.p, page.what, screen.Name)
			if eval[bool](page.p, `!!document.querySelector("[name=password]")`) {
				page.p.clicks(`button[type=submit]`)
				page.p.sees("what is wrong", `document.querySelector(".field__error")`)
				e.examines(page.p, page.what+" without filling it in", screen.Name)
			}
		}
	}
}

// A rule that is broken is found: otherwise the stories above prove nothing.
func TestBrokenRulesOfAccessibilityAreFound(t *testing.T) {
	s, e := serve(t), examiner{readAxe(t)}
	p := sits(t, "Nora Vance", s, chrome.Desktop)
	p.opens("/setup?code=" + instance.SetupCode)
	p.sees("the form", `document.querySelector("[name=workspace]")`)
	e.loads(p)
	eval[bool](p, `(document.querySelector("label").remove(), document.querySelector("button[type=submit]").replaceChildren(), true)`)
	found := strings.Join(eval[[]string](p, broken), "\n")
	for _, rule := range []string{"label (", "button-name ("} {
		if !strings.Contains(found, rule) {
			t.Errorf("a broken rule, %s, is not found in %q", rule, found)
		}
	}
}

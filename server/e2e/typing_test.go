package e2e

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/limits"
)

// holds waits until the composer has exactly this text.
func (p *person) holds(text string) {
	p.t.Helper()
	p.sees("the composer with "+quoted(text), `document.querySelector("`+composer+`").value === `+quoted(text))
}

// paste pastes n letters into the composer, and returns how long that took, in
// milliseconds, until the next frame.
const paste = `(async (n) => {
  const data = new DataTransfer();
  data.setData("text/plain", "a".repeat(n));
  const field = document.querySelector("` + composer + `"), began = performance.now();
  const taken = field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return taken ? -1 : performance.now() - began;
})`

// Keyboards of phones and of other scripts compose what is typed; programmers type code.
func TestTheComposerTakesWhatPeopleType(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	api, err := s.SignIn(t.Context(), nora.name, email(nora.name))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Ada", "Bob", "Cyd", "Dan", "Eli", "Fay", "Gus", "Hal", "Zoe"} {
		if _, err := api.Join(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	first := `document.querySelector("#suggestions [role=option]")?.textContent`
	step := chapters(t, nora)
	step("the list follows what is composed", func(*testing.T) {
		nora.types(composer, "@")
		nora.sees("everybody", first+`.includes("Ada")`)
		nora.must("compose", nora.tab.Compose("z"))
		nora.sees("Zoe alone", first+`.includes("Zoe")`)
		nora.must("compose", nora.tab.Compose("zo"))
		nora.writes("zo")
		nora.sees("Zoe alone", first+`.includes("Zoe")`)
		nora.presses(chrome.Enter)
		nora.holds("@zoe ")
	})
	step("a suggestion can be undone", func(*testing.T) {
		nora.must("undo", nora.tab.Do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
		nora.sees("what was typed", `/^@(zo?)?$/.test(document.querySelector("`+composer+`").value)`)
		nora.must("select all", nora.tab.Do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
	})
	step("code is no emoji", func(*testing.T) {
		nora.says("Vec::new")
		nora.reads("Vec::new")
	})
	step("what was sent does not come back by undoing", func(t *testing.T) {
		nora.types(composer, "typed")
		for range 6 {
			nora.must("undo", nora.tab.Do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
		}
		if left := eval[string](nora, `document.querySelector("`+composer+`").value`); !strings.HasPrefix("typed", left) {
			t.Errorf("undoing brought back %q", left)
		}
		eval[bool](nora, `(document.querySelector("`+composer+`").value = "", true)`)
	})
	step("a paste of megabytes is refused at once", func(t *testing.T) {
		nora.types(composer, "kept")
		if took := eval[float64](nora, paste+`(4_000_000)`); took < 0 || took > 1000 {
			t.Errorf("4,000,000 letters took %v ms", took)
		}
		nora.sees("why", `document.body.textContent.includes("longer than a message can be")`)
		nora.holds("kept")
		if took := eval[float64](nora, paste+`(`+strconv.Itoa(2*limits.Body)+`)`); took >= 0 {
			t.Error("a paste that can be shortened was refused")
		}
	})
}

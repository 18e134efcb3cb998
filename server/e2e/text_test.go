package e2e

import (
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

const (
	figures = "## Night two in figures\n| Buoy | Frames | Lost | Standby | Mast | Mooring | Keeper on shore |\n" +
		"|---|--:|--:|--:|:-:|---|---|\n| North | 4,112 | 0 | 18 µA | yes | chain, then rope | Mara Lindqvist |\n" +
		"| Fulmar | 3,987 | 2 | 19 µA | no | chain | *Jonas Weil* |\n| 深圳 | 1,204 | 0 | 22 µA | yes | rope | 陈雨晴 |"
	report = "Report from the second night. We were on station at 21:40 with both buoys in the water and a steady north-westerly. " +
		"The first hour was dull, which is what one wants.\n\nAt 23:05 the smaller buoy began to heel beyond what the model allows."
	tasks   = "# Before Friday\n- [x] Lid seal on buoy 7\n- [ ] Beschriftung prüfen\n- [ ] Send the **note** to the printers"
	routine = "So sieht die Routine aus:\n```go\npackage sampler\n\n// Drain empties the ring before the modem wakes.\n" +
		"func (s *Sampler) Drain(ctx context.Context) (n int, err error) {\n\tctx, cancel := context.WithTimeout(ctx, 8*time.Second)\n" +
		"\tdefer cancel()\n\tfor frame := range s.ring.Frames(ctx) {\n\t\tif err != nil {\n" +
		"\t\t\treturn n, fmt.Errorf(\"drain: frame %d: %w\\n\", n, err)\n\t\t}\n" +
		"\t\tn++\n\t\ts.seen(n)\n\t\ts.log(n)\n\t}\n\treturn n, ctx.Err()\n}\n\n// Done.\n```"
	change = "```diff\n@@ -18,4 +18,4 @@ standby:\n   radio: off\n-  current_ua: 41\n+  current_ua: 18\n   wake: tide\n```"
	named  = "The name is settled: ||it is the *Fulmar*, see https://birds.example/fulmar||. No telling before the cake."
)

// hiddenText is true while the text of the spoiler is hidden from everybody.
const hiddenText = `document.querySelector("#log .spoiler[role=button][tabindex='0'][aria-expanded=false]") &&
  getComputedStyle(document.querySelector("#log .spoiler__text a")).visibility === "hidden"`

// foldedText is true while a part of the long message is not shown.
const foldedText = `(document.querySelector("#log .fold__text").clientHeight < document.querySelector("#log .fold__text").scrollHeight)`

func TestTextIsMoreThanLines(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	send := func(text string) {
		t.Helper()
		if err := owner.Do(t.Context(), "POST", "/rooms/"+room+"/messages", wire.Send{CID: id.New(), Body: text}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{routine, change, figures, report + strings.Repeat("\nThe queue held.", 12), tasks, named} {
		send(text)
	}
	nora, jonas := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Jonas Weil", s, chrome.Phone)
	for p, email := range map[*person]string{nora: owner.Email, jonas: "jonas.weil@tideline.example"} {
		p.signsIn(email)
		p.opens("/r/" + room)
		p.isLive()
		p.sees("the last message", rows("No telling")+`.length === 1`)
		p.sees("a page that is as wide as the screen", `document.documentElement.scrollWidth <= innerWidth &&
		  document.querySelector(".timeline").scrollWidth <= document.querySelector(".timeline").clientWidth`)
		p.sees("hidden text", hiddenText)
		p.sees("eight lines of twelve and more", `(() => {
		  const text = document.querySelector("#log .fold__text");
		  return text.clientHeight < text.scrollHeight && Math.abs(text.clientHeight / parseFloat(getComputedStyle(text).lineHeight) - 8) < 1;
		})()`)
	}
	for _, p := range []*person{nora, jonas} {
		eval[bool](p, `(document.querySelector(".timeline").scrollTop = 1e6, true)`)
	}
	nora.sees("code in colours, the first ten lines of it", `(() => {
	  const pre = document.querySelector("#log .code--folded pre");
	  pre.scrollIntoView({ block: "nearest" }); // code is coloured when it is near
	  return pre.querySelector(".tok-k") && document.querySelector("#log .tok-d") && pre.textContent.endsWith("// Done.") &&
	    pre.clientHeight < 12 * 20 && pre.scrollHeight > 17 * 20;
	})()`)
	nora.inBothLights("text-code-desktop")
	eval[bool](nora, `(document.querySelector(".timeline").scrollTop = 1e6, true)`)
	nora.inBothLights("text-desktop")
	jonas.inBothLights("text-phone")
	jonas.sees("a table that is scrolled by itself",
		`document.querySelector("#log .mtable__rows").scrollWidth > document.querySelector("#log .mtable__rows").clientWidth`)

	step := chapters(t, nora)
	step("a tick is an edit that everybody sees, and keeps the focus", func(t *testing.T) {
		jonas.sees("boxes that are not his", `document.querySelectorAll("#log .tasks input:disabled").length === 3`)
		nora.clicks(`#log .tasks li:nth-child(2) input`)
		nora.sees("two done", `document.querySelector("#log .tasks__sum").textContent === "2 of 3 done"`)
		nora.sees("the focus", `document.activeElement.matches("[data-ref='1']:checked")`)
		jonas.sees("two done", `document.querySelector("#log .tasks__sum").textContent === "2 of 3 done"`)
	})
	step("a spoiler opens by key, and stays open when its row is drawn anew", func(*testing.T) {
		eval[bool](nora, `(document.querySelector("#log .spoiler").focus(), true)`)
		nora.presses(chrome.Enter)
		nora.sees("the text", `getComputedStyle(document.querySelector("#log .spoiler__text a")).visibility === "visible"`)
		nora.tool("No telling", "react")
		nora.sees("a reaction and the text", `document.querySelector("#log .reaction") && !document.querySelector("#log .spoiler[role]")`)
	})
	step("what is folded opens and closes", func(*testing.T) {
		nora.clicks(`#log .fold > .fold__more`)
		nora.sees("all of it", `!`+foldedText+` &&
		  document.querySelector("#log .fold > .fold__more").innerText === "Show less"`)
		nora.clicks(`#log .fold > .fold__more`)
		nora.sees("a part", foldedText)
	})
	step("what is copied of code is its source", func(t *testing.T) {
		nora.clicks(`#log .code--folded > .fold__more`)
		nora.sees("all of it", `document.querySelector("#log .code--folded pre").clientHeight > 17 * 20`)
		if got := eval[string](nora, `document.querySelector("#log .code--folded pre").textContent`); !strings.Contains(routine, got) {
			t.Error(got)
		}
	})
	step("it is hidden again after a reload, before the program runs", func(*testing.T) {
		nora.reloads()
		nora.isLive()
		nora.sees("hidden text", hiddenText)
	})
}

package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// Whoever has guessed too often is told how long to wait, and waits with the
// button, without trying in vain or loading the page anew.
func TestWhoMustWaitSeesWhenItIsOver(t *testing.T) {
	s := serve(t)
	if _, err := s.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	nora := sits(t, "Nora Vance", s, chrome.Phone)
	for _, refusal := range []string{"422", "429"} {
		nora.tab.Tolerate(refusal)
	}
	nora.opens("/signin")
	nora.sees("refusals", `(async () => {
	  for (let n = 0; n < 25; n++) {
	    const form = new URLSearchParams({ next: "/", email: "guess" + n + "@tideline.example", password: "not the right one" });
	    if ((await fetch("/signin", { method: "POST", body: form })).status === 429) return true;
	  }
	})()`)
	nora.types(`[name=email]`, "nora@tideline.example")
	nora.types(`[name=password]`, "a guess, and not right")
	nora.clicks(`button[type=submit]`)
	nora.sees("how long to wait", `document.querySelector("button[type=submit]").disabled`+
		` && document.querySelector("button[type=submit]").textContent.startsWith("Try again in ")`)
	nora.inBothLights("signin-wait-phone")
	eval[bool](nora, `(() => { const now = Date.now; Date.now = () => now() + 3600_000; return true; })()`)
	nora.sees("that it is over", `!document.querySelector("button[type=submit]").disabled`+
		` && document.querySelector("button[type=submit]").textContent === "Sign in"`)
}

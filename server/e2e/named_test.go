package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// ignored is what the browser says of headers that count in safe places only.
var ignored = []string{"Cross-Origin-Opener-Policy header has been ignored", "Not supported for insecure origins"}

// On plain HTTP and at any name but localhost a browser sends less of where a
// form comes from, has no service worker, no locks and no clipboard. It is what
// the first try on one's own network looks like, and everything has to work.
func TestAPlainServerUnderANameOfItsOwn(t *testing.T) {
	const name = "chat.tideline.test"
	there, err := chrome.Launch(context.Background(), name) // not t.Context: it is over before the tabs are closed
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(there.Close)
	s := serve(t)
	named := *s
	named.URL = strings.Replace(s.URL, "127.0.0.1", name, 1)

	sits := func(name string) *person {
		p := sitsAt(t, there, name, &named, chrome.Desktop)
		for _, text := range ignored {
			p.tab.Tolerate(text)
		}
		return p
	}
	nora := sits("Nora Vance")
	nora.setsUp()
	if secure := eval[bool](nora, `isSecureContext`); secure {
		t.Fatal("the browser takes this for a safe place, so that nothing is proved")
	}
	link := nora.invites()
	nora.sees("the QR code", `document.querySelector("img.invite__qr")?.naturalWidth > 0`)
	nora.clicks(`.invitecard [aria-label="Close"]`)
	nora.says("Is anyone there?")
	nora.reads("Is anyone there?")

	sam := sits("Sam Okafor")
	sam.joins(link)
	sam.reads("Is anyone there?")
	sam.says("I am")
	nora.reads("I am")

	sam.clicks(`.sidebar .workspace`)
	sam.picks("Sign out")
	sam.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]")`)
	sam.signsIn(email("Sam Okafor"))
	sam.reads("I am")
}

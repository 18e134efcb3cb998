package e2e

import (
	"testing"

	"github.com/confab/confab/server/e2e/chrome"
	"github.com/confab/confab/server/e2e/instance"
)

// setsUp does the first run in a browser, as the owner of a fresh server.
func (p *person) setsUp() {
	p.t.Helper()
	p.opens("/setup?code=" + instance.SetupCode)
	p.types(`[name=workspace]`, "Tideline")
	p.types(`[name=name]`, p.name)
	p.types(`[name=email]`, email(p.name))
	p.types(`[name=password]`, instance.Password)
	p.clicks(`button[type=submit]`)
	p.inRoom()
}

// joins follows an invite link.
func (p *person) joins(link string) {
	p.t.Helper()
	p.opens(link)
	p.types(`[name=name]`, p.name)
	p.types(`[name=email]`, email(p.name))
	p.types(`[name=password]`, instance.Password)
	p.clicks(`button[type=submit]`)
	p.inRoom()
}

func TestTwoPeopleTalk(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.opens("/setup?code=" + instance.SetupCode)
	nora.shot("setup-desktop-light")
	nora.setsUp()
	nora.isLive()
	nora.shot("first-room-desktop-light")
	t.Log(nora.page())
}

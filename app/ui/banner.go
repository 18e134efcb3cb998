package ui

import (
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// banner says above everything how things stand with the server.
type banner struct {
	app.Compo
	H   *host.Host
	Rev int
}

func bannerOf(h *host.Host) app.UI { return &banner{H: h, Rev: h.Rev(host.Status)} }

// Render draws at most one line: of several, the one that matters most.
func (b *banner) Render() app.UI {
	return kit.El("div.app__banner|role=status", b.line())
}

func (b *banner) line() app.UI {
	h := b.H
	if h.Eng == nil {
		return kit.None()
	}
	switch s := h.Eng.Status(); {
	case s.Phase == engine.PhaseRefused && s.Reason != nil:
		return b.say("banner--danger", "alert", host.Reason(s.Reason), text.ConnectAgain)
	case !platform.Online():
		return b.say("banner--offline", "wifi-off", host.Said(b.waits(text.YouAreOffline, text.OfflineNotKept)), text.RetryNow)
	case s.Outdated:
		return b.newer(text.OtherVersion)
	case h.Link.Lost && s.Reason == engine.ErrNoSocket:
		return b.say("banner--offline", "wifi-off", host.Reason(s.Reason), text.RetryNow)
	case h.Link.Lost:
		return b.say("banner--offline", "wifi-off", host.Said(b.waits(text.ServerAway, text.ServerAwayNotKept)), text.RetryNow)
	case h.Link.Update:
		return b.newer(text.NewVersion)
	case !s.Kept:
		return kit.El("div.banner", kit.Icon("alert"), kit.El("span", text.NothingIsKept))
	}
	return kit.None()
}

// waits says that messages will be sent, or that they are lost with the page.
func (b *banner) waits(kept, lost text.Text) text.Text {
	if b.H.Eng.Status().Kept {
		return kept
	}
	return lost
}

func (b *banner) newer(sentence text.Text) app.UI {
	return kit.El("div.banner.banner--update", kit.Icon("retry"), kit.El("span", sentence),
		kit.El("button|type=button", text.Reload, kit.On("click", b.reload)))
}

func (b *banner) say(kind, iconName, sentence string, action text.Text) app.UI {
	return kit.El("div.banner", kit.Class(kind), kit.Icon(iconName), kit.El("span", sentence),
		kit.El("button|type=button", action, kit.On("click", b.connect)))
}

func (b *banner) connect(platform.Event) { b.H.Eng.Connect() }
func (b *banner) reload(platform.Event)  { platform.Update() }

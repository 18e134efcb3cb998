package ui

import (
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// banner says above everything how things stand with the server.
type banner struct {
	app.Compo
	V   *view
	Rev int
}

// live reports whether the page shows what the server has now.
func (v program) live() bool { return v.eng != nil && v.eng.Status().Phase == engine.PhaseLive }

// Render draws at most one line: of several, the one that matters most.
func (b *banner) Render() app.UI {
	return el("div.app__banner|role=status", b.line())
}

func (b *banner) line() app.UI {
	v := b.V
	if v.eng == nil {
		return none()
	}
	switch s := v.eng.Status(); {
	case s.Phase == engine.PhaseRefused && s.Reason != nil:
		return b.say("banner--danger", "alert", sentenceOf(s.Reason), text.ConnectAgain)
	case !platform.Online():
		return b.say("banner--offline", "wifi-off", said(text.YouAreOffline), text.RetryNow)
	case s.Outdated:
		return el("div.banner.banner--update", icon("retry"),
			el("span", text.OtherVersion),
			el("button|type=button", text.Reload, on("click", b.reload)))
	case v.lost && s.Reason == engine.ErrNoSocket:
		return b.say("banner--offline", "wifi-off", sentenceOf(s.Reason), text.RetryNow)
	case v.lost:
		return b.say("banner--offline", "wifi-off", said(text.ServerAway), text.RetryNow)
	case v.update:
		return el("div.banner.banner--update",
			icon("retry"), el("span", text.NewVersion), el("button|type=button", text.Reload, on("click", b.reload)))
	case !s.Kept:
		return el("div.banner",
			icon("alert"), el("span", text.NothingIsKept))
	}
	return none()
}

func (b *banner) say(kind, iconName, sentence string, action text.Text) app.UI {
	return el("div.banner", class(kind),
		icon(iconName), el("span", sentence), el("button|type=button", action, on("click", b.connect)))
}

func (b *banner) connect(app.Context, app.Event) { b.V.eng.Connect() }
func (b *banner) reload(app.Context, app.Event)  { platform.Update() }

package ui

import (
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
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
		return b.say("banner--danger", "alert", s.Reason.Message, "Connect again")
	case !platform.Online():
		return b.say("banner--offline", "wifi-off", "You are offline. Messages will be sent when you are back.", "Retry now")
	case s.Outdated:
		return el("div.banner.banner--update", icon("retry"),
			el("span", "The server now has another version than this page. Reload to go on. What you wrote is kept."),
			el("button|type=button", "Reload", on("click", b.reload)))
	case v.lost && s.Reason == engine.ErrNoSocket:
		return b.say("banner--offline", "wifi-off", s.Reason.Message, "Retry now")
	case v.lost:
		return b.say("banner--offline", "wifi-off", "The server cannot be reached. Messages will be sent when it is back.", "Retry now")
	case v.update:
		return el("div.banner.banner--update",
			icon("retry"), el("span", "A new version is ready."), el("button|type=button", "Reload", on("click", b.reload)))
	case !s.Kept:
		return el("div.banner",
			icon("alert"), el("span", "This browser keeps nothing: what waits to be sent is lost with this page."))
	}
	return none()
}

func (b *banner) say(kind, iconName, text, action string) app.UI {
	return el("div.banner", class(kind),
		icon(iconName), el("span", text), el("button|type=button", action, on("click", b.connect)))
}

func (b *banner) connect(app.Context, app.Event) { b.V.eng.Connect() }
func (b *banner) reload(app.Context, app.Event)  { platform.Update() }

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
func (v *view) live() bool { return v.eng != nil && v.eng.Status().Phase == engine.PhaseLive }

// Render draws at most one line: of several, the one that matters most.
func (b *banner) Render() app.UI {
	return app.Div().Class("app__banner").Role("status").Body(b.line())
}

func (b *banner) line() app.UI {
	v := b.V
	if v.eng == nil {
		return app.Div().Hidden(true)
	}
	switch s := v.eng.Status(); {
	case s.Phase == engine.PhaseRefused && s.Reason != nil:
		return b.say("banner--danger", "alert", s.Reason.Message, "Connect again")
	case !platform.Online():
		return b.say("banner--offline", "wifi-off", "You are offline. Messages will be sent when you are back.", "Retry now")
	case v.lost:
		return b.say("banner--offline", "wifi-off", "The server cannot be reached. Messages will be sent when it is back.", "Retry now")
	case v.update:
		return app.Div().Class("banner", "banner--update").Body(
			icon("retry"), app.Span().Text("A new version is ready."),
			app.Button().Type("button").Text("Reload").OnClick(b.reload))
	case !s.Kept:
		return app.Div().Class("banner").Body(
			icon("alert"), app.Span().Text("This browser keeps nothing: what waits to be sent is lost with this page."))
	}
	return app.Div().Hidden(true)
}

func (b *banner) say(class, iconName, text, action string) app.UI {
	return app.Div().Class("banner", class).Body(
		icon(iconName), app.Span().Text(text),
		app.Button().Type("button").Text(action).OnClick(b.connect))
}

func (b *banner) connect(app.Context, app.Event) { b.V.eng.Connect() }
func (b *banner) reload(app.Context, app.Event)  { platform.Update() }

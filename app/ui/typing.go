package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// typing says who is writing. Its line is reserved, so that nothing moves, and
// it is not read out.
type typing struct {
	app.Compo
	V   *view
	Rev int
}

// Render draws the line.
func (t *typing) Render() app.UI {
	names := t.V.typists()
	line := app.P().Class("typing").Aria("live", "off")
	if len(names) == 0 {
		return line
	}
	verb := " are typing"
	if len(names) == 1 {
		verb = " is typing"
	}
	return line.Body(
		app.Span().Class("typing__dots").Aria("hidden", "true").Body(app.I(), app.I(), app.I()),
		app.Span().Class("u-clip").Body(app.B().Text(nameList(names)), app.Text(verb)))
}

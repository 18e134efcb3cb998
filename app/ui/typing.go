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
	if len(names) == 0 {
		return el("p.typing|aria-live=off")
	}
	verb := " are typing"
	if len(names) == 1 {
		verb = " is typing"
	}
	return el("p.typing|aria-live=off",
		el("span.typing__dots|aria-hidden=true", el("i"), el("i"), el("i")),
		el("span.u-clip", el("b", nameList(names)), verb))
}

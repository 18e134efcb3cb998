package ui

import (
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

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
	return el("p.typing|aria-live=off",
		el("span.typing__dots|aria-hidden=true", el("i"), el("i"), el("i")),
		el("span.u-clip", sentence(typingText(names), "b")))
}

// typingText says who is writing, by name as long as they are few.
func typingText(names []string) text.Text {
	switch len(names) {
	case 1:
		return text.TypingOne(names[0])
	case 2:
		return text.TypingTwo(names[0], names[1])
	case 3:
		return text.TypingThree(names[0], names[1], names[2])
	}
	return text.TypingMany(names[0], names[1], len(names)-2)
}

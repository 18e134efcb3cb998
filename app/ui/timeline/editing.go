package timeline

import (
	"strconv"

	"github.com/confab/confab/app/platform"
)

// Editing marks the message that is being changed in the composer, named by its seq or, before it has one, by its
// cid; "" is none. show brings it into view.
func (t *Timeline) Editing(message string, show bool) {
	e := &t.edit
	if message != e.message {
		e.row().Attrs().SetClass("is-editing", false)
		e.message = message
	}
	e.mark()
	if show {
		t.at.bring(e.row())
	}
}

// editing is the message that is being changed.
type editing struct {
	t       *Timeline
	message string // its name, see Timeline.Editing
}

func (e *editing) mark() {
	if e.message != "" {
		e.row().Attrs().SetClass("is-editing", true)
	}
}

// row is the row of the message, if it is there.
func (e *editing) row() platform.Element {
	seq, err := strconv.ParseInt(e.message, 10, 64)
	for i, line := range e.t.lines {
		if line.kind == rowMessage && (line.key == e.message || err == nil && line.item.Event.Seq == seq) {
			return e.t.rows.At(i)
		}
	}
	return platform.Element{}
}

// bring scrolls a row into the middle of the window if it is not wholly in the window.
func (a *scroll) bring(row platform.Element) {
	if !row.OK() {
		return
	}
	window, at := a.t.scroller.Box(), row.Box()
	if at.Top < window.Top || at.Bottom > window.Bottom {
		a.t.scroller.Scroll().SetTop(a.t.scroller.Scroll().Top() + fromMiddle(window, at))
	}
}

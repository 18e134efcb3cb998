package host

import "github.com/confab/confab/app/platform"

// anchor is an element that the focus goes back to. The row of a message is drawn anew when the
// message changes, by an element of its own: then the focus goes to the new one.
type anchor struct {
	element platform.Element
	row     string // selector of the message's row that it is, or that it is in; empty: none
}

// anchorOf is the anchor of an element that is on the page.
func anchorOf(e platform.Element) anchor {
	row := e.Closest(".msg[data-seq], .msg[data-cid]")
	list := row.Closest("[id]:not(.msg)").Attrs().Get("id")
	if list == "" {
		return anchor{element: e}
	}
	for _, name := range []string{"data-cid", "data-seq"} {
		if id := row.Attrs().Get(name); id != "" {
			return anchor{e, "#" + list + " > [" + name + `="` + id + `"]`}
		}
	}
	return anchor{element: e}
}

// now is what the page has of it; nothing if it is gone.
func (a anchor) now() platform.Element {
	if a.row == "" || a.element.Connected() {
		return a.element
	}
	return platform.Query(a.row)
}

func (a anchor) Connected() bool { return a.now().Connected() }
func (a anchor) Focus()          { a.now().Focus() }

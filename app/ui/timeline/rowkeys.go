package timeline

import (
	"slices"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
)

// rowKeys does what keys ask of the rows.
type rowKeys struct{ t *Timeline }

// key moves between the messages and acts on the one that has the focus.
func (k rowKeys) key(e platform.Event) {
	if e.Alt() || e.Command() || e.Composing() {
		return
	}
	at := e.Target()
	if !at.Connected() {
		at = platform.Active() // the row was drawn anew meanwhile, and has the focus again
	}
	row := at.Closest(k.t.rowPath)
	if !row.OK() {
		return
	}
	if e.Key() == "Escape" && !at.Same(row) {
		e.PreventDefault()
		row.Focus() // from a button of the row to the row
		return
	}
	if !at.Same(row) && e.Key() != "ArrowUp" && e.Key() != "ArrowDown" {
		k.toolKey(e, at)
		return
	}
	if !k.moveKey(e, row) && !k.actKey(e, row) {
		return
	}
	e.PreventDefault()
}

// moveKey moves to another message.
func (k rowKeys) moveKey(e platform.Event, row platform.Element) bool {
	switch e.Key() {
	case "ArrowUp":
		k.t.focus.focusRow(k.beside(row, -1))
	case "ArrowDown":
		k.t.focus.focusRow(k.beside(row, 1))
	case "Home":
		k.t.focus.focusRow(k.from(0, 1))
	case "End":
		k.t.focus.focusRow(k.from(k.t.rows.Len()-1, -1))
	case "Escape":
		k.t.h.Verbs.Compose()
	case "Enter":
		return k.t.hands.unfold(row)
	default:
		return false
	}
	return true
}

// actKey does what a letter stands for.
func (k rowKeys) actKey(e platform.Event, row platform.Element) bool {
	it := k.t.itemAt(row)
	if !canBeActedOn(it) {
		return false
	}
	for i := range messageActions {
		if a := &messageActions[i]; slices.Contains(a.keys, e.Key()) {
			k.t.hands.act(a.name, it, row)
			return true
		}
	}
	return false
}

// toolKey moves between the buttons of the toolbar.
func (k rowKeys) toolKey(e platform.Event, at platform.Element) {
	if !k.t.focus.tools.Contains(at) {
		return
	}
	by := 0
	switch e.Key() {
	case "ArrowRight":
		by = host.Rightward()
	case "ArrowLeft":
		by = -host.Rightward()
	default:
		return
	}
	e.PreventDefault()
	buttons := k.t.focus.tools.Buttons()
	for i, b := range buttons {
		if b.Same(at) {
			buttons[(i+by+len(buttons))%len(buttons)].Focus()
			return
		}
	}
}

// beside is the next message in a direction; the row itself at the edge.
func (k rowKeys) beside(row platform.Element, by int) platform.Element {
	for i := range k.t.rows.Len() {
		if !k.t.rows.At(i).Same(row) {
			continue
		}
		if next := k.from(i+by, by); next.OK() {
			return next
		}
	}
	return row
}

// from is the first message at or behind a place, in a direction.
func (k rowKeys) from(i, by int) platform.Element {
	for ; i >= 0 && i < k.t.rows.Len(); i += by {
		if row := k.t.rows.At(i); row.Closest(".msg").OK() {
			return row
		}
	}
	return platform.Element{}
}

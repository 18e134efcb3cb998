package ui

import (
	"slices"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/wire"
)

// rowKeys does what keys ask of the rows.
type rowKeys struct{ *timeline }

// key moves between the messages and acts on the one that has the focus.
func (t rowKeys) key(e platform.Event) {
	if e.Alt() || e.Command() || e.Composing() {
		return
	}
	row := e.Target().Closest("#" + logID + " > .msg")
	if !row.OK() {
		return
	}
	if e.Key() == "Escape" && !e.Target().Same(row) {
		e.PreventDefault()
		row.Focus() // from a button of the row to the row
		return
	}
	if !e.Target().Same(row) && e.Key() != "ArrowUp" && e.Key() != "ArrowDown" {
		t.toolKey(e)
		return
	}
	if !t.moveKey(e, row) && !t.actKey(e, row) {
		return
	}
	e.PreventDefault()
}

// moveKey moves to another message.
func (t rowKeys) moveKey(e platform.Event, row platform.Element) bool {
	switch e.Key() {
	case "ArrowUp":
		t.focusRow(t.beside(row, -1))
	case "ArrowDown":
		t.focusRow(t.beside(row, 1))
	case "Home":
		t.focusRow(t.from(0, 1))
	case "End":
		t.focusRow(t.from(t.rows.Len()-1, -1))
	case "Escape":
		t.v.focusComposer()
	default:
		return false
	}
	return true
}

// actKey does what a letter stands for.
func (t rowKeys) actKey(e platform.Event, row platform.Element) bool {
	it := t.itemAt(row)
	if it == nil || it.Event.Kind != wire.KindMessage || it.Event.Seq == 0 || it.Deleted() {
		return false
	}
	for i := range messageActions {
		if a := &messageActions[i]; slices.Contains(a.keys, e.Key()) {
			t.act(a.name, it, row)
			return true
		}
	}
	return false
}

// toolKey moves between the buttons of the toolbar.
func (t rowKeys) toolKey(e platform.Event) {
	if !t.tools.Contains(e.Target()) {
		return
	}
	by := 0
	switch e.Key() {
	case "ArrowRight":
		by = rightward()
	case "ArrowLeft":
		by = -rightward()
	default:
		return
	}
	e.PreventDefault()
	buttons := t.tools.Buttons()
	for i, b := range buttons {
		if b.Same(e.Target()) {
			buttons[(i+by+len(buttons))%len(buttons)].Focus()
			return
		}
	}
}

// beside is the next message in a direction; the row itself at the edge.
func (t rowKeys) beside(row platform.Element, by int) platform.Element {
	for i := range t.rows.Len() {
		if !t.rows.At(i).Same(row) {
			continue
		}
		if next := t.from(i+by, by); next.OK() {
			return next
		}
	}
	return row
}

// from is the first message at or behind a place, in a direction.
func (t rowKeys) from(i, by int) platform.Element {
	for ; i >= 0 && i < t.rows.Len(); i += by {
		if row := t.rows.At(i); row.Closest(".msg").OK() {
			return row
		}
	}
	return platform.Element{}
}

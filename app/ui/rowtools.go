package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// toolbar is the HTML of the tools. There is one on the page, which moves to
// the message that is active.
func toolbar() string {
	var b rowhtml.Builder
	b.Start(rowhtml.Div).Attr(rowhtml.Class, "msg__tools").Attr(rowhtml.Role, "toolbar").Attr(rowhtml.AriaLabel, said(text.MessageActions))
	for _, char := range quickReactions {
		b.Start(rowhtml.Button).Attr(rowhtml.Class, "iconbtn iconbtn--emoji").Attr(rowhtml.Type, "button")
		b.Attr(rowhtml.AriaLabel, said(text.ReactWith(emojiLabel(char)))).Attr(rowhtml.Title, emojiLabel(char))
		b.Attr(rowhtml.DataAction, "react").Attr(rowhtml.DataEmoji, char).Text(char).End()
	}
	for _, a := range messageActions {
		if a.in&inTools == 0 {
			continue
		}
		label := said(a.label)
		b.Start(rowhtml.Button).Attr(rowhtml.Class, "iconbtn").Attr(rowhtml.Type, "button")
		b.Attr(rowhtml.AriaLabel, label).Attr(rowhtml.Title, label).Attr(rowhtml.DataAction, a.name).Icon(a.icon).End()
	}
	return b.String()
}

// rowFocus keeps the active row: the one with the tools and the keyboard's focus.
type rowFocus struct{ *timeline }

// activate puts the tools on a row.
func (t rowFocus) activate(row platform.Element) {
	if row.Same(t.active) && t.tools.Connected() {
		return
	}
	it := t.itemAt(row)
	if it == nil || it.Event.Kind != wire.KindMessage || it.Deleted() || it.Event.Seq == 0 {
		t.leaveTools()
		t.active = row
		return
	}
	if !t.tools.OK() {
		t.tools = platform.Part(toolbar())
	}
	t.leaveTools()
	t.active = row
	for i := range messageActions {
		if a := &messageActions[i]; a.in&inTools != 0 {
			t.tools.Query(`[data-action="` + a.name + `"]`).Attrs().SetHidden(!t.v.allows(a, it))
		}
	}
	row.Append(t.tools)
}

// leaveTools takes the tools off the row they are on.
func (t rowFocus) leaveTools() {
	t.tools.Detach()
	t.active.Attrs().SetClass("is-active", false)
}

// leaveRow makes no row the active one.
func (t rowFocus) leaveRow() {
	t.leaveTools()
	t.active = platform.Element{}
	t.rows.Attrs().Set("tabindex", "0")
}

// focusRow gives a row the focus and makes it the one tab stop of the list.
func (t rowFocus) focusRow(row platform.Element) {
	if !row.OK() {
		return
	}
	for i := range t.rows.Len() {
		t.rows.At(i).Attrs().Remove("tabindex")
	}
	t.rows.Attrs().Set("tabindex", "-1")
	row.Attrs().Set("tabindex", "0")
	t.activate(row)
	row.Attrs().SetClass("is-active", true)
	row.Focus()
	row.Show("nearest")
}

// focusMark says where the focus was among the rows, to put it back after a
// row was replaced.
type focusMark struct {
	key    string // of the row; "": not among the rows
	action string // of the button in it
	tools  bool   // the tools were on this row
}

// focused notes where focus and tools are.
func (t rowFocus) focused() focusMark {
	mark := focusMark{}
	row := t.active
	now := platform.Active()
	if t.rows.Contains(now) {
		row = now.Closest("#" + logID + " > *")
		mark.action = now.Attrs().Get("data-action")
	} else if !t.tools.Connected() {
		return mark
	}
	mark.tools = t.tools.Connected()
	for i := range t.rows.Len() {
		if t.rows.At(i).Same(row) && i < len(t.shown) {
			mark.key = t.shown[i].key
		}
	}
	if !t.rows.Contains(now) {
		mark.action = "-"
	}
	return mark
}

// refocus puts focus and tools back.
func (t rowFocus) refocus(mark focusMark) {
	if mark.key == "" || t.active.Connected() && (mark.action == "-" || t.rows.Contains(platform.Active())) {
		if !t.active.Connected() {
			t.active = platform.Element{}
			t.tools.Detach()
		}
		return
	}
	for i, it := range t.shown {
		if it.key != mark.key {
			continue
		}
		row := t.rows.At(i)
		t.active = platform.Element{}
		if mark.action == "-" {
			t.activate(row)
			return
		}
		t.focusRow(row)
		if mark.action != "" {
			row.Query(`[data-action="` + mark.action + `"]`).Focus()
		}
		return
	}
	t.leaveRow()
}

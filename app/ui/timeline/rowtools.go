package timeline

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
)

// toolbar is the HTML of the tools. There is one on the page, which moves to
// the message that is active.
func toolbar() string {
	var b rowhtml.Builder
	b.Start(rowhtml.Div).Attr(rowhtml.Class, "msg__tools").Attr(rowhtml.Role, "toolbar")
	b.Attr(rowhtml.AriaLabel, host.Said(text.MessageActions))
	for _, char := range kit.QuickReactions {
		b.Start(rowhtml.Button).Attr(rowhtml.Class, "iconbtn iconbtn--emoji").Attr(rowhtml.Type, "button")
		b.Attr(rowhtml.AriaLabel, host.Said(text.ReactWith(kit.EmojiLabel(char)))).Attr(rowhtml.Title, kit.EmojiLabel(char))
		b.Attr(rowhtml.DataAction, "react").Attr(rowhtml.DataEmoji, char).Text(char).End()
	}
	for _, a := range messageActions {
		if a.in&inTools == 0 {
			continue
		}
		label := host.Said(a.label)
		b.Start(rowhtml.Button).Attr(rowhtml.Class, "iconbtn").Attr(rowhtml.Type, "button")
		b.Attr(rowhtml.AriaLabel, label).Attr(rowhtml.Title, label).Attr(rowhtml.DataAction, a.name).Icon(a.icon).End()
	}
	return b.String()
}

// rowFocus keeps the active row: the one with the tools and the keyboard's focus.
type rowFocus struct {
	t      *Timeline
	active platform.Element // the row the tools and the keyboard are on
	tools  platform.Element
}

// activate puts the tools on a row.
func (f *rowFocus) activate(row platform.Element) {
	if row.Same(f.active) && f.tools.Connected() {
		return
	}
	keepWhole(row)
	it := f.t.itemAt(row)
	if !canBeActedOn(it) {
		f.leaveTools()
		f.active = row
		return
	}
	if !f.tools.OK() {
		f.tools = platform.Part(toolbar())
	}
	f.leaveTools()
	f.active = row
	row.Attrs().SetClass("is-active", true)
	for i := range messageActions {
		if a := &messageActions[i]; a.in&inTools != 0 {
			f.tools.Query(`[data-action="` + a.name + `"]`).Attrs().SetHidden(!allows(f.t.h, a, it))
		}
	}
	row.Append(f.tools)
}

// keepWhole shows what reaches beyond a row, from now on: a row in view that the browser may leave out
// again counts as moved.
func keepWhole(row platform.Element) { row.Attrs().SetClass("is-whole", true) }

// leaveTools takes the tools off the row they are on.
func (f *rowFocus) leaveTools() {
	f.tools.Detach()
	f.active.Attrs().SetClass("is-active", false)
}

// leaveRow makes no row the active one.
func (f *rowFocus) leaveRow() {
	f.leaveTools()
	f.active = platform.Element{}
	f.t.rows.Attrs().Set("tabindex", "0")
}

// focusRow gives a row the focus and makes it the one tab stop of the list.
func (f *rowFocus) focusRow(row platform.Element) {
	if !row.OK() {
		return
	}
	for i := range f.t.rows.Len() {
		f.t.rows.At(i).Attrs().Remove("tabindex")
	}
	f.t.rows.Attrs().Set("tabindex", "-1")
	row.Attrs().Set("tabindex", "0")
	f.activate(row)
	row.Attrs().SetClass("is-active", true) // without tools, too
	row.Focus()
	row.Show("nearest")
}

// replace draws a row anew. The tab stop of the list stays on it if it was there: without it the row could not
// have the focus again.
func (f *rowFocus) replace(i int, html string) {
	stop := f.t.rows.At(i).Attrs().Get("tabindex")
	f.t.rows.Replace(i, html)
	if stop != "" {
		f.t.rows.At(i).Attrs().Set("tabindex", stop)
	}
}

// remove takes n rows away. If one of them was the tab stop, the list itself is.
func (f *rowFocus) remove(at, n int) {
	for i := range n {
		if f.t.rows.At(at+i).Attrs().Get("tabindex") != "" {
			f.t.rows.Attrs().Set("tabindex", "0")
		}
	}
	f.t.rows.Remove(at, n)
}

// focusMark says which row was active, and where in it the focus was, to put both back after the row was replaced.
type focusMark struct {
	key    string // of the row; "": none
	action string // selects the button in it that had the focus; "": it was none
	away   bool   // the focus was not among the rows
}

// focused notes where focus and tools are.
func (f *rowFocus) focused() focusMark {
	mark, row, now := focusMark{}, f.active, platform.Active()
	if mark.away = !f.t.rows.Contains(now); !mark.away {
		row = now.Closest("#" + f.t.logID + " > *")
		mark.action = selectorOf(now)
	}
	if !row.OK() {
		return focusMark{}
	}
	for i := range f.t.rows.Len() {
		if f.t.rows.At(i).Same(row) && i < len(f.t.shown) {
			mark.key = f.t.shown[i].key
		}
	}
	return mark
}

// selectorOf returns a selector of a button within its row.
func selectorOf(button platform.Element) string {
	selector := ""
	for _, name := range []string{"data-action", "data-ref", "data-emoji"} {
		if value := button.Attrs().Get(name); value != "" {
			selector += "[" + name + "=" + strconv.Quote(value) + "]"
		}
	}
	return selector
}

// refocus puts focus and tools back.
func (f *rowFocus) refocus(mark focusMark) {
	if mark.key == "" || f.active.Connected() && (mark.away || f.t.rows.Contains(platform.Active())) {
		if !f.active.Connected() {
			f.active = platform.Element{}
			f.tools.Detach()
		}
		return
	}
	for i, it := range f.t.shown {
		if it.key != mark.key {
			continue
		}
		row := f.t.rows.At(i)
		f.active = platform.Element{}
		if mark.away {
			f.activate(row)
			return
		}
		f.focusRow(row)
		if mark.action != "" {
			row.Query(mark.action).Focus()
		}
		return
	}
	f.leaveRow()
}

// enter puts the focus on the active row, or else on the last message.
func (f *rowFocus) enter() bool {
	row := f.active
	if !row.Connected() {
		row = f.t.keys.from(f.t.rows.Len()-1, -1)
	}
	f.focusRow(row)
	return row.OK()
}

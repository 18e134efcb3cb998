package ui

import "github.com/confab/confab/app/platform"

// keyboard takes the keys that work everywhere.
type keyboard struct{ *view }

// shortcut takes the keys that work everywhere, before anything else hears of
// them.
func (v keyboard) shortcut(e platform.Event) {
	if e.Composing() || v.eng == nil {
		return
	}
	key := e.Key()
	taken := true
	switch {
	case key == "Escape" && v.over != nil:
		e.StopPropagation()
		v.close()
	case e.Command() && !e.Shift() && !e.Alt() && (key == "k" || key == "K"):
		if p, ok := v.over.(*paletteSpec); ok && p != nil {
			v.close()
		} else {
			v.openPalette()
		}
	case e.Command() && key == "/":
		v.open(&keysDialog{})
	case v.over != nil && v.over.modal():
		taken = false
	case e.Alt() && !e.Command() && key == "ArrowUp":
		v.step(-1, e.Shift())
	case e.Alt() && !e.Command() && key == "ArrowDown":
		v.step(1, e.Shift())
	case key == "F6":
		v.nextRegion(e.Shift())
	default:
		taken = false
		v.typeAnywhere(e, key)
	}
	if taken {
		e.PreventDefault()
	}
}

// typeAnywhere sends letters typed into nothing to the composer.
func (v keyboard) typeAnywhere(e platform.Event, key string) {
	if len(key) != 1 || key == " " || e.Command() || e.Alt() || v.over != nil || platform.Active().OK() {
		return
	}
	v.focusComposer()
}

// escape is what the Escape key does when nothing else has taken it: it closes
// what lies over the room, then marks the room as read.
func (v keyboard) escape(e platform.Event) {
	if e.Key() != "Escape" || e.Prevented() || e.Composing() || v.eng == nil {
		return
	}
	switch {
	case v.drawer:
		v.setDrawer(false)
	case v.panel && (overlaid() || platform.ByID("members").Contains(platform.Active())):
		v.setPanel(false)
	default:
		if r, ok := v.here(); ok {
			v.eng.MarkRead(r.ID, r.Top)
			v.eng.ClearDivider(r.ID)
			v.line.toEnd()
		}
	}
}

// regions are what F6 goes through, in order.
func (v keyboard) regions() []func() bool {
	enter := func(e platform.Element) bool {
		e.Focus()
		return e.OK()
	}
	return []func() bool{
		func() bool {
			if narrow() {
				return false
			}
			link := platform.Query(".sidebar .roomlink[aria-current]")
			if !link.OK() {
				link = platform.Query(".sidebar .roomlink")
			}
			return enter(link)
		},
		func() bool {
			row := v.line.active
			if !row.Connected() {
				row = v.line.from(v.line.rows.Len()-1, -1)
			}
			v.line.focusRow(row)
			return row.OK()
		},
		func() bool { return enter(platform.ByID(composerID)) },
		func() bool { return v.panel && enter(platform.ByID("member-search")) },
	}
}

// region is the index of the region that has the focus, -1 for none.
func region(now platform.Element) int {
	for i, id := range []string{"sidebar", timelineID, composerID, "members"} {
		if platform.ByID(id).Contains(now) {
			return i
		}
	}
	return -1
}

func (v keyboard) nextRegion(back bool) {
	all := v.regions()
	by := 1
	if back {
		by = -1
	}
	for i, at := 0, region(platform.Active()); i < len(all); i++ {
		at = (at + by + len(all)) % len(all)
		if all[at]() {
			return
		}
	}
}

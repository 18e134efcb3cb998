package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
)

// keyboard takes the keys that work everywhere.
type keyboard struct{ p *page }

// list opens the list of keys.
func (k *keyboard) list() {
	k.p.h.Overlays.Open(&keysDialog{kit.DialogState{H: k.p.h}})
}

// shortcut takes the keys that work everywhere, before anything else hears of
// them.
func (k *keyboard) shortcut(e platform.Event) {
	h := k.p.h
	if e.Composing() || h.Eng == nil {
		return
	}
	key := e.Key()
	taken := true
	switch {
	case key == "Escape" && h.Overlays.Any():
		e.StopPropagation()
		h.Overlays.Close()
	case e.Command() && !e.Shift() && !e.Alt() && (key == "k" || key == "K"):
		k.p.nav.Jump()
	case e.Command() && key == "/":
		if _, open := h.Overlays.Top().(*keysDialog); !open {
			k.list()
		}
	case h.Overlays.Modal():
		taken = false
	case e.Alt() && !e.Command() && key == "ArrowUp":
		k.p.nav.Step(-1, e.Shift())
	case e.Alt() && !e.Command() && key == "ArrowDown":
		k.p.nav.Step(1, e.Shift())
	case key == "F6":
		k.nextRegion(e.Shift())
	default:
		taken = false
		k.typeAnywhere(e, key)
	}
	if taken {
		e.PreventDefault()
	}
}

// typeAnywhere sends letters typed into nothing to the composer.
func (k *keyboard) typeAnywhere(e platform.Event, key string) {
	if len(key) != 1 || key == " " || e.Command() || e.Alt() || k.p.h.Overlays.Any() || platform.Active().OK() {
		return
	}
	k.p.write.Focus()
}

// escape is what the Escape key does when nothing else has taken it: it closes
// what lies over the room, then marks the room as read.
func (k *keyboard) escape(e platform.Event) {
	h := k.p.h
	if e.Key() != "Escape" || e.Prevented() || e.Composing() || h.Eng == nil {
		return
	}
	switch {
	case h.Drawer:
		h.SetDrawer(false)
	case h.Panel != "" && (host.Overlaid() || platform.ByID(h.Panel).Contains(platform.Active())):
		h.ShowPanel("")
	default:
		if r, ok := h.State.Room(h.Here()); ok {
			h.Eng.MarkRead(r.ID, r.Top)
			h.Eng.ClearDivider(r.ID)
			k.p.line.ToEnd()
		}
	}
}

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
	if _, open := k.p.h.Overlays.Top().(*keysDialog); !open {
		k.p.h.Overlays.Open(&keysDialog{kit.DialogState{H: k.p.h}})
	}
}

// shortcut takes the keys that work everywhere, before anything else hears of
// them.
func (k *keyboard) shortcut(e platform.Event) {
	h := k.p.h
	if e.Composing() || h.Eng == nil {
		return
	}
	key, command, alt := e.Key(), e.Command(), e.Alt()
	if len(key) == 1 && !command && !alt { // most keys write a letter
		k.typeAnywhere(key)
		return
	}
	k.notice(e)
	if key == "Escape" && h.Overlays.Any() {
		e.StopPropagation()
		e.PreventDefault()
		h.Overlays.Close()
		return
	}
	switch s := shortcutOf(pressed(key, command, alt, e.Shift())); {
	case s == nil || !s.over && h.Overlays.Modal():
	case s.try == nil:
		e.PreventDefault()
		s.do(k.p)
	case s.try(k.p):
		e.PreventDefault()
	}
}

// notice finds out that there is a keyboard besides the one on the screen: by keys that this does not have.
func (k *keyboard) notice(e platform.Event) {
	if k.p.h.Keyboard || e.Code() == "" {
		return
	}
	real := e.Command() || e.Alt()
	switch e.Key() {
	case "Tab", "Escape", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "F6":
		real = true
	}
	if real {
		k.p.h.Keyboard = true
		k.p.h.Raise(host.Hands)
	}
}

// typeAnywhere sends letters typed into nothing to the composer.
func (k *keyboard) typeAnywhere(key string) {
	if key != " " && !k.p.h.Overlays.Any() && !platform.Active().OK() {
		k.p.write.Focus()
	}
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

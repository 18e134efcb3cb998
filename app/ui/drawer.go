package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
)

// drawer opens and closes the list of rooms by a finger, on a phone: it follows the finger from anywhere on
// the room, since the edge of the screen belongs to the browser on many phones.
type drawer struct {
	p     *page
	swipe kit.Swipe
	wide  float64
	stop  []func() // ends listening to the finger
}

// down is told that a finger has come down.
func (d *drawer) down(e platform.Event) {
	h := d.p.h
	if !e.Touch() || !e.Primary() || !host.Narrow() || h.Overlays.Any() || h.Panel != "" {
		return
	}
	if !h.Drawer && e.Target().Closest("pre,input,textarea").OK() {
		return
	}
	d.end()
	d.swipe.Begin(kit.Finger(e))
	on := func(kind string, f func(platform.Event)) {
		d.stop = append(d.stop, platform.Root().Listen(kind, true, func(e platform.Event) {
			if e.Primary() {
				h.Post(func() { f(e) })
			}
		}))
	}
	on("pointermove", d.move)
	on("pointerup", d.lifted)
	on("pointercancel", func(platform.Event) { d.end() })
}

func (d *drawer) move(e platform.Event) {
	if d.swipe.Move(kit.Finger(e)) {
		if d.swipe.By() > 0 == d.p.h.Drawer {
			d.swipe.Drop()
			return
		}
		box := platform.ByID(host.SidebarID).Box()
		d.wide = max(1, box.Right-box.Left)
	}
	if d.swipe.Moving() {
		d.draw()
	}
}

// at is how far the list is open, from 0 to 1.
func (d *drawer) at() float64 {
	from := 0.0
	if d.p.h.Drawer {
		from = 1
	}
	return min(1, max(0, from+d.swipe.By()/d.wide))
}

func (d *drawer) draw() {
	at, list, scrim := d.at(), platform.ByID(host.SidebarID), platform.Query(".app__scrim")
	list.Attrs().Shift((at - 1) * d.wide * float64(host.Rightward()))
	list.Attrs().Hold("visibility", "visible")
	list.Attrs().Hold("transition", "none")
	scrim.Attrs().Hold("opacity", platform.Decimal(at))
	scrim.Attrs().Hold("transition", "none")
}

// lifted opens or closes the list.
func (d *drawer) lifted(e platform.Event) {
	if d.swipe.Moving() {
		d.p.h.SetDrawer(d.swipe.Lifted(d.at(), e.Time()))
		d.p.h.AfterFrame(d.end)
		return
	}
	d.end()
}

// end leaves the list to the style sheet again: it goes to where it belongs from where it is.
func (d *drawer) end() {
	for _, stop := range d.stop {
		stop()
	}
	d.stop = nil
	if !d.swipe.Moving() {
		d.swipe.Drop()
		return
	}
	d.swipe.Drop()
	list, scrim := platform.ByID(host.SidebarID), platform.Query(".app__scrim")
	for _, property := range []string{"translate", "visibility", "transition"} {
		list.Attrs().Hold(property, "")
	}
	scrim.Attrs().Hold("opacity", "")
	scrim.Attrs().Hold("transition", "")
}

package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
)

// back has the browser's Back close what is open on a screen that is touched: on phones it is the way to
// close things. At a desk it stays the way to the page before.
type back struct {
	p     *page
	told  int              // how much the browser knows to be open; -1: what was open before a reload
	tell  func(layers int) // tells it
	touch func() bool      // whether fingers are the main way in
	over  func() bool      // whether a panel lies over the room
}

func (b *back) init(p *page) {
	*b = back{p: p, told: -1, tell: platform.ShowLayers, touch: host.Touch, over: host.Overlaid}
}

// open is how much of what is open lies over the room.
func (b *back) open() int {
	h := b.p.h
	n := h.Overlays.Depth()
	if h.Drawer {
		n++
	}
	if n == 0 && h.Panel == "" || !b.touch() {
		return 0
	}
	if h.Panel != "" && b.over() {
		n++
	}
	return n
}

// follow tells the browser what has been opened or closed. It is called whenever anything is drawn.
func (b *back) follow() {
	if n := b.open(); n != b.told {
		b.told = n
		b.tell(n)
	}
}

// close closes the uppermost things: the browser has gone back that far.
func (b *back) close(n int) {
	h := b.p.h
	b.told -= n
	for range n {
		switch {
		case h.Overlays.Any():
			h.Overlays.Close()
		case h.Drawer:
			h.SetDrawer(false)
		default:
			h.ShowPanel("")
		}
	}
	h.Raise(host.Stack) // to compare what is open now with what the browser knows
}

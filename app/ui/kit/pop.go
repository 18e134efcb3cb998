package kit

import "github.com/confab/confab/app/platform"

// Over places a popover above what it hangs on, or below if there is no room, and within the window.
func Over(pop, hook platform.Element) {
	at, size := hook.Box(), pop.Box()
	width, height := platform.Viewport()
	w, h := size.Right-size.Left, size.Bottom-size.Top
	top := at.Top - 4 - h
	if top < 8 {
		top = min(at.Bottom+4, height-8-h)
	}
	pop.Place(max(8, min((at.Left+at.Right-w)/2, width-8-w)), max(8, top))
}

// Below places a popover below what it hangs on, or above if there is no room, and within the window: its
// start edge under that of the other or, with end, its end edge.
func Below(pop platform.Element, at platform.Box, end bool) {
	size := pop.Box()
	width, height := platform.Viewport()
	w, h := size.Right-size.Left, size.Bottom-size.Top
	left := at.Left
	if end != platform.Language().RTL {
		left = at.Right - w
	}
	top := at.Bottom + 4
	if top+h > height-8 {
		top = max(8, at.Top-4-h)
	}
	pop.Place(min(max(8, left), width-8-w), top)
}

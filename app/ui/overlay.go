package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// overlay is what lies over the page: a menu, a dialog, the palette, the emoji
// picker. At most one is open.
type overlay interface {
	// draw returns the component that shows it.
	draw(v *view, rev int) app.UI
	// modal reports whether the page behind it is out of reach.
	modal() bool
}

// stage opens and closes what lies over the page and beside the room.
type stage struct{ *view }

// overlayHost has the place of the overlay, behind the page.
type overlayHost struct {
	app.Compo
	V   *view
	Rev int
}

// Render shows the open overlay.
func (h *overlayHost) Render() app.UI {
	if _, people := h.V.over.(*paletteSpec); !people {
		h.V.shows(partOverlay)
	}
	if h.V.over == nil {
		return el("div|id=overlays")
	}
	return el("div|id=overlays", h.V.over.draw(h.V, h.Rev))
}

// open shows an overlay in the place of the one that is open, if any. The
// focus returns to where it was when the last one closes.
func (v stage) open(o overlay) {
	if v.over == nil {
		v.before = platform.Active()
	}
	v.over = o
	v.overID++
	v.touch(partOverlay, partShell, partBar, partSidebar)
}

// close takes the overlay down and gives the focus back.
func (v stage) close() {
	if v.over == nil {
		return
	}
	v.over = nil
	v.touch(partOverlay, partShell, partBar, partSidebar)
	before := v.before
	v.afterFrame(func() {
		if before.Connected() {
			before.Focus()
		} else if !touch() {
			v.focusComposer()
		}
	})
}

// closed takes the overlay down if it is still o: for answers that come after
// the person has moved on.
func (v stage) closed(o overlay) {
	if v.over == o {
		v.close()
	}
}

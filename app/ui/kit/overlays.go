package kit

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// overlays has the place of the overlays, behind the page.
type overlays struct {
	app.Compo
	H   *host.Host
	Rev int
}

// Overlays draws what lies over the page.
func Overlays(h *host.Host) app.UI { return &overlays{H: h, Rev: h.Rev(host.Layers)} }

// Render shows the overlays that are open.
func (o *overlays) Render() app.UI {
	return El("div|id=overlays", o.H.Overlays.Draw(func(inert bool, over app.UI) app.UI {
		return El("div", K("inert"), inert, over)
	}))
}

// Package settings is the page on which people set what is theirs.
package settings

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// page is the sheet in the place of a room.
type page struct {
	app.Compo
	H   *host.Host
	Rev int
}

// Page draws the page.
func Page(h *host.Host) app.UI { return &page{H: h, Rev: h.Rev(host.Place)} }

// Render draws the head and what can be set.
func (p *page) Render() app.UI {
	return kit.El("main.sheet.page|aria-labelledby=settings-name",
		kit.El("header.bar",
			kit.El("span.bar__nav", kit.IconButton("menu", text.OpenRooms, kit.K("id"), "drawer-button",
				kit.K("aria-controls"), host.SidebarID, kit.K("aria-expanded"), kit.Yes(p.H.Drawer), kit.On("click", p.drawer))),
			kit.El("div.bar__stack", kit.El("h1.bar__title|id=settings-name", kit.El("span", text.Settings)))),
		kit.El("div.page__body|tabindex=0|role=region", kit.K("aria-label"), text.Settings,
			kit.El("div.page__col", kit.El("p|role=status", text.NothingToSet))))
}

func (p *page) drawer(platform.Event) { p.H.SetDrawer(!p.H.Drawer) }

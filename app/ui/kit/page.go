package kit

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Page draws the sheet of a page in the place of a room: its head, and below it, in a column that
// scrolls, its parts.
func Page(h *host.Host, title text.Text, parts ...any) app.UI {
	drawer := func(platform.Event) { h.SetDrawer(!h.Drawer) }
	return El("main.sheet.page|aria-labelledby=page-name",
		El("header.bar",
			El("span.bar__nav", IconButton("menu", text.OpenRooms, K("id"), "drawer-button",
				K("aria-controls"), host.SidebarID, K("aria-expanded"), Yes(h.Drawer), On("click", drawer))),
			El("div.bar__stack", El("h1.bar__title|id=page-name", El("span", title)))),
		El("div.page__body|tabindex=0|role=region", K("id"), host.PageID, K("aria-label"), title,
			El("div.page__col", parts...)))
}

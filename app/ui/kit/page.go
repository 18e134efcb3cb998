package kit

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Frame is what stands around the parts of a page.
type Frame struct {
	Title text.Text
	Up    func(platform.Event) // leads back to the list that the page was chosen from, on a phone
	End   app.UI               // at the end of the head
	Nav   app.UI               // beside the parts
	Class Class
}

// Page draws the sheet of a page in the place of a room: its head, and below it, in a column that
// scrolls, its parts.
func Page(h *host.Host, title text.Text, parts ...any) app.UI {
	return Framed(h, Frame{Title: title}, parts...)
}

// Framed draws the sheet of a page that has more around its parts.
func Framed(h *host.Host, f Frame, parts ...any) app.UI {
	drawer := func(platform.Event) { h.SetDrawer(!h.Drawer) }
	var up, end app.UI
	if f.Up != nil {
		up = El("span.page__up", IconButton("back", text.Back, On("click", f.Up)))
	}
	if f.End != nil {
		end = El("div.bar__end", f.End)
	}
	return El("main.sheet.page|aria-labelledby=page-name", f.Class,
		El("header.bar",
			up,
			El("span.bar__nav", IconButton("menu", text.OpenRooms, K("id"), "drawer-button",
				K("aria-controls"), host.SidebarID, K("aria-expanded"), Yes(h.Drawer), On("click", drawer))),
			El("div.bar__stack", El("h1.bar__title|id=page-name", El("span", f.Title))), end),
		f.Nav,
		El("div.page__body|tabindex=0|role=region", K("id"), host.PageID, K("aria-label"), f.Title,
			El("div.page__col", parts...)))
}

package host

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/route"
)

// The regions of the page that have an id, in the order in which F6 goes through them. The
// static page has the same ids.
const (
	SidebarID  = "sidebar"
	BarID      = "bar"
	TimelineID = "timeline"
	PageID     = "page" // what can be scrolled on a page that is not a room
	ComposerID = "composer"
)

// The names of the panels.
const (
	PanelMembers = "members" // who is in the room
	PanelPins    = "pins"    // what is pinned in it
	PanelThread  = "thread"  // a thread
)

// Go opens a page of the program, as a link does.
func (h *Host) Go(path string) {
	h.Overlays.Clear()
	if to := route.Parse(path); to.Head == h.Route.Head && to.Room == h.Route.Room && to.Section == h.Route.Section && to.Seq == 0 {
		h.CloseDrawer()
		return
	}
	if h.frame.on {
		h.frame.ctx.Navigate(path)
	}
	// If go-app takes the address for the one it has, it does nothing.
	h.Replace(path)
}

// Replace opens a page of the program in the place of the one that is open, in the
// browser's history, too.
func (h *Host) Replace(path string) {
	h.Overlays.Clear()
	platform.ReplacePath(path)
	h.Verbs.Arrive(path)
}

// LeaveMessage takes the message out of the address, which then is that of the room.
func (h *Host) LeaveMessage() {
	if h.Route.Room != "" && h.Route.Seq != 0 {
		h.Route.Seq = 0
		platform.ReplacePath(route.To(h.Route.Room, 0))
	}
}

// ShowPanel opens a panel beside the room; "" closes the one that is open.
func (h *Host) ShowPanel(name string) {
	if h.Panel == name {
		return
	}
	if h.Panel == "" {
		h.beside = h.Overlays.focus()
	}
	h.Panel = name
	h.Raise(Place)
	if name != "" {
		return // it takes the focus when it is in the page
	}
	h.AfterFrame(func() {
		if h.beside != nil && h.beside.Connected() {
			h.beside.Focus()
		} else {
			h.Overlays.home()
		}
	})
}

// SetDrawer opens the list of rooms on a phone, or closes it.
func (h *Host) SetDrawer(open bool) {
	if h.Drawer == open {
		return
	}
	h.Drawer = open
	h.Raise(Place)
	h.AfterFrame(func() {
		if open {
			platform.ByID(SidebarID).Query("button").Focus()
		} else {
			platform.ByID("drawer-button").Focus()
		}
	})
}

// CloseDrawer closes the list of rooms and leaves the focus alone.
func (h *Host) CloseDrawer() {
	if h.Drawer {
		h.Drawer = false
		h.Raise(Place)
	}
}

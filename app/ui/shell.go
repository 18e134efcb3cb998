package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// shell is the page: the list of rooms, the room, and the panel beside it.
type shell struct {
	app.Compo
	V   *view
	Rev int
}

// Render draws the frame. The parts draw themselves when their revision rises.
func (s *shell) Render() app.UI {
	v := s.V
	panel, drawer := "none", "closed"
	if v.panel {
		panel = "members"
	}
	if v.drawer {
		drawer = "open"
	}
	return el("div.app", k("data-panel"), panel, k("data-drawer"), drawer, k("inert"), v.over != nil && v.over.modal(),
		&banner{V: v, Rev: v.revs[partShell]},
		&sidebar{V: v, Rev: v.revs[partSidebar]},
		el("button.app__scrim|type=button|tabindex=-1", k("aria-label"), text.CloseRooms, on("click", s.closeDrawer)),
		&roomPane{V: v, Rev: v.revs[partRoom] + v.revs[partBar] + v.revs[partComposer] + v.revs[partTyping]},
		&membersPanel{V: v, Rev: v.revs[partMembers]},
	)
}

func (s *shell) closeDrawer(app.Context, app.Event) { s.V.setDrawer(false) }

// narrow reports whether the list of rooms is a drawer.
func narrow() bool { return platform.Matches("(max-width: 39.99rem)") }

// touch reports whether fingers are the main way in. Then a field gets the focus
// only when it is touched: the keyboard that comes with it covers half the page.
func touch() bool { return platform.Matches("(pointer: coarse)") }

// overlaid reports whether the panel lies over the room.
func overlaid() bool { return platform.Matches("(max-width: 74.99rem)") }

package ui

import (
	"github.com/confab/confab/app/platform"
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
	page := app.Div().Class("app").DataSet("panel", panel).DataSet("drawer", drawer)
	if v.over != nil && v.over.modal() {
		page = page.Attr("inert", "inert")
	}
	return page.Body(
		&banner{V: v, Rev: v.revs[partShell]},
		&sidebar{V: v, Rev: v.revs[partSidebar]},
		app.Button().Type("button").Class("app__scrim").Aria("label", "Close room list").TabIndex(-1).OnClick(s.closeDrawer),
		&roomPane{V: v, Rev: v.revs[partRoom] + v.revs[partBar] + v.revs[partComposer] + v.revs[partTyping]},
		&membersPanel{V: v, Rev: v.revs[partMembers]},
	)
}

func (s *shell) closeDrawer(app.Context, app.Event) { s.V.setDrawer(false) }

// narrow reports whether the list of rooms is a drawer.
func narrow() bool { return platform.Matches("(max-width: 39.99rem)") }

// overlaid reports whether the panel lies over the room.
func overlaid() bool { return platform.Matches("(max-width: 74.99rem)") }

package ui

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// roomBar is the head of the room: its name, topic, members and menu.
type roomBar struct {
	app.Compo
	V   *view
	Rev int
}

// Render draws the bar.
func (b *roomBar) Render() app.UI {
	r, ok := b.V.here()
	unread, _ := b.V.unreadRooms()
	label := "Open room list"
	if unread > 0 {
		label += ", " + strconv.Itoa(unread) + " unread"
	}
	return app.Header().Class("bar").Body(
		app.Span().Class("bar__nav").Body(
			app.Button().Type("button").Class("iconbtn").ID("drawer-button").Aria("label", label).
				Aria("controls", "sidebar").Aria("expanded", b.V.drawer).OnClick(b.drawer).Body(
				icon("menu"),
				app.If(unread > 0, func() app.UI { return app.Span().Class("iconbtn__dot") }))),
		app.Div().Class("bar__stack").Body(
			app.H1().Class("bar__title").ID("room-name").Body(b.face(r, ok), app.Span().Body(app.Elem("bdi").Text(b.title(r, ok)))),
			app.P().Class("bar__sub").Text(b.sub(r, ok))),
		app.Div().Class("bar__end").Body(
			app.If(ok && r.Kind != wire.RoomDM, func() app.UI {
				return app.Button().Type("button").Class("iconbtn", "iconbtn__count", "u-wide").ID("members-button").
					Aria("label", plural(r.Members, "member", "members")).Aria("expanded", b.V.panel).OnClick(b.members).Body(
					icon("users"), app.Text(platform.FormatNumber(r.Members)))
			}),
			app.If(ok, func() app.UI {
				return iconButton("more", "Room menu").ID("room-button").Aria("haspopup", "menu").
					Aria("expanded", b.V.menuOpen("room-button")).OnClick(b.menu)
			}),
		),
	)
}

func (b *roomBar) title(r wire.Room, ok bool) string {
	if !ok {
		return b.V.workspace()
	}
	return roomName(r)
}

func (b *roomBar) face(r wire.Room, ok bool) app.UI {
	switch {
	case !ok:
		return app.Span()
	case r.Kind == wire.RoomDM && r.Peer != nil:
		return avatar(*r.Peer, "avatar--sm", b.V.presence(r.Peer.ID))
	}
	return icon(roomIcon(r))
}

func (b *roomBar) sub(r wire.Room, ok bool) string {
	switch {
	case !ok:
		return ""
	case r.Kind == wire.RoomDM && r.Peer != nil:
		return "@" + r.Peer.Handle + ", " + presenceText(b.V.presence(r.Peer.ID))
	}
	return r.Topic
}

func (b *roomBar) drawer(app.Context, app.Event)  { b.V.setDrawer(!b.V.drawer) }
func (b *roomBar) members(app.Context, app.Event) { b.V.setPanel(!b.V.panel) }

func (b *roomBar) menu(app.Context, app.Event) {
	v := b.V
	r, ok := v.here()
	if !ok {
		return
	}
	m := &menuSpec{label: "Room menu", button: "room-button", alignE: true}
	add := func(it menuItem) { m.items = append(m.items, it) }
	if r.Kind != wire.RoomDM {
		add(menuItem{icon: "users", label: "Members", end: platform.FormatNumber(r.Members), act: func() { v.setPanel(true) }})
	}
	if mayAdd(r) {
		add(menuItem{icon: "user-add", label: "Add people", act: func() { v.addPeople(r) }})
	}
	add(menuItem{icon: "link", label: "Copy link", act: func() { v.copy(platform.Origin()+roomPath(r.ID, 0), "Link copied") }})
	switch {
	case mayRename(v.me(), r):
		add(menuItem{icon: "edit", label: "Rename and topic", act: func() { v.open(editRoom(r, true)) }})
	case mayTopic(r):
		add(menuItem{icon: "edit", label: "Change topic", act: func() { v.open(editRoom(r, false)) }})
	}
	if r.Kind != wire.RoomDM && !v.mainRoom(r.ID) {
		add(menuItem{})
		add(menuItem{icon: "logout", label: "Leave room", danger: true, act: func() { v.open(leaveRoom(v, r)) }})
	}
	v.toggleMenu(m)
}

package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// sidebar is the list of rooms and people.
type sidebar struct {
	app.Compo
	V   *view
	Rev int
}

// Render draws the list.
func (b *sidebar) Render() app.UI {
	rooms, talks := b.V.rooms()
	me := b.V.me()
	return app.Nav().Class("sidebar").ID("sidebar").Aria("label", "Rooms").Body(
		app.Div().Class("sidebar__top").Body(
			app.Button().Type("button").Class("workspace").ID("workspace-button").
				Aria("haspopup", "menu").Aria("expanded", b.V.menuOpen("workspace-button")).OnClick(b.workspaceMenu).Body(
				icon("mark", "mark"), app.Span().Class("u-clip").Text(b.V.workspace()), icon("chevron-down", "icon--sm")),
			app.Span().Class("u-grow"),
			iconButton("edit", "New conversation").OnClick(b.newConversation),
		),
		app.Button().Type("button").Class("jump").OnClick(b.jump).Body(
			icon("search", "icon--sm"), app.Span().Text("Jump to a room or person"),
			app.Kbd().Class("u-wide").Text(commandKey("K"))),
		app.Div().Class("sidebar__scroll").Body(
			b.group("Rooms", "add-room", "Add room", b.addRoom, rooms),
			b.group("People", "add-talk", "New conversation", b.newConversation, talks),
		),
		app.Div().Class("sidebar__self").Body(
			avatar(me, "avatar--md", b.V.selfPresence()),
			app.Div().Class("u-grow").Body(
				app.Strong().Class("u-clip").Body(app.Elem("bdi").Text(me.Name)),
				app.Small().Class("u-clip").Text(b.V.selfNote())),
			iconButton("settings", "Appearance").ID("look-button").Aria("haspopup", "menu").
				Aria("expanded", b.V.menuOpen("look-button")).OnClick(b.look),
		),
	)
}

func (b *sidebar) group(label, id, add string, onAdd app.EventHandler, rooms []wire.Room) app.UI {
	return app.Div().Class("roomgroup").Role("group").Aria("label", label).Body(
		app.Div().Class("roomgroup__head").Body(
			app.Span().Text(label),
			app.Button().Type("button").Class("iconbtn", "iconbtn--sm").ID(id).Aria("label", add).OnClick(onAdd).Body(icon("plus"))),
		app.Ul().Body(app.Range(rooms).Slice(func(i int) app.UI { return app.Li().Body(b.entry(rooms[i])) })),
	)
}

// entry is a room's line: bold and marked when something is new, a number when
// it concerns the person, a pencil when a draft waits there.
func (b *sidebar) entry(r wire.Room) app.UI {
	link := app.A().Class("roomlink").Href(roomPath(r.ID, 0)).DataSet("room", r.ID)
	here := r.ID == b.V.route.room
	if here {
		link = link.Aria("current", "page")
	}
	var face, end, note app.UI
	if r.Kind == wire.RoomDM && r.Peer != nil {
		state := b.V.presence(r.Peer.ID)
		face = avatar(*r.Peer, "avatar--sm", state)
		note = app.Span().Class("u-sr").Text(", " + presenceText(state))
	} else {
		face = icon(roomIcon(r))
		if r.Kind == wire.RoomPrivate {
			note = app.Span().Class("u-sr").Text(", private")
		}
	}
	n := badge(r)
	switch unread := r.Unread > 0 && !(here && b.V.reading()); {
	case unread && n > 0:
		link = link.Class("is-unread", "has-mentions")
		end = app.Span().Class("badge").Body(
			app.Span().Class("u-sr").Text(", unread for you: "), app.Text(countText(n)))
	case unread:
		link = link.Class("is-unread")
		end = app.Span().Class("u-sr").Text(", unread")
	case b.V.drafts.has(r.ID) && !here:
		end = app.Span().Class("roomlink__draft").Body(
			icon("edit", "icon--sm"), app.Span().Class("u-sr").Text(", draft"))
	}
	return link.Body(face, app.Span().Class("roomlink__name").Body(app.Elem("bdi").Text(roomName(r))), note, end)
}

func (b *sidebar) jump(app.Context, app.Event)            { b.V.openPalette() }
func (b *sidebar) newConversation(app.Context, app.Event) { b.V.newConversation() }

func (b *sidebar) addRoom(app.Context, app.Event) {
	v := b.V
	v.toggleMenu(&menuSpec{label: "Add room", button: "add-room", items: []menuItem{
		{icon: "plus", label: "Create a room", act: func() { v.open(newRoom()) }},
		{icon: "search", label: "Browse rooms", act: func() { v.browse() }},
	}})
}

func (b *sidebar) workspaceMenu(app.Context, app.Event) {
	v := b.V
	m := &menuSpec{label: "Workspace", button: "workspace-button"}
	if mayInvite(v.me()) {
		m.items = append(m.items, menuItem{icon: "user-add", label: "Invite people", act: func() { v.invitePeople() }}, menuItem{})
	}
	m.items = append(m.items, themeItems()...)
	m.items = append(m.items, menuItem{},
		menuItem{icon: "list", label: "Keyboard shortcuts", end: commandKey("/"), act: func() { v.open(&keysDialog{}) }},
		menuItem{icon: "logout", label: "Sign out", act: v.signOut})
	v.toggleMenu(m)
}

func (b *sidebar) look(app.Context, app.Event) {
	v := b.V
	m := &menuSpec{label: "Appearance", button: "look-button", alignE: true, items: themeItems()}
	m.items = append(m.items, menuItem{})
	m.items = append(m.items, densityItems()...)
	v.toggleMenu(m)
}

// commandKey writes a shortcut as the keyboard has it: "Ctrl K", "⌘ K".
func commandKey(key string) string {
	if platform.Mac() {
		return "⌘ " + key
	}
	return "Ctrl " + key
}

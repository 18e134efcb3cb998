package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
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
	b.V.shows(partSidebar, peers(talks)...)
	me := b.V.me()
	return el("nav.sidebar|id=sidebar", k("aria-label"), text.Rooms,
		el("div.sidebar__top",
			el("button.workspace|type=button|id=workspace-button|aria-haspopup=menu",
				k("aria-expanded"), yes(b.V.menuOpen("workspace-button")), on("click", b.workspaceMenu),
				mark(), el("span.u-clip", b.V.workspace()), icon("chevron-down", "icon--sm")),
			el("span.u-grow"),
			iconButton("edit", text.NewConversation, on("click", b.newConversation))),
		el("button.jump|type=button", on("click", b.jump),
			icon("search", "icon--sm"), el("span.u-clip", text.JumpTo), el("kbd.u-wide", commandKey("K"))),
		el("div.sidebar__scroll",
			b.group(text.Rooms, "add-room", text.AddRoom, on("click", b.addRoom), rooms),
			b.group(text.People, "add-talk", text.NewConversation, on("click", b.newConversation), talks)),
		el("div.sidebar__self",
			avatar(me, "avatar--md", b.V.selfPresence()),
			el("div.u-grow", el("strong.u-clip", el("bdi", me.Name)), el("small.u-clip", el("bdi", b.V.selfNote()))),
			iconButton("settings", text.Appearance, k("id"), "look-button", k("aria-haspopup"), "menu",
				k("aria-expanded"), yes(b.V.menuOpen("look-button")), on("click", b.look))),
	)
}

// peers are the other people of conversations.
func peers(talks []wire.Room) (people []string) {
	for _, r := range talks {
		if r.Peer != nil {
			people = append(people, r.Peer.ID)
		}
	}
	return people
}

func (b *sidebar) group(label text.Text, id string, add text.Text, onAdd handler, rooms []wire.Room) app.UI {
	var entries []app.UI
	for _, r := range rooms {
		entries = append(entries, el("li", b.entry(r)))
	}
	return el("div.roomgroup|role=group", k("aria-label"), label,
		el("div.roomgroup__head", el("span", label), iconButton("plus", add, class("iconbtn--sm"), k("id"), id, onAdd)),
		el("ul", entries))
}

// entry is a room's line: bold and marked when something is new, a number when
// it concerns the person, a pencil when a draft waits there.
func (b *sidebar) entry(r wire.Room) app.UI {
	here := r.ID == b.V.route.room
	current := ""
	if here {
		current = "page"
	}
	var face, end, note app.UI
	state := class("")
	if r.Kind == wire.RoomDM && r.Peer != nil {
		presence := b.V.presence(r.Peer.ID)
		face = avatar(*r.Peer, "avatar--sm", presence)
		note = el("span.u-sr", text.PresenceAside(presence))
	} else {
		face = icon(roomIcon(r))
		if r.Kind == wire.RoomPrivate {
			note = el("span.u-sr", text.PrivateAside)
		}
	}
	n := badge(r)
	switch unread := r.Unread > 0 && !(here && b.V.reading()); {
	case unread && n > 0:
		state = "is-unread has-mentions"
		end = el("span.badge", unreadForYou(countText(n)))
	case unread:
		state = "is-unread"
		end = el("span.u-sr", text.UnreadAside)
	case b.V.drafts.has(r.ID) && !here:
		end = el("span.roomlink__draft", icon("edit", "icon--sm"), el("span.u-sr", text.DraftAside))
	}
	return el("a.roomlink", k("href"), roomPath(r.ID, 0), state, k("aria-current"), current,
		face, el("span.roomlink__name", el("bdi", roomName(r))), note, end)
}

// unreadForYou is the number on a room's entry, with words around it for those who
// do not see where it stands.
func unreadForYou(count string) []app.UI {
	var parts []app.UI
	for _, p := range platform.Language().Parts(text.UnreadForYou(count)) {
		if p.Arg == "" {
			parts = append(parts, el("span.u-sr", p.Text))
		} else {
			parts = append(parts, app.Text(p.Text))
		}
	}
	return parts
}

func (b *sidebar) jump(app.Context, app.Event)            { b.V.openPalette() }
func (b *sidebar) newConversation(app.Context, app.Event) { b.V.newConversation() }

func (b *sidebar) addRoom(app.Context, app.Event) {
	v := b.V
	v.toggleMenu(&menuSpec{label: said(text.AddRoom), button: "add-room", items: []menuItem{
		{icon: "plus", label: text.CreateARoom, act: func() { v.open(newRoom()) }},
		{icon: "search", label: text.BrowseRooms, act: func() { v.browse() }},
	}})
}

func (b *sidebar) workspaceMenu(app.Context, app.Event) {
	v := b.V
	m := &menuSpec{label: said(text.Workspace), button: "workspace-button"}
	if rights.May(rights.Invite, rights.Of(v.me())) {
		m.items = append(m.items, menuItem{icon: "user-add", label: text.InvitePeople, act: func() { v.invitePeople() }}, menuItem{})
	}
	m.items = append(m.items, themeItems()...)
	m.items = append(m.items, menuItem{},
		menuItem{icon: "list", label: text.KeyboardShortcuts, end: commandKey("/"), act: func() { v.open(&keysDialog{}) }},
		menuItem{icon: "logout", label: text.SignOut, act: v.signOut})
	v.toggleMenu(m)
}

func (b *sidebar) look(app.Context, app.Event) {
	v := b.V
	m := &menuSpec{label: said(text.Appearance), button: "look-button", alignE: true, items: themeItems()}
	m.items = append(m.items, menuItem{})
	m.items = append(m.items, densityItems()...)
	v.toggleMenu(m)
}

// commandKey writes a shortcut as the keyboard has it: "Ctrl K", "⌘ K".
func commandKey(key string) string {
	if platform.Mac() {
		return "⌘ " + key
	}
	return said(text.KeyCtrl) + " " + key
}

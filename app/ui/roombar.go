package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
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
	b.V.shows(partBar, peers([]wire.Room{r})...)
	unread, _ := b.V.unreadRooms()
	label := text.OpenRooms
	if unread > 0 {
		label = text.OpenRoomsUnread(unread)
	}
	var dot, members, menu app.UI
	if unread > 0 {
		dot = el("span.iconbtn__dot")
	}
	if ok && r.Kind != wire.RoomDM {
		members = el("button.iconbtn.iconbtn__count.u-wide|type=button|id=members-button",
			k("aria-label"), text.MemberCount(r.Members), k("aria-expanded"), yes(b.V.panel),
			on("click", b.members), icon("users"), platform.FormatNumber(r.Members))
	}
	if ok {
		menu = iconButton("more", text.RoomMenu, k("id"), "room-button", k("aria-haspopup"), "menu",
			k("aria-expanded"), yes(b.V.menuOpen("room-button")), on("click", b.menu))
	}
	return el("header.bar",
		el("span.bar__nav", iconButton("menu", label, k("id"), "drawer-button", k("aria-controls"), "sidebar",
			k("aria-expanded"), yes(b.V.drawer), on("click", b.drawer), dot)),
		el("div.bar__stack",
			el("h1.bar__title|id=room-name", b.face(r, ok), el("span", el("bdi", b.title(r, ok)))),
			el("p.bar__sub", el("bdi", b.sub(r, ok)))),
		el("div.bar__end", members, menu))
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
		return el("span")
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
		return said(text.HandleAndPresence("@"+r.Peer.Handle, b.V.presence(r.Peer.ID)))
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
	v.toggleMenu(&menuSpec{label: said(text.RoomMenu), button: "room-button", alignE: true, items: roomActions(v, r)})
}

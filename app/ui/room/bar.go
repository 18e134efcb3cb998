package room

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// bar is the head of the room: its name, topic, members and menu.
type bar struct {
	app.Compo
	H    *host.Host
	Room string
	Rev  int
}

// Bar draws the head of the room on the page.
func Bar(h *host.Host) app.UI {
	return &bar{H: h, Room: h.Here(), Rev: h.Rev(host.Room(h.Here()), host.List, host.Presence, host.People, host.Self,
		host.Place, host.Stack, host.Sight)}
}

// Render draws the bar.
func (b *bar) Render() app.UI {
	r, ok := b.H.State.Room(b.Room)
	b.H.Watching.Show(host.WatchBar, host.Peers(r)...)
	unread, _ := b.H.Unread()
	label := text.OpenRooms
	if unread > 0 {
		label = text.OpenRoomsUnread(unread)
	}
	var dot, members, menu app.UI
	if unread > 0 {
		dot = kit.El("span.iconbtn__dot")
	}
	if ok && !host.Pair(r) {
		members = kit.El("button.iconbtn.iconbtn__count.u-wide|type=button|id=members-button",
			kit.K("aria-label"), text.MemberCount(r.Members), kit.K("aria-expanded"), kit.Yes(b.H.Panel == host.PanelMembers),
			kit.On("click", b.members), kit.Icon("users"), platform.FormatNumber(r.Members))
	}
	search := kit.IconButton("search", text.JumpTo, kit.Class("u-phone"), kit.On("click", b.jump))
	if ok {
		menu = kit.IconButton("more", text.RoomMenu, kit.K("id"), "room-button", kit.K("aria-haspopup"), "menu",
			kit.K("aria-expanded"), kit.Yes(kit.MenuOpen(b.H, "room-button")), kit.On("click", b.menu))
	}
	return kit.El("header.bar", kit.K("id"), host.BarID,
		kit.El("span.bar__nav", kit.IconButton("menu", label, kit.K("id"), "drawer-button", kit.K("aria-controls"), host.SidebarID,
			kit.K("aria-expanded"), kit.Yes(b.H.Drawer), kit.On("click", b.drawer), dot)),
		kit.El("div.bar__stack",
			kit.El("h1.bar__title|id=room-name", b.face(r, ok), kit.El("span", kit.El("bdi|translate=no", b.title(r, ok))), b.mood(r)),
			kit.El("p.bar__sub", kit.El("bdi", b.sub(r, ok)))),
		kit.El("div.bar__end", search, members, menu))
}

func (b *bar) title(r wire.Room, ok bool) string {
	if !ok {
		return b.H.State.Workspace()
	}
	return host.RoomName(r)
}

func (b *bar) face(r wire.Room, ok bool) app.UI {
	switch {
	case !ok:
		return kit.El("span")
	case r.Kind == wire.RoomDM && r.Peer != nil:
		return kit.Avatar(*r.Peer, "avatar--sm", b.H.State.Presence(r.Peer.ID))
	}
	return kit.RoomFace(r, "avatar--md")
}

// mood is what the other one of a conversation of two is doing.
func (b *bar) mood(r wire.Room) app.UI {
	if r.Peer == nil {
		return nil
	}
	return kit.Mood(b.H, b.H.State.User(r.Peer.ID))
}

func (b *bar) sub(r wire.Room, ok bool) string {
	switch {
	case !ok:
		return ""
	case r.Kind == wire.RoomDM && r.Peer != nil && b.H.State.User(r.Peer.ID).Status != "":
		return b.H.State.User(r.Peer.ID).Status
	case r.Kind == wire.RoomDM && r.Peer != nil:
		return host.Said(text.HandleAndPresence("@"+r.Peer.Handle, b.H.State.Presence(r.Peer.ID)))
	}
	return r.Topic
}

func (b *bar) drawer(platform.Event) { b.H.SetDrawer(!b.H.Drawer) }

func (b *bar) jump(platform.Event) { b.H.Verbs.Jump() }

func (b *bar) members(platform.Event) {
	if b.H.Panel == host.PanelMembers {
		b.H.ShowPanel("")
		return
	}
	b.H.ShowPanel(host.PanelMembers)
}

func (b *bar) menu(platform.Event) {
	if r, ok := b.H.State.Room(b.Room); ok {
		kit.ToggleMenu(b.H, &kit.Menu{Label: host.Said(text.RoomMenu), Button: "room-button", AlignE: true, Items: actions(b.H, r)})
	}
}

// Menu opens the menu of a room at a place of the page.
func (o *Rooms) Menu(r wire.Room, x, y float64) {
	o.h.Overlays.Open(&kit.Menu{Label: host.RoomName(r), X: x, Y: y, Items: actions(o.h, r)})
}

// mine are the lines for what the person makes of a room for themselves.
func mine(h *host.Host, r wire.Room) []kit.MenuItem {
	set := func(starred, muted *bool) func() {
		return func() { host.Tell(h, wire.SetRoomMine, &wire.RoomMine{Room: r.ID, Starred: starred, Muted: muted}) }
	}
	star, mute := text.StarRoom, text.MuteRoom
	bell := "bell-off"
	if r.Starred {
		star = text.UnstarRoom
	}
	if r.Muted {
		mute, bell = text.UnmuteRoom, "bell"
	}
	starred, muted := !r.Starred, !r.Muted
	lines := []kit.MenuItem{
		{Icon: "star", Label: star, Act: set(&starred, nil)},
		{Icon: bell, Label: mute, Act: set(nil, &muted)},
	}
	lines = append(lines, kit.MenuItem{Icon: "list", Label: text.MoveToSection, Act: func() { h.Verbs.Move(r) }})
	if r.Unread > 0 {
		lines = append(lines, kit.MenuItem{Icon: "check-all", Label: text.MarkRead, Act: func() { h.Eng.MarkRead(r.ID, r.Top) }})
	}
	return lines
}

// actions are the lines of a room's menu: everything that can be done with it.
func actions(h *host.Host, r wire.Room) (lines []kit.MenuItem) {
	add := func(it kit.MenuItem) { lines = append(lines, it) }
	lines = append(mine(h, r), kit.MenuItem{})
	here := r.ID == h.Here() // what stands beside the room, or goes through it
	if here && !host.Pair(r) {
		add(kit.MenuItem{Icon: "users", Label: text.Members, End: platform.FormatNumber(r.Members),
			Act: func() { h.ShowPanel(host.PanelMembers) }})
	}
	if here {
		add(kit.MenuItem{Icon: "pin", Label: text.PinnedMessages, Act: func() { h.ShowPanel(host.PanelPins) }})
		add(kit.MenuItem{Icon: "calendar", Label: text.GoToDay, Act: h.Verbs.GoToDay})
	}
	me := h.State.Me()
	in := rights.In(me, r)
	if rights.May(rights.Send, in) {
		add(kit.MenuItem{Icon: "poll", Label: text.NewPoll, Act: func() { h.Verbs.Poll(r.ID) }})
	}
	if r.Kind == wire.RoomDM || rights.May(rights.AddMember, in) {
		add(kit.MenuItem{Icon: "user-add", Label: text.AddPeople, Act: func() { h.Verbs.Add(r) }})
	}
	add(kit.MenuItem{Icon: "link", Label: text.CopyLink,
		Act: func() { h.Copy(platform.Origin()+route.To(r.ID, 0), text.LinkCopied) }})
	edit := func() { h.Overlays.Open(editRoom(h, r)) }
	switch {
	case rights.May(rights.Rename, in):
		add(kit.MenuItem{Icon: "edit", Label: text.RoomSettings, Act: edit})
	case rights.May(rights.Topic, in):
		add(kit.MenuItem{Icon: "edit", Label: text.ChangeTopic, Act: edit})
	}
	if r.Kind != wire.RoomDM && r.ID != h.Main {
		add(kit.MenuItem{})
		switch {
		case !rights.May(rights.Archive, in):
		case r.Archived > 0:
			no := false
			add(kit.MenuItem{Icon: "archive", Label: text.OpenAgain,
				Act: func() { host.Tell(h, wire.SetRoom, &wire.RoomSet{Room: r.ID, Archived: &no}) }})
		default:
			add(kit.MenuItem{Icon: "archive", Label: text.ArchiveRoom, Act: func() { h.Verbs.Archive(r) }})
		}
		add(kit.MenuItem{Icon: "logout", Label: text.LeaveRoom, Danger: true,
			Act: func() { h.Verbs.Leave(r) }})
		if rights.May(rights.DeleteRoom, in) {
			add(kit.MenuItem{Icon: "trash", Label: text.DeleteRoom, Danger: true, Act: func() { h.Verbs.Raze(r) }})
		}
	}
	return lines
}

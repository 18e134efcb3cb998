package nav

import (
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// sidebar is the list of rooms and people.
type sidebar struct {
	app.Compo
	H   *host.Host
	Rev int
	Nav *Nav
}

// Sidebar draws the list.
func (n *Nav) Sidebar() app.UI {
	return &sidebar{H: n.h, Nav: n, Rev: n.h.Rev(host.List, host.Self, host.People, host.Presence, host.Drafts,
		host.Status, host.Place, host.Stack, host.Sight, host.Lines)}
}

// Render draws the list.
func (b *sidebar) Render() app.UI {
	h := b.H
	b.Nav.follow()
	_, talks := h.State.Rooms()
	h.Watching.Show(host.WatchSidebar, host.Peers(talks...)...)
	me := h.State.Me()
	return kit.El("nav.sidebar", kit.K("id"), host.SidebarID, kit.K("aria-label"), text.Rooms,
		kit.El("div.sidebar__top",
			kit.El("button.workspace|type=button|id=workspace-button|aria-haspopup=menu",
				kit.K("aria-expanded"), kit.Yes(kit.MenuOpen(h, "workspace-button")), kit.On("click", b.workspaceMenu),
				kit.Mark(), kit.El("span.u-clip", h.State.Workspace()), kit.Icon("chevron-down", "icon--sm")),
			kit.El("span.u-grow"),
			kit.IconButton("send", text.NewConversation, kit.On("click", b.newConversation))),
		kit.El("button.jump|type=button", kit.On("click", b.jump),
			kit.Icon("search", "icon--sm"), kit.El("span.u-clip", text.JumpTo), kit.El("kbd.u-wide", host.CommandKey("K"))),
		kit.El("div.sidebar__scroll",
			b.lines(),
			b.groups()),
		kit.El("div.sidebar__self",
			kit.El("button.sidebar__me|type=button|id=account-button|aria-haspopup=menu",
				kit.K("aria-expanded"), kit.Yes(kit.MenuOpen(h, "account-button")), kit.On("click", b.accountMenu),
				kit.Avatar(me, "avatar--md", b.selfPresence()),
				kit.El("span.u-grow",
					kit.El("strong.u-clip", kit.El("bdi", me.Name), kit.Mood(h, me)),
					kit.El("small.u-clip", kit.El("bdi", b.selfNote())))),
			kit.El("a.iconbtn|id=settings-link", kit.K("href"), "/"+route.Settings, kit.K("aria-label"), text.Settings,
				kit.K("aria-current"), b.current(route.Settings), kit.Icon("settings"))),
	)
}

// current is the aria-current of the link to a page that is no room.
func (b *sidebar) current(head string) string {
	if b.H.Route.Head == head {
		return "page"
	}
	return ""
}

// selfPresence is how others see the person.
func (b *sidebar) selfPresence() string {
	switch {
	case !b.H.Link.Connected:
		return wire.Offline
	case !platform.Visible():
		return wire.Away
	}
	return wire.Online
}

// selfNote says it in words.
func (b *sidebar) selfNote() string {
	switch {
	case b.H.Link.Connected && b.H.State.Me().Status != "":
		return b.H.State.Me().Status
	case b.H.Link.Connected:
		return "@" + b.H.State.Me().Handle
	case b.H.Eng == nil || !b.H.Link.Lost:
		return host.Said(text.Connecting)
	}
	return host.Said(text.NotConnected)
}

// lines lead to the pages that have one, above the rooms.
func (b *sidebar) lines() app.UI {
	var list []app.UI
	for _, l := range b.Nav.lines() {
		state := kit.Class("")
		switch {
		case l.Strong && l.Count > 0:
			state = "is-unread has-mentions"
		case l.Strong:
			state = "is-unread"
		case l.Alarm:
			state = "roomlink--alarm"
		}
		list = append(list, kit.El("li", kit.El("a.roomlink", kit.K("href"), route.Page(l.Head), state,
			kit.K("aria-current"), b.current(l.Head),
			kit.Icon(l.Icon), kit.El("span.roomlink__name", l.Name), lineEnd(l))))
	}
	if list == nil {
		return kit.None()
	}
	return kit.El("ul|role=list", kit.K("aria-label"), text.Pages, list)
}

// lineEnd is the number at the end of a line.
func lineEnd(l host.Line) app.UI {
	switch {
	case l.Count == 0 && l.Strong:
		return kit.El("span.u-sr", text.UnreadAside)
	case l.Count == 0:
		return kit.None()
	}
	style := "span.roomlink__hint"
	if l.Strong {
		style = "span.badge"
	}
	aside := kit.None()
	if !l.Aside.IsZero() {
		aside = kit.El("span.u-sr", l.Aside)
	}
	return kit.El(style, host.CountText(l.Count), aside)
}

// The buttons that add to the list.
const (
	addRoomID = "add-room"
	addTalkID = "add-talk"
)

func (b *sidebar) groups() (drawn []app.UI) {
	n := b.Nav
	for _, g := range n.groups() {
		var entries []app.UI
		for _, r := range g.rooms {
			if !g.Folded || r.ID == b.H.Here() {
				entries = append(entries, kit.El("li", b.entry(r)))
			}
		}
		var add app.UI
		switch g.ID {
		case roomsID:
			add = kit.IconButton("plus", text.AddRoom, kit.Class("iconbtn--sm"), kit.K("id"), addRoomID, kit.On("click", b.addRoom))
		case peopleID:
			add = kit.IconButton("plus", text.NewConversation, kit.Class("iconbtn--sm"), kit.K("id"), addTalkID,
				kit.On("click", b.newConversation))
		}
		target, menu := kit.Class(""), "section-"+g.ID
		if n.sections.over == g.ID {
			target = "is-target"
		}
		drawn = append(drawn, kit.El("div.roomgroup|role=group", target, kit.K("aria-label"), g.label(), kit.K("data-section"), g.ID,
			kit.On("dragover", b.dragOver), kit.On("drop", b.dropped),
			kit.El("div.roomgroup__head", kit.On("contextmenu", b.sectionMenu),
				kit.El("button.roomgroup__fold|type=button", kit.K("aria-expanded"), kit.Yes(!g.Folded), kit.On("click", b.fold),
					kit.El("span", kit.El("bdi", g.label())), kit.Icon("chevron-down"), b.folded(&g)),
				add,
				kit.IconButton("more", text.SectionMenu(g.label()), kit.Class("iconbtn--sm"), kit.K("id"), menu,
					kit.K("aria-haspopup"), "menu", kit.K("aria-expanded"), kit.Yes(kit.MenuOpen(b.H, menu)),
					kit.On("click", b.sectionMenu))),
			kit.El("ul", entries)))
	}
	return drawn
}

// folded says on the head of a folded section what is new in it.
func (b *sidebar) folded(g *group) app.UI {
	if !g.Folded {
		return kit.None()
	}
	sum, news := 0, false
	for _, r := range g.rooms {
		if host.News(r) && r.ID != b.H.Here() {
			sum, news = sum+host.Badge(r), true
		}
	}
	switch {
	case sum > 0:
		return kit.El("span.badge", unreadForYou(host.CountText(sum)))
	case news:
		return kit.El("span.roomgroup__new", kit.El("span.u-sr", text.UnreadAside))
	}
	return kit.El("span.roomgroup__n", platform.FormatNumber(len(g.rooms)))
}

// fold folds a section, or unfolds it.
func (b *sidebar) fold(e platform.Event) {
	b.Nav.change(kit.Data(e, "section"), func(s *wire.Section) { s.Folded = !s.Folded })
}

// sectionMenu is what can be done with a section.
func (b *sidebar) sectionMenu(e platform.Event) {
	e.PreventDefault()
	n, id := b.Nav, kit.Data(e, "section")
	m := &kit.Menu{Label: host.Said(text.Sections), Button: "section-" + id, AlignE: true}
	add := func(icon string, label text.Text, act func()) {
		m.Items = append(m.Items, kit.MenuItem{Icon: icon, Label: label, Act: act})
	}
	add("plus", text.NewSection, func() { n.name(wire.Section{}, "") })
	add("arrow-up", text.MoveUp, func() { n.shift(id, -1) })
	add("arrow-down", text.MoveDown, func() { n.shift(id, 1) })
	if i := n.at(id); i >= 0 && n.sections.kept[i].Name != "" {
		s := n.sections.kept[i]
		add("edit", text.RenameSection, func() { n.name(s, "") })
		add("trash", text.RemoveSection, func() { n.remove(id) })
	}
	kit.ToggleMenu(b.H, m)
}

// lifted, dragOver, dropped and letGo carry a room into another section.
func (b *sidebar) lifted(e platform.Event) { b.Nav.sections.dragged = kit.Data(e, "room") }

func (b *sidebar) dragOver(e platform.Event) {
	s := &b.Nav.sections
	if s.dragged == "" {
		return
	}
	e.PreventDefault()
	if to := kit.Data(e, "section"); to != s.over {
		s.over = to
		b.H.Raise(host.List)
	}
}

func (b *sidebar) dropped(e platform.Event) {
	if s := &b.Nav.sections; s.dragged != "" {
		e.PreventDefault()
		b.Nav.put(s.dragged, kit.Data(e, "section"))
	}
}

func (b *sidebar) letGo(platform.Event) {
	b.Nav.sections.dragged, b.Nav.sections.over = "", ""
	b.H.Raise(host.List)
}

// roomMenu opens the menu of the room whose entry was pressed with the other button, or for long.
func (b *sidebar) roomMenu(e platform.Event) {
	if r, ok := b.H.State.Room(kit.Data(e, "room")); ok {
		e.PreventDefault()
		x, y := e.Point()
		if x == 0 && y == 0 { // it was a key
			at := e.Target().Closest("a").Box()
			x, y = at.Left, at.Bottom
		}
		b.H.Verbs.RoomMenu(r, x, y)
	}
}

// entry is a room's line: bold and marked when something is new, a number when
// it concerns the person, a pencil when a draft waits there.
func (b *sidebar) entry(r wire.Room) app.UI {
	here := r.ID == b.H.Here()
	current := ""
	if here {
		current = "page"
	}
	var face, end, note, mood app.UI
	state := kit.Class("")
	if r.Kind == wire.RoomDM && r.Peer != nil {
		presence := b.H.State.Presence(r.Peer.ID)
		face = kit.Avatar(*r.Peer, "avatar--sm", presence)
		mood = kit.Mood(b.H, b.H.State.User(r.Peer.ID))
		note = kit.El("span.u-sr", text.PresenceAside(presence))
	} else {
		face = kit.RoomFace(r, "avatar--sm")
		if r.Kind == wire.RoomPrivate {
			note = kit.El("span.u-sr", text.PrivateAside)
		}
	}
	n := host.Badge(r)
	muted := kit.Class("")
	if r.Muted {
		muted = "is-muted"
		end = kit.El("span.roomlink__hint", kit.Icon("bell-off", "icon--sm"), kit.El("span.u-sr", text.MutedAside))
	}
	switch unread := host.News(r) && !host.Follows(b.H, r.ID); {
	case unread && n > 0:
		state = "is-unread has-mentions"
		end = kit.El("span.badge", unreadForYou(host.CountText(n)))
	case unread, b.H.Verbs.IsNew(r.ID):
		state = "is-unread"
		end = kit.El("span.u-sr", text.UnreadAside)
	case !here && b.H.Verbs.HasDraft(r.ID):
		end = kit.El("span.roomlink__draft", kit.Icon("edit", "icon--sm"), kit.El("span.u-sr", text.DraftAside))
	}
	return kit.El("a.roomlink", kit.K("href"), route.To(r.ID, 0), state, muted, kit.K("aria-current"), current,
		kit.K("data-room"), r.ID, kit.On("contextmenu", b.roomMenu), kit.On("dragstart", b.lifted), kit.On("dragend", b.letGo),
		face, kit.El("span.roomlink__name|translate=no", kit.El("bdi", host.RoomName(r)), mood), note, end)
}

// unreadForYou is the number on a room's entry, with words around it for those who
// do not see where it stands.
func unreadForYou(count string) []app.UI {
	var parts []app.UI
	for _, p := range platform.Language().Parts(text.UnreadForYou(count)) {
		if p.Arg == "" {
			parts = append(parts, kit.El("span.u-sr", p.Text))
		} else {
			parts = append(parts, app.Text(p.Text))
		}
	}
	return parts
}

func (b *sidebar) jump(platform.Event)            { b.H.Verbs.Jump() }
func (b *sidebar) newConversation(platform.Event) { b.H.Verbs.Find() }

func (b *sidebar) addRoom(platform.Event) {
	do := &b.H.Verbs
	kit.ToggleMenu(b.H, &kit.Menu{Label: host.Said(text.AddRoom), Button: "add-room", Items: []kit.MenuItem{
		{Icon: "plus", Label: text.CreateARoom, Act: do.NewRoom},
		{Icon: "search", Label: text.BrowseRooms, Act: do.Browse},
	}})
}

// morning is eight o'clock of the next day, in the zone of the person.
func morning(now int64) int64 {
	d := platform.LocalDay(now)
	next := time.Date(d.Year, time.Month(d.Month), d.Date+1, 0, 0, 0, 0, time.UTC)
	at, _ := platform.LocalMoment(platform.Day{Year: next.Year(), Month: int(next.Month()), Date: next.Day()}.String() + "T08:00")
	return at
}

// accountMenu is what the person says of themselves.
func (b *sidebar) accountMenu(platform.Event) {
	h, do := b.H, &b.H.Verbs
	m := &kit.Menu{Label: host.Said(text.YourAccount), Button: "account-button"}
	add := func(icon string, label text.Text, act func()) {
		m.Items = append(m.Items, kit.MenuItem{Icon: icon, Label: label, Act: act})
	}
	if h.State.Me().Emoji == "" {
		add("emoji-add", text.SetStatus, do.AskStatus)
	} else {
		add("emoji", text.ChangeStatus, do.AskStatus)
		add("close", text.ClearStatus, do.ClearStatus)
	}
	m.Items = append(m.Items, kit.MenuItem{})
	if quiet := h.State.Me().Quiet; quiet > 0 {
		m.Items = append(m.Items, kit.MenuItem{Label: text.PausedUntil(kit.Until(quiet))})
		add("bell", text.ResumeNow, func() { do.Pause(0) })
	} else {
		m.Items = append(m.Items, kit.MenuItem{Label: text.PauseNotifications})
	}
	now := platform.Now()
	add("bell-off", text.PauseHalfHour, func() { do.Pause(now + 30*60*1000) })
	add("bell-off", text.PauseHour, func() { do.Pause(now + 60*60*1000) })
	add("bell-off", text.PauseTomorrow, func() { do.Pause(morning(now)) })
	m.Items = append(m.Items, kit.MenuItem{})
	add("user", text.Profile, func() { h.Go(route.Section(route.Profile)) })
	kit.ToggleMenu(h, m)
}

func (b *sidebar) workspaceMenu(platform.Event) {
	do := &b.H.Verbs
	m := &kit.Menu{Label: host.Said(text.Workspace), Button: "workspace-button"}
	if rights.May(rights.Invite, rights.Of(b.H.State.Me())) {
		m.Items = append(m.Items,
			kit.MenuItem{Icon: "user-add", Label: text.InvitePeople, Act: func() { do.Invite(false) }}, kit.MenuItem{})
	}
	if rights.May(rights.Administer, rights.Of(b.H.State.Me())) {
		m.Items = append(m.Items, kit.MenuItem{Icon: "shield", Label: text.Administer, Act: func() { platform.Leave("/admin") }})
	}
	m.Items = append(m.Items,
		kit.MenuItem{Icon: "check-all", Label: text.MarkAllRead, Act: do.ReadAll},
		kit.MenuItem{Icon: "users", Label: text.People, Act: func() { b.H.Go(route.Page(route.People)) }},
		kit.MenuItem{Icon: "emoji", Label: text.Emoji, Act: func() { platform.Leave("/emoji") }},
		kit.MenuItem{Icon: "settings", Label: text.Settings, Act: func() { b.H.Go("/" + route.Settings) }},
		kit.MenuItem{Icon: "list", Label: text.KeyboardShortcuts, End: host.CommandKey("/"), Act: do.Shortcuts},
		kit.MenuItem{Icon: "logout", Label: text.SignOut, Act: do.SignOut})
	kit.ToggleMenu(b.H, m)
}

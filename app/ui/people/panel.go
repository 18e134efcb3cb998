package people

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// panel shows who is in the room.
type panel struct {
	app.Compo
	Of   *People
	Room string
	Rev  int
}

// Panel draws the members of the room on the page.
func (p *People) Panel() app.UI {
	room := p.h.Here()
	return &panel{Of: p, Room: room, Rev: p.h.Rev(rosterThing, host.Room(room), host.People, host.Presence, host.Self)}
}

// Changed is told that people came into the room or left it.
func (p *People) Changed() { p.list.loadSoon() }

// CameOrWent is told that the presence of people has changed.
func (p *People) CameOrWent() {
	p.list.learn()
	p.list.cameOrWent()
}

// EnterPanel puts the focus into the panel.
func (p *People) EnterPanel() bool {
	field := platform.ByID("member-search")
	field.Focus()
	return field.OK()
}

// OnMount loads the list, and takes the focus from the button that opened the panel.
func (p *panel) OnMount(app.Context) {
	p.Of.list.query = "" // as the field is
	p.Of.list.open(p.Room)
	if host.Touch() {
		platform.ByID("close-members").Focus()
	} else {
		p.Of.EnterPanel()
	}
}

// OnDismount is told that the panel is closed.
func (p *panel) OnDismount() { p.Of.h.Watching.Show(host.WatchPanel) }

// Render draws the panel.
func (p *panel) Render() app.UI {
	h, list := p.Of.h, &p.Of.list
	r, ok := h.State.Room(p.Room)
	title, count := text.Members, platform.FormatNumber(r.Members)
	if list.of == banned {
		title, count = text.BannedPeople, ""
	}
	var add app.UI
	if ok && (r.Kind == wire.RoomDM || rights.May(rights.AddMember, rights.In(h.State.Me(), r))) {
		add = kit.IconButton("user-add", text.AddPeople, kit.On("click", p.add))
	}
	return kit.El("aside.sheet.panel.panel--members|id=members", kit.K("aria-label"), text.Members, kit.K("hidden"), !ok,
		kit.El("header.bar",
			kit.El("h2.bar__title", kit.El("span", title)),
			kit.El("span.bar__sub.members__count", count),
			kit.El("div.bar__end", add,
				kit.IconButton("close", text.CloseMembers, kit.K("id"), "close-members", kit.On("click", p.close)))),
		kit.El("div.field--search", kit.El("div.input.input--soft.input--group",
			kit.Icon("search", "icon--sm", "u-muted"),
			kit.Search("member-search", text.FindSomeone, p.search, kit.K("type"), "search"),
			kit.IconButton("filter", text.ShowWhichMembers, kit.Class("iconbtn--sm"), kit.K("id"), "member-filter",
				kit.K("aria-haspopup"), "menu", kit.K("aria-expanded"), kit.Yes(kit.MenuOpen(h, "member-filter")),
				kit.On("click", p.filter)))),
		kit.El("div.panel__scroll|id=member-list", kit.On("scroll", p.scroll), p.list()))
}

func (p *panel) list() []app.UI {
	list := &p.Of.list
	if list.room != p.Room {
		return nil // the list of another room, until this one's is asked for
	}
	here, away, off := list.byPresence()
	list.rows = nil
	var body []app.UI
	for i, g := range []struct {
		state   string
		members []person
	}{{wire.Online, here}, {wire.Away, away}, {wire.Offline, off}} {
		if len(g.members) == 0 {
			continue
		}
		label := text.MembersIn(g.state)
		if list.of == banned {
			label = text.Banned
		} else if list.next == "" || i < 2 && list.hereIsAll() {
			label = text.MembersInCount(g.state, len(g.members))
		}
		var lines []app.UI
		for _, m := range g.members {
			lines = append(lines, kit.El("li", p.member(m)))
			list.rows = append(list.rows, m.ID)
		}
		body = append(body, kit.El("h3.members__head", label), kit.El("ul", lines))
	}
	p.Of.h.Watching.Show(host.WatchPanel, list.watched()...)
	note := ""
	switch {
	case list.fault != "":
		note = list.fault
	case list.asking && len(list.members) == 0:
		note = host.Said(text.Looking)
	case list.of == banned && list.query == "" && len(here)+len(away)+len(off) == 0:
		note = host.Said(text.NobodyIsBanned(p.Of.h.State.Workspace()))
	case len(list.members) == 0:
		note = host.Said(text.NobodyByThatName)
	case list.next != "":
		body = append(body,
			kit.El("button.btn.btn--quiet.btn--block|type=button", text.ShowMore, kit.On("click", p.more)))
	}
	return append(body, kit.El("p.members__note|role=status", note))
}

func (p *panel) member(m person) app.UI {
	off, tag := kit.Class(""), app.UI(nil)
	if m.state == wire.Offline {
		off = "is-off"
	}
	if name := memberTag(m); !name.IsZero() {
		tag = kit.El("span.tag", name)
	}
	note := "@" + m.Handle
	if m.ID == p.Of.h.State.Me().ID {
		note = host.Said(text.HandleYou(note))
	}
	if m.Status != "" {
		note = m.Status
	}
	face := []any{off, kit.K("data-user"), m.ID,
		kit.Avatar(m.User, "avatar--md", m.state),
		kit.El("span.u-grow",
			kit.El("span.member__name", kit.El("bdi", m.Name), kit.Mood(p.Of.h, m.User)),
			kit.El("span.member__note", kit.El("bdi", note)),
			kit.El("span.u-sr", text.PresenceAside(m.state))),
		tag}
	if m.ID == p.Of.h.State.Me().ID {
		return kit.El("div.member", face...)
	}
	return kit.El("button.member|type=button|aria-haspopup=menu",
		append(face, kit.K("id"), "member-"+m.ID, kit.On("click", p.menu))...)
}

// memberTag names the highest standing a member has.
func memberTag(m person) text.Text {
	switch {
	case m.Role == wire.RoleOwner:
		return text.Standing("owner")
	case m.host:
		return text.Standing("host")
	case m.Role == wire.RoleAdmin:
		return text.Standing("admin")
	case m.Ghost:
		return text.Standing("imported")
	}
	return text.Text{}
}

// menu offers what can be done with a member.
func (p *panel) menu(e platform.Event) {
	h, user := p.Of.h, kit.Data(e, "user")
	r, in := h.State.Room(p.Room)
	if !in || !p.Of.list.has(user) {
		return
	}
	u := h.State.User(user)
	kit.ToggleMenu(h, &kit.Menu{Label: u.Name, Button: "member-" + u.ID, AlignE: true, Items: p.Of.memberItems(r, u)})
}

func (p *panel) add(platform.Event) {
	if r, ok := p.Of.h.State.Room(p.Room); ok {
		p.Of.Add(r)
	}
}

func (p *panel) close(platform.Event)    { p.Of.h.ShowPanel("") }
func (p *panel) more(platform.Event)     { p.Of.list.more() }
func (p *panel) search(e platform.Event) { p.Of.list.search(kit.Typed(e)) }

// filter offers which people are listed.
func (p *panel) filter(platform.Event) {
	h, list := p.Of.h, &p.Of.list
	items := []kit.MenuItem{{Label: text.ShowWhichMembers}}
	add := func(of selection, icon string, label text.Text) {
		items = append(items, kit.MenuItem{Icon: icon, Label: label, Choice: true, Checked: list.of == of, Act: func() { list.choose(of) }})
	}
	add(real, "users", text.Members)
	add(imported, "inbox", text.ImportedToo)
	if rights.May(rights.Ban, rights.Of(h.State.Me())) {
		add(banned, "shield-alert", text.BannedPeople)
	}
	kit.ToggleMenu(h, &kit.Menu{Label: host.Said(text.ShowWhichMembers), Button: "member-filter", AlignE: true, Items: items})
}

// scroll fetches the next page before the end is reached.
func (p *panel) scroll(platform.Event) {
	at := platform.ByID("member-list").Scroll()
	content, window := at.Room()
	if content > 0 {
		p.Of.list.scrolled(at.Top() / content)
	}
	if at.Top()+2*window > content {
		p.Of.list.more()
	}
}

package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// membersPanel shows who is in the room.
type membersPanel struct {
	app.Compo
	V   *view
	Rev int
}

// Render draws the panel. It is hidden by the style sheet while it is closed.
func (p *membersPanel) Render() app.UI {
	const frame = "aside.sheet.panel.panel--members|id=members"
	label := k("aria-label")
	r, ok := p.V.here()
	if !p.V.panel || !ok {
		p.V.shows(partMembers)
		return el(frame+"|hidden=true", label, text.Members)
	}
	var add app.UI
	if rights.May(rights.AddMember, rights.In(p.V.me(), r)) {
		add = iconButton("user-add", text.AddPeople, on("click", p.add, "add"))
	}
	list := &p.V.roster
	return el(frame, label, text.Members,
		el("header.bar",
			el("h2.bar__title", el("span", text.Members)),
			el("span.bar__sub.members__count", platform.FormatNumber(max(list.count, r.Members))),
			el("div.bar__end", add, iconButton("close", text.CloseMembers, k("id"), "close-members", on("click", p.close, "close")))),
		el("div.field--search", el("div.input.input--soft.input--group",
			icon("search", "icon--sm", "u-muted"),
			el("input|id=member-search|type=search|autocomplete=off", k("placeholder"), text.FindSomeone, k("aria-label"), text.FindSomeone, on("input", p.search)))),
		el("div.panel__scroll|id=member-list", on("scroll", p.scroll), p.list()))
}

func (p *membersPanel) list() []app.UI {
	list := &p.V.roster
	here, away, off := list.byPresence(p.V.presenceOr)
	list.rows = nil
	var body []app.UI
	for i, g := range []struct {
		state   string
		members []wire.Member
	}{{wire.Online, here}, {wire.Away, away}, {wire.Offline, off}} {
		if len(g.members) == 0 {
			continue
		}
		label := text.MembersIn(g.state)
		if list.next == "" || i < 2 && list.hereIsAll() {
			label = text.MembersInCount(g.state, len(g.members))
		}
		var lines []app.UI
		for _, m := range g.members {
			lines = append(lines, el("li", p.member(m)))
			list.rows = append(list.rows, m.User.ID)
		}
		body = append(body, el("h3.members__head", label), el("ul", lines))
	}
	p.V.shows(partMembers, list.watched()...)
	note := ""
	switch {
	case list.fault != "":
		note = list.fault
	case list.asking && len(list.members) == 0:
		note = said(text.Looking)
	case len(list.members) == 0:
		note = said(text.NobodyByThatName)
	case list.next != "":
		body = append(body, el("button.btn.btn--quiet.btn--block|type=button", text.ShowMore, on("click", p.more)))
	}
	return append(body, el("p.members__note|role=status", note))
}

func (p *membersPanel) member(m wire.Member) app.UI {
	state := m.State
	off, tag := class(""), app.UI(nil)
	if state == wire.Offline {
		off = "is-off"
	}
	if name := memberTag(m); !name.IsZero() {
		tag = el("span.tag", name)
	}
	note := "@" + m.User.Handle
	if m.User.ID == p.V.me().ID {
		note = said(text.HandleYou(note))
	}
	return el("button.member|type=button|aria-haspopup=menu", off,
		k("id"), "member-"+m.User.ID, k("data-user"), m.User.ID, on("click", p.menu),
		avatar(m.User, "avatar--md", state),
		el("span.u-grow",
			el("span.member__name", el("bdi", m.User.Name)),
			el("span.member__note", el("bdi", note)),
			el("span.u-sr", text.PresenceAside(state))),
		tag)
}

// memberTag names the highest standing a member has.
func memberTag(m wire.Member) text.Text {
	switch {
	case m.User.Role == wire.RoleOwner:
		return text.Standing("owner")
	case m.Host:
		return text.Standing("host")
	case m.User.Role == wire.RoleAdmin:
		return text.Standing("admin")
	case m.User.Ghost:
		return text.Standing("imported")
	}
	return text.Text{}
}

// menu offers what can be done with a member.
func (p *membersPanel) menu(ctx app.Context, _ app.Event) {
	v := p.V
	m, ok := v.roster.member(data(ctx, "user"))
	r, in := v.here()
	if !ok || !in {
		return
	}
	v.toggleMenu(&menuSpec{label: m.User.Name, button: "member-" + m.User.ID, alignE: true, items: v.memberItems(r, m)})
}

func (v stage) memberItems(r wire.Room, m wire.Member) []menuItem {
	u, me := m.User, v.me()
	var items []menuItem
	if u.ID != me.ID && !u.Ghost && !u.Gone {
		items = append(items, menuItem{icon: "send", label: text.SendAMessage, act: func() { v.talk(u) }})
	}
	items = append(items, menuItem{icon: "at", label: text.Mention, act: func() { v.write.put("@" + u.Handle + " ") }})
	if rights.May(rights.GiveRole, rights.Of(me)) && u.ID != me.ID && !u.Ghost {
		items = append(items, menuItem{})
		for _, role := range []wire.Role{wire.RoleMember, wire.RoleAdmin, wire.RoleOwner} {
			items = append(items, menuItem{icon: "user", label: text.RoleName(string(role)), choice: true, checked: u.Role == role,
				act: func() { v.setRole(u, role) }})
		}
	}
	remove := rights.May(rights.RemoveMember, rights.In(me, r)) && u.ID != me.ID && !v.mainRoom(r.ID)
	ban := rights.May(rights.Ban, rights.Of(me)) && rights.Outranks(me.Role, u.Role) && u.ID != me.ID && !u.Ghost
	if remove || ban {
		items = append(items, menuItem{})
	}
	if remove {
		items = append(items, menuItem{icon: "logout", label: text.RemoveFromRoom, danger: true, act: func() { v.open(removeMember(v.view, r, u)) }})
	}
	if ban {
		items = append(items, menuItem{icon: "shield-alert", label: text.BanFrom(v.workspace()), danger: true, act: func() { v.open(banPerson(v.view, u)) }})
	}
	return items
}

func (v *view) setRole(u wire.User, role wire.Role) {
	if u.Role == role {
		return
	}
	ask(v, wire.SetRole, &wire.UserRole{User: u.ID, Role: role}, func(_ *wire.OK, err error) {
		if err != nil {
			v.complain(err)
			return
		}
		v.say("check", text.RoleGiven(u.Name, string(role)))
		v.roster.load(v)
	})
}

func (p *membersPanel) add(app.Context, app.Event) {
	if r, ok := p.V.here(); ok {
		p.V.addPeople(r)
	}
}

func (p *membersPanel) close(app.Context, app.Event) { p.V.setPanel(false) }
func (p *membersPanel) more(app.Context, app.Event)  { p.V.roster.more(p.V) }

func (p *membersPanel) search(ctx app.Context, _ app.Event) {
	p.V.roster.search(p.V, ctx.JSSrc().Get("value").String())
	ctx.PreventUpdate()
}

// scroll fetches the next page before the end is reached.
func (p *membersPanel) scroll(ctx app.Context, _ app.Event) {
	ctx.PreventUpdate()
	content, window := platform.ByID("member-list").Scroll().Room()
	top := platform.ByID("member-list").Scroll().Top()
	if content > 0 {
		p.V.roster.scrolled(p.V, top/content)
	}
	if top+2*window > content && p.V.roster.next != "" {
		p.V.roster.more(p.V)
	}
}

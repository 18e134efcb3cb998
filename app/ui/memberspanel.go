package ui

import (
	"github.com/confab/confab/app/platform"
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
	panel := app.Aside().Class("sheet", "panel", "panel--members").ID("members").Aria("label", "Members")
	r, ok := p.V.here()
	if !p.V.panel || !ok {
		return panel.Hidden(true)
	}
	list := &p.V.roster
	return panel.Body(
		app.Header().Class("bar").Body(
			app.H2().Class("bar__title").Body(app.Span().Text("Members")),
			app.Span().Class("bar__sub", "members__count").Text(platform.FormatNumber(max(list.count, r.Members))),
			app.Div().Class("bar__end").Body(
				app.If(mayAdd(r), func() app.UI { return iconButton("user-add", "Add people").OnClick(p.add) }),
				iconButton("close", "Close members").OnClick(p.close))),
		app.Div().Class("field--search").Body(app.Div().Class("input", "input--soft", "input--group").Body(
			icon("search", "icon--sm", "u-muted"),
			app.Input().ID("member-search").Type("search").Placeholder("Find someone").Aria("label", "Find someone").
				AutoComplete(false).OnInput(p.search))),
		app.Div().Class("panel__scroll").ID("member-list").OnScroll(p.scroll).Body(p.list(r)...),
	)
}

func (p *membersPanel) list(r wire.Room) []app.UI {
	list := &p.V.roster
	here, away, off := list.byPresence(p.V.presence)
	var body []app.UI
	for _, g := range []struct {
		label   string
		members []wire.Member
	}{{"Here now", here}, {"Away", away}, {"Offline", off}} {
		if len(g.members) == 0 {
			continue
		}
		label := g.label
		if list.next == "" {
			label += ", " + platform.FormatNumber(len(g.members))
		}
		body = append(body, app.H3().Class("members__head").Text(label),
			app.Ul().Body(app.Range(g.members).Slice(func(i int) app.UI { return app.Li().Body(p.member(g.members[i])) })))
	}
	switch {
	case list.fault != "":
		body = append(body, app.P().Class("members__note").Role("status").Text(list.fault))
	case list.asking && len(list.members) == 0:
		body = append(body, app.P().Class("members__note").Role("status").Text("Looking …"))
	case len(list.members) == 0:
		body = append(body, app.P().Class("members__note").Role("status").Text("Nobody by that name is here."))
	case list.next != "":
		body = append(body, app.Button().Type("button").Class("btn", "btn--quiet", "btn--block").Text("Show more").OnClick(p.more))
	}
	return body
}

func (p *membersPanel) member(m wire.Member) app.UI {
	state := p.V.presence(m.User.ID)
	button := app.Button().Type("button").Class("member").ID("member-"+m.User.ID).DataSet("user", m.User.ID).
		Aria("haspopup", "menu").OnClick(p.menu)
	if state == wire.Offline {
		button = button.Class("is-off")
	}
	note := "@" + m.User.Handle
	if m.User.ID == p.V.me().ID {
		note += ", you"
	}
	return button.Body(
		avatar(m.User, "avatar--md", state),
		app.Span().Class("u-grow").Body(
			app.Span().Class("member__name").Body(app.Elem("bdi").Text(m.User.Name)),
			app.Span().Class("member__note").Text(note),
			app.Span().Class("u-sr").Text(", "+presenceText(state))),
		app.If(memberTag(m) != "", func() app.UI { return app.Span().Class("tag").Text(memberTag(m)) }))
}

// memberTag names the highest standing a member has.
func memberTag(m wire.Member) string {
	switch {
	case m.User.Role == wire.RoleOwner:
		return "Owner"
	case m.Host:
		return "Host"
	case m.User.Role == wire.RoleAdmin:
		return "Admin"
	case m.User.Ghost:
		return "Imported"
	}
	return ""
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

func (v *view) memberItems(r wire.Room, m wire.Member) []menuItem {
	u, me := m.User, v.me()
	var items []menuItem
	if u.ID != me.ID && !u.Ghost && !u.Gone {
		items = append(items, menuItem{icon: "send", label: "Send a message", act: func() { v.talk(u) }})
	}
	items = append(items, menuItem{icon: "at", label: "Mention", act: func() { v.write.put("@" + u.Handle + " ") }})
	if maySetRoles(me) && u.ID != me.ID && !u.Ghost {
		items = append(items, menuItem{})
		for _, role := range []struct {
			role  wire.Role
			label string
		}{{wire.RoleMember, "Member"}, {wire.RoleAdmin, "Admin"}, {wire.RoleOwner, "Owner"}} {
			items = append(items, menuItem{icon: "user", label: role.label, choice: true, checked: u.Role == role.role,
				act: func() { v.setRole(u, role.role) }})
		}
	}
	remove, ban := mayRemove(me, r) && u.ID != me.ID && !v.mainRoom(r.ID), mayBan(me, u)
	if remove || ban {
		items = append(items, menuItem{})
	}
	if remove {
		items = append(items, menuItem{icon: "logout", label: "Remove from room", danger: true, act: func() { v.open(removeMember(v, r, u)) }})
	}
	if ban {
		items = append(items, menuItem{icon: "shield-alert", label: "Ban from " + v.workspace(), danger: true, act: func() { v.open(banPerson(v, u)) }})
	}
	return items
}

func (v *view) setRole(u wire.User, role wire.Role) {
	if u.Role == role {
		return
	}
	v.ask(wire.TypeUserRole, &wire.UserRole{User: u.ID, Role: role}, &wire.OK{}, func(err error) {
		if err != nil {
			v.say("alert", words(err))
			return
		}
		v.say("check", u.Name+" is now "+string(role))
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
	content, window := platform.ByID("member-list").ScrollRoom()
	if platform.ByID("member-list").ScrollTop()+2*window > content && p.V.roster.next != "" {
		p.V.roster.more(p.V)
	}
}

package people

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// memberItems is what can be done with a member of a room.
func (p *People) memberItems(r wire.Room, u wire.User) (items []kit.MenuItem) {
	h, me := p.h, p.h.State.Me()
	add := func(it kit.MenuItem) { items = append(items, it) }
	if u.ID != me.ID && !u.Ghost && !u.Gone {
		add(kit.MenuItem{Icon: "send", Label: text.SendAMessage, Act: func() { p.Talk(u) }})
	}
	if u.Gone {
		if rights.May(rights.Ban, rights.Of(me)) && rights.Outranks(me.Role, u.Role) {
			add(kit.MenuItem{Icon: "user-add", Label: text.LetIn, Act: func() { p.letIn(u) }})
		}
		return items
	}
	if u.ID == me.ID {
		return nil // nobody mentions themselves
	}
	add(kit.MenuItem{Icon: "user", Label: text.Profile, Act: func() { p.Card(platform.ByID("member-"+u.ID), u.ID) }})
	add(kit.MenuItem{Icon: "at", Label: text.Mention, Act: func() { h.Verbs.Write("@" + u.Handle + " ") }})
	if rights.May(rights.GiveRole, rights.Of(me)) && u.ID != me.ID && !u.Ghost {
		add(kit.MenuItem{Label: text.RoleIn(h.State.Workspace())})
		for _, it := range []struct {
			role wire.Role
			icon string
		}{{wire.RoleMember, "user"}, {wire.RoleAdmin, "shield"}, {wire.RoleOwner, "key"}} {
			add(kit.MenuItem{Icon: it.icon, Label: text.RoleName(string(it.role)), Choice: true, Checked: u.Role == it.role,
				Act: func() { p.giveRole(u, it.role) }})
		}
	}
	if rights.May(rights.Hosts, rights.In(me, r)) && !u.Ghost {
		is, label := p.hosts(u.ID), text.MakeHost
		if is {
			label = text.NoLongerHost
		}
		add(kit.MenuItem{})
		add(kit.MenuItem{Icon: "shield", Label: label,
			Act: func() { host.Tell(h, wire.SetHost, &wire.MemberHost{Room: r.ID, User: u.ID, Host: !is}) }})
	}
	remove := rights.May(rights.RemoveMember, rights.In(me, r)) && u.ID != me.ID && r.ID != h.Main
	ban := rights.May(rights.Ban, rights.Of(me)) && rights.Outranks(me.Role, u.Role) && u.ID != me.ID && !u.Ghost
	if remove || ban {
		add(kit.MenuItem{})
	}
	if remove {
		add(kit.MenuItem{Icon: "logout", Label: text.RemoveFromRoom, Danger: true,
			Act: func() { h.Overlays.Open(p.removeMember(r, u)) }})
	}
	if ban {
		add(kit.MenuItem{Icon: "shield-alert", Label: text.BanFrom(h.State.Workspace()), Danger: true,
			Act: func() { h.Overlays.Open(p.banPerson(u)) }})
	}
	return items
}

func (p *People) removeMember(r wire.Room, u wire.User) *kit.Confirm {
	return &kit.Confirm{
		DialogState: kit.DialogState{H: p.h},
		Question:    text.RemoveAsk(u.Name, host.RoomName(r)), Detail: text.RemoveDetail, No: text.KeepThem, Yes: text.Remove,
		Ask:  kit.Asks(p.h, wire.RemoveMember, &wire.MemberRef{Room: r.ID, User: u.ID}),
		Done: func() { p.h.Say("check", text.WasRemoved(u.Name)); p.reload() },
	}
}

func (p *People) banPerson(u wire.User) *kit.Confirm {
	return &kit.Confirm{
		DialogState: kit.DialogState{H: p.h},
		Question:    text.BanAsk(u.Name, p.h.State.Workspace()), Detail: text.BanDetail, No: text.KeepThem, Yes: text.Ban,
		Ask:  kit.Asks(p.h, wire.BanUser, &wire.UserBan{User: u.ID, Banned: true}),
		Done: func() { p.h.Say("check", text.WasBanned(u.Name)); p.reload() },
	}
}

// giveRole gives a role, at once if the person can take it back, and after a question if they
// cannot: an owner may do everything, to the one who made them an owner, too.
func (p *People) giveRole(u wire.User, role wire.Role) {
	if u.Role == role {
		return
	}
	done := func() { p.h.Say("check", text.RoleGiven(u.Name, string(role))) }
	ask := kit.Asks(p.h, wire.SetRole, &wire.UserRole{User: u.ID, Role: role})
	if role == wire.RoleOwner {
		p.h.Overlays.Open(&kit.Confirm{
			DialogState: kit.DialogState{H: p.h},
			Question:    text.OwnerAsk(u.Name, p.h.State.Workspace()), Detail: text.OwnerDetail, No: text.Cancel, Yes: text.MakeOwner,
			Ask: ask, Done: done,
		})
		return
	}
	ask(func(err error) {
		if err != nil {
			p.h.Complain(err)
			return
		}
		done()
	})
}

// letIn ends a person's ban.
func (p *People) letIn(u wire.User) {
	host.Ask(p.h, wire.BanUser, &wire.UserBan{User: u.ID}, func(_ *wire.OK, err error) {
		if err != nil {
			p.h.Complain(err)
			return
		}
		p.h.Say("check", text.WasLetIn(u.Name))
		p.reload()
	})
}

// hosts reports whether somebody is a host of the room, as far as the panel knows.
func (p *People) hosts(user string) bool {
	for _, m := range p.list.members {
		if m.user == user {
			return m.host
		}
	}
	for _, m := range p.list.here {
		if m.user == user {
			return m.host
		}
	}
	return false
}

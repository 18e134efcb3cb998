package ui

import (
	"slices"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/compose"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/timeline"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// guide follows the address of the page.
type guide struct {
	p      *page
	titled titled // as it is now
}

// titled is what the window's title is made of.
type titled struct {
	language        *text.Language
	workspace, of   string
	rooms, mentions int
}

// arrive is told the address.
func (g *guide) arrive(path string) {
	h := g.p.h
	r := route.Parse(path)
	if r.Invite {
		platform.ReplacePath(addressOf(r))
	}
	r.Invite = r.Invite || h.Route.Invite
	h.Route.Invite = r.Invite
	switch {
	case h.Eng == nil: // begin arrives again
	case r.Room != "":
		g.turn(r)
	case r.Head != "":
		g.open(r)
	case h.Here() == "":
		g.goHome()
	}
}

func addressOf(r route.Route) string {
	if r.Section != "" {
		return route.Section(r.Section)
	}
	if r.Room == "" {
		return route.Page(r.Head)
	}
	return route.To(r.Room, 0)
}

// turn shows the room of a route.
func (g *guide) turn(r route.Route) {
	p, h := g.p, g.p.h
	changed := h.Here() != r.Room
	if p.thread.leads(r.Room, r.Seq) {
		h.Route = r
		return
	}
	h.Route = r
	h.CloseDrawer()
	p.rooms.Seen(r.Room)
	if r.Seq != 0 && host.Overlaid() {
		h.ShowPanel("") // it would lie over the message
	}
	if changed {
		p.thread.leave()
		p.rooms.Leave()
		p.write.Turn(compose.Target{Room: r.Room})
		h.Eng.OpenRoom(r.Room)
		p.program.keepRoom(r.Room)
		p.people.Turn()
		h.Raise(host.Place)
	}
	// What the state has of the room is shown when the engine has opened it:
	// only then is it known where reading goes on.
	p.line.Show(timeline.Of(h, r.Room), r.Seq)
	g.settle()
	g.title()
	if !host.Touch() && !h.Overlays.Any() && r.Seq == 0 {
		h.AfterFrame(p.write.Focus)
	}
}

// open shows a page that is not a room.
func (g *guide) open(r route.Route) {
	h := g.p.h
	h.Route = r
	h.Panel, h.Drawer = "", false
	h.Eng.OpenRoom("")
	h.Raise(host.Place)
	g.title()
}

// goHome goes to the room that was open last, else to the one everyone is in.
func (g *guide) goHome() {
	h := g.p.h
	rooms, talks := h.State.Rooms()
	all := append(rooms, talks...)
	if len(all) == 0 {
		h.Route.Room = ""
		return
	}
	home := all[0].ID
	for _, want := range []string{h.Main, g.p.program.kept.room} {
		in := func(r wire.Room) bool { return r.ID == want }
		if want != h.Here() && slices.ContainsFunc(all, in) {
			home = want
		}
	}
	platform.ReplacePath(route.To(home, 0))
	g.turn(route.Route{Head: route.Room, Room: home, Invite: h.Route.Invite})
}

// settle does what had to wait until the rooms are known.
func (g *guide) settle() {
	h := g.p.h
	if h.Here() == "" {
		if h.Route.Head == "" {
			g.goHome()
		}
		return
	}
	if _, in := h.State.Room(h.Here()); !in && h.Live() {
		g.p.rooms.Knock()
	}
	if h.Route.Invite && h.Live() && rights.May(rights.Invite, rights.Of(h.State.Me())) {
		h.Route.Invite = false
		g.p.rooms.Invite(true)
		g.p.write.Focus()
	}
}

// title shows in the window's title what is unread.
func (g *guide) title() {
	now := titled{language: platform.Language(), workspace: g.p.h.State.Workspace(), of: pageOf(g.p.h.Route.Head).title(g.p)}
	now.rooms, now.mentions = g.p.h.Unread()
	if g.p.h.State.Me().Quiet > 0 {
		now.mentions = 0 // a number calls; that something is new stays to be seen
	}
	if now == g.titled {
		return // as after most messages
	}
	g.titled = now
	name := now.workspace
	if now.of != "" {
		name = host.Said(text.TitleInRoom(now.of, name))
	}
	switch {
	case now.mentions > 0:
		name = host.Said(text.TitleWithMentions(host.CountText(now.mentions), name))
	case now.rooms > 0:
		name = host.Said(text.TitleWithUnread(name))
	}
	platform.SetTitle(name)
}

package ui

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/app/ui/nav"
	"github.com/confab/confab/app/ui/room"
	"github.com/confab/confab/app/ui/settings"
	"github.com/confab/confab/app/ui/timeline"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// onePage is what stands at the addresses with a head.
type onePage struct {
	head  string
	title func(p *page) string // of the browser's window; "": the name of the workspace
	entry text.Text            // what the palette calls it; zero: it does not offer it
	icon  string               // beside that
	draw  func(p *page) app.UI // its main element
	// line is its line above the list of rooms; shown is false while it has none. nil: it never has.
	line func(p *page) (l host.Line, shown bool)
}

// pages are all pages. The first is the start page. The heads of the others are in
// route.Heads, because the server answers their addresses with the shell.
var pages = []onePage{
	{head: "", title: roomTitle, draw: roomPage},
	{head: route.Room, title: roomTitle, draw: roomPage},
	{head: route.Activity, title: func(*page) string { return host.Said(text.Activity) }, entry: text.Activity, icon: "inbox",
		draw: func(p *page) app.UI { return p.activity.Page() },
		line: func(p *page) (host.Line, bool) { return p.activity.Line() }},
	{head: route.Threads, title: func(*page) string { return host.Said(text.Threads) }, entry: text.Threads, icon: "thread",
		draw: func(p *page) app.UI { return p.followed.Page() },
		line: func(p *page) (host.Line, bool) { return p.followed.Line() }},
	{head: route.Unsent, title: func(*page) string { return host.Said(text.Unsent) }, entry: text.Unsent, icon: "alert",
		draw: func(p *page) app.UI { return p.unsent.Page() },
		line: func(p *page) (host.Line, bool) { return p.unsent.Line() }},
	{head: route.Saved, title: func(*page) string { return host.Said(text.Saved) }, entry: text.Saved, icon: "bookmark",
		draw: func(p *page) app.UI { return p.saved.Page() },
		line: func(p *page) (host.Line, bool) { return p.saved.Line() }},
	{head: route.Drafts, title: func(*page) string { return host.Said(text.Drafts) }, entry: text.Drafts, icon: "draft",
		draw: func(p *page) app.UI { return p.later.Page() },
		line: func(p *page) (host.Line, bool) { return p.later.Line() }},
	{head: route.People, title: func(*page) string { return host.Said(text.People) }, entry: text.People, icon: "users",
		draw: func(p *page) app.UI { return p.people.Directory() }},
	{head: route.Settings, title: func(p *page) string { return settings.Title(p.h) }, entry: text.Settings, icon: "settings",
		draw: func(p *page) app.UI { return settings.Page(p.h) }},
}

// pageOf returns the page with a head.
func pageOf(head string) onePage {
	for _, p := range pages {
		if p.head == head {
			return p
		}
	}
	return pages[0]
}

// inRoom reports whether the address is that of a room.
func (p *page) inRoom() bool { return p.h.Route.Head == "" || p.h.Route.Head == route.Room }

// places are the pages that the palette offers.
func places() (list []nav.Place) {
	for _, p := range pages {
		if !p.entry.IsZero() {
			list = append(list, nav.Place{Icon: p.icon, Name: host.Said(p.entry), Path: route.Page(p.head)})
		}
	}
	return list
}

// lines are the lines of pages above the list of rooms.
func (p *page) lines() (list []host.Line) {
	for _, one := range pages {
		if one.line == nil {
			continue
		}
		if l, shown := one.line(p); shown || p.h.Route.Head == one.head {
			l.Head = one.head
			list = append(list, l)
		}
	}
	return list
}

// onePanel is what may stand beside a room.
type onePanel struct {
	name  string // and the id of its element
	draw  func(p *page) app.UI
	enter func(p *page) bool // puts the focus into it, for F6
}

// panels are all of them.
var panels = []onePanel{
	{host.PanelMembers, func(p *page) app.UI { return p.people.Panel() }, func(p *page) bool { return p.people.EnterPanel() }},
	{host.PanelThread, func(p *page) app.UI { return p.thread.panel() }, func(p *page) bool { return p.thread.enter() }},
	{host.PanelPins, func(p *page) app.UI { return timeline.PinsPanel(p.h) }, func(*page) bool { return timeline.EnterPins() }},
}

// panelNamed returns a panel. "" is none.
func panelNamed(name string) onePanel {
	for _, p := range panels {
		if p.name == name {
			return p
		}
	}
	return onePanel{name: "none"}
}

// roomPage is the sheet in the middle: the bar, the messages or what stands in
// their place, and the composer.
func roomPage(p *page) app.UI {
	stands := p.rooms.Stand()
	away := stands != room.Messages
	label := text.Messages
	if r, ok := p.h.State.Room(p.h.Here()); ok {
		label = text.MessagesIn(host.RoomName(r))
	}
	return kit.El("main.sheet.room|aria-labelledby=room-name",
		room.Bar(p.h),
		p.rooms.Trouble(),
		p.rooms.Instead(),
		p.line.DayChip(away),
		p.line.View(label, away),
		p.line.JumpBar(away),
		kit.El("div.room__foot", kit.K("hidden"), stands == room.NoRoom || stands == room.Door, p.rooms.Shut(), p.write.View()))
}

func roomTitle(p *page) string {
	if r, ok := p.h.State.Room(p.h.Here()); ok {
		return host.RoomName(r)
	}
	return ""
}

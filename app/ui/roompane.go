package ui

import (
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// roomPane is the sheet in the middle: the bar, the messages or what stands in
// their place, and the composer.
type roomPane struct {
	app.Compo
	V   *view
	Rev int
}

// Render draws the sheet.
func (p *roomPane) Render() app.UI {
	v := p.V
	v.shows(partRoom, v.authors()...)
	r, ok := v.here()
	stands := v.stand()
	label := "Messages"
	if ok {
		label = "Messages in " + roomName(r)
	}
	return el("main.sheet.room|aria-labelledby=room-name",
		&roomBar{V: v, Rev: v.revs[partBar]},
		p.trouble(stands),
		p.instead(stands, r),
		&timelineView{V: v, Label: label, Away: stands != standsMessages},
		p.jumpBar(r, stands),
		el("div.room__foot", k("hidden"), stands == standsNoRoom || stands == standsDoor,
			&composerView{V: v, Rev: v.revs[partComposer] + v.revs[partTyping]}))
}

// stands is what there is to see in the room.
type stands int

const (
	standsMessages stands = iota
	standsLoading
	standsFailed
	standsEmpty
	standsDoor   // a room the person may join
	standsNoRoom // no such room, for them
)

// stand says what there is to see in the room on the page.
func (v guide) stand() (s stands) {
	s = standsLoading
	v.see(func(st *state.State) {
		r := st.Rooms[v.route.room]
		switch {
		case r == nil && v.door.room.ID == v.route.room && v.door.room.ID != "":
			s = standsDoor
		case r == nil && v.door.missing && v.route.room != "":
			s = standsNoRoom
		case r == nil:
		case len(r.Items) > 0 || len(r.Pending) > 0:
			s = standsMessages
		case r.Loaded():
			s = standsEmpty
		case r.Trouble != nil && r.Loading == 0:
			s = standsFailed
		}
	})
	return s
}

// trouble says that more history could not be fetched.
func (p *roomPane) trouble(s stands) app.UI {
	var fault *wire.Error
	busy := false
	p.V.see(func(st *state.State) {
		if r := st.Rooms[p.V.route.room]; r != nil && s == standsMessages {
			fault, busy = r.Trouble, r.Loading&state.LoadingOlder != 0
		}
	})
	switch {
	case fault != nil && p.V.live():
		return el("div.banner|role=status",
			el("span", "More messages could not be loaded. "+fault.Message),
			el("button|type=button", "Try again", on("click", p.retry)))
	case busy:
		return el("div.room__busy|aria-hidden=true")
	}
	return none()
}

// instead is what stands in the place of messages.
func (p *roomPane) instead(s stands, r wire.Room) app.UI {
	switch s {
	case standsLoading:
		return skeleton()
	case standsEmpty:
		return p.empty(roomIconOf(r), "Nothing here yet", "Say something, and it is the first thing others read here.", "", nil)
	case standsFailed:
		return p.empty("alert", "This room could not be loaded", "Check your connection.", "Try again", p.retry)
	case standsNoRoom:
		return p.empty("lock", "There is no such room for you", "It may be private, or gone.", "Browse rooms", p.browse)
	case standsDoor:
		d := p.V.door.room
		text := d.Topic
		if text == "" {
			text = plural(d.Members, "member", "members")
		}
		return p.empty("hash", d.Name, text, "Join room", p.join)
	}
	return none()
}

func roomIconOf(r wire.Room) string {
	if r.Kind == wire.RoomDM {
		return "user"
	}
	return roomIcon(r)
}

func (p *roomPane) empty(iconName, title, text, action string, act app.EventHandler) app.UI {
	var button app.UI
	if action != "" {
		button = el("button.btn.btn--primary|type=button", action, on("click", act, action))
	}
	return el("div.timeline", el("div.empty", icon(iconName), el("h2.display.display--lg", title), el("p", text), button))
}

func (p *roomPane) retry(app.Context, app.Event)  { p.V.reload() }
func (p *roomPane) browse(app.Context, app.Event) { p.V.browse() }
func (p *roomPane) join(app.Context, app.Event)   { p.V.join(p.V.door.room) }

// jumpBar takes a reader who has gone back in history to the end. It is always
// there, so that its number is read out when it changes.
func (p *roomPane) jumpBar(r wire.Room, s stands) app.UI {
	if s != standsMessages || p.V.line.end {
		return el("div.jumpbar|role=status")
	}
	label := "Jump to the newest"
	if r.Unread > 0 {
		label = countText(r.Unread) + " new message"
		if r.Unread > 1 {
			label += "s"
		}
	}
	return el("div.jumpbar|role=status", el("button.btn|type=button", on("click", p.toEnd), icon("arrow-down"), label))
}

func (p *roomPane) toEnd(app.Context, app.Event) {
	p.V.line.toEnd()
	p.V.focusComposer()
}

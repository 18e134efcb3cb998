package ui

import (
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
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
	label := text.Messages
	if ok {
		label = text.MessagesIn(roomName(r))
	}
	return el("main.sheet.room|aria-labelledby=room-name",
		&roomBar{V: v, Rev: v.revs[partBar]},
		p.trouble(stands),
		p.instead(stands, r),
		&timelineView{V: v, Label: said(label), Away: stands != standsMessages},
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
			el("span", text.MoreNotLoaded(sentenceOf(fault))),
			el("button|type=button", text.TryAgain, on("click", p.retry)))
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
		return p.empty(roomIconOf(r), said(text.NothingHereYet), said(text.FirstToRead), text.Text{}, nil)
	case standsFailed:
		return p.empty("alert", said(text.RoomNotLoaded), said(text.CheckConnection), text.TryAgain, p.retry)
	case standsNoRoom:
		return p.empty("lock", said(text.CannotOpenRoom), said(text.PrivateOrGone), text.BrowseRooms, p.browse)
	case standsDoor:
		d := p.V.door.room
		about := d.Topic
		if about == "" {
			about = said(text.MemberCount(d.Members))
		}
		return p.empty("hash", d.Name, about, text.JoinRoom, p.join)
	}
	return none()
}

func roomIconOf(r wire.Room) string {
	if r.Kind == wire.RoomDM {
		return "user"
	}
	return roomIcon(r)
}

func (p *roomPane) empty(iconName, title, about string, action text.Text, act app.EventHandler) app.UI {
	var button app.UI
	if !action.IsZero() {
		button = el("button.btn.btn--primary|type=button", action, on("click", act, action.Key()))
	}
	return el("div.timeline", el("div.empty", icon(iconName), el("h2.display.display--lg", title), el("p", about), button))
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
	label := text.JumpToNewest
	switch {
	case r.Unread >= limits.UnreadCount:
		label = text.NewMessagesOrMore(limits.UnreadCount - 1)
	case r.Unread > 0:
		label = text.NewMessages(r.Unread)
	}
	return el("div.jumpbar|role=status", el("button.btn|type=button", on("click", p.toEnd), icon("arrow-down"), label))
}

func (p *roomPane) toEnd(app.Context, app.Event) {
	p.V.line.toEnd()
	p.V.focusComposer()
}

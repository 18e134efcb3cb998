package ui

import (
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// confirm asks before something that cannot be undone.
type confirm struct {
	dialogState
	question string
	detail   string
	no, yes  string
	ask      func(done func(error)) // what is asked of the server on yes
	done     func()                 // after the server agreed
}

func (c *confirm) draw(v *view, rev int) app.UI { return drawDialog(v, c, rev) }
func (c *confirm) title() string                { return c.question }
func (c *confirm) alert() bool                  { return true }

func (c *confirm) body(*view) []app.UI {
	return []app.UI{el("p", c.detail), c.faultLine()}
}

func (c *confirm) buttons(v *view) []app.UI {
	return []app.UI{
		cancelButton(v, c.no),
		submitButton(c.yes, "btn--danger", c.busy),
	}
}

func (c *confirm) submit(v *view) {
	if c.busy {
		return
	}
	c.busy = true
	c.ask(func(err error) {
		if c.failed(v, err) {
			return
		}
		v.closed(c)
		if c.done != nil {
			c.done()
		}
	})
}

// asks is what a confirm asks of the server.
func asks[Q, R any, PQ wire.Pointer[Q], PR wire.Pointer[R]](v *view, c wire.Command[Q, R], req PQ) func(done func(error)) {
	return func(done func(error)) { ask(v, c, req, func(_ PR, err error) { done(err) }) }
}

func leaveRoom(v *view, r wire.Room) *confirm {
	detail := "You can join again whenever you like."
	if r.Kind == wire.RoomPrivate {
		detail = "It is private: to come back, a member has to add you."
	}
	return &confirm{
		question: "Leave " + roomName(r) + "?", detail: detail, no: "Stay", yes: "Leave room",
		ask:  asks(v, wire.LeaveRoom, &wire.RoomRef{Room: r.ID}),
		done: func() { v.say("check", "You left "+roomName(r)) },
	}
}

func deleteMessage(v *view, r wire.Room, seq int64) *confirm {
	detail := "It disappears for everyone here."
	if r.Kind != wire.RoomDM {
		detail = "It disappears for all " + plural(r.Members, "member", "members") + "."
	}
	return &confirm{
		question: "Delete this message?", detail: detail, no: "Keep it", yes: "Delete message",
		ask:  asks(v, wire.DeleteMessage, &wire.Delete{Room: r.ID, Seq: seq}),
		done: func() { v.say("check", "Message deleted") },
	}
}

func removeMember(v *view, r wire.Room, u wire.User) *confirm {
	return &confirm{
		question: "Remove " + u.Name + " from " + roomName(r) + "?",
		detail:   "They no longer see what is written here. What they wrote stays.",
		no:       "Keep them", yes: "Remove",
		ask:  asks(v, wire.RemoveMember, &wire.MemberRef{Room: r.ID, User: u.ID}),
		done: func() { v.say("check", u.Name+" was removed"); v.roster.load(v) },
	}
}

func banPerson(v *view, u wire.User) *confirm {
	return &confirm{
		question: "Ban " + u.Name + " from " + v.workspace() + "?",
		detail:   "They are signed out at once and cannot come back. What they wrote stays.",
		no:       "Keep them", yes: "Ban",
		ask:  asks(v, wire.BanUser, &wire.UserBan{User: u.ID, Banned: true}),
		done: func() { v.say("check", u.Name+" was banned"); v.roster.load(v) },
	}
}

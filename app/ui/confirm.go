package ui

import (
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// confirm asks before something that cannot be undone.
type confirm struct {
	dialogState
	question text.Text
	detail   text.Text
	no, yes  text.Text
	ask      func(done func(error)) // what is asked of the server on yes
	done     func()                 // after the server agreed
}

func (c *confirm) draw(v *view, rev int) app.UI { return drawDialog(v, c, rev) }
func (c *confirm) title() text.Text             { return c.question }
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
func asks[Q, R wire.Headed](v *view, c wire.Command[Q, R], req Q) func(done func(error)) {
	return func(done func(error)) { ask(v, c, req, func(_ R, err error) { done(err) }) }
}

func leaveRoom(v *view, r wire.Room) *confirm {
	detail := text.CanJoinAgain
	if r.Kind == wire.RoomPrivate {
		detail = text.MustBeAdded
	}
	return &confirm{
		question: text.LeaveRoomAsk(roomName(r)), detail: detail, no: text.Stay, yes: text.LeaveRoom,
		ask:  asks(v, wire.LeaveRoom, &wire.RoomRef{Room: r.ID}),
		done: func() { v.say("check", text.YouLeft(roomName(r))) },
	}
}

func deleteMessage(v *view, r wire.Room, seq int64) *confirm {
	detail := text.DeletesForBoth
	if r.Kind != wire.RoomDM {
		detail = text.DeletesForAll(r.Members)
	}
	return &confirm{
		question: text.DeleteAsk, detail: detail, no: text.KeepIt, yes: text.DeleteMessage,
		ask:  asks(v, wire.DeleteMessage, &wire.Delete{Room: r.ID, Seq: seq}),
		done: func() { v.say("check", text.IsDeleted) },
	}
}

func removeMember(v *view, r wire.Room, u wire.User) *confirm {
	return &confirm{
		question: text.RemoveAsk(u.Name, roomName(r)),
		detail:   text.RemoveDetail,
		no:       text.KeepThem, yes: text.Remove,
		ask:  asks(v, wire.RemoveMember, &wire.MemberRef{Room: r.ID, User: u.ID}),
		done: func() { v.say("check", text.WasRemoved(u.Name)); v.roster.load(v) },
	}
}

func banPerson(v *view, u wire.User) *confirm {
	return &confirm{
		question: text.BanAsk(u.Name, v.workspace()),
		detail:   text.BanDetail,
		no:       text.KeepThem, yes: text.Ban,
		ask:  asks(v, wire.BanUser, &wire.UserBan{User: u.ID, Banned: true}),
		done: func() { v.say("check", text.WasBanned(u.Name)); v.roster.load(v) },
	}
}

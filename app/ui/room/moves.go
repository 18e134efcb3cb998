package room

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// moves is what rooms the person has come into and left while the page was open.
type moves struct {
	leaving map[string]text.Text // they asked to leave or delete them here: what is said then
	added   map[string]bool      // others brought them in, and they have not looked yet
}

// toldAtOnce is of how many new rooms somebody is told at once: who comes back to a hundred has them in the list.
const toldAtOnce = 3

// Came is told of rooms that are new to the person. They are told who brought them in: the event
// of it is the one up to which they have read.
func (o *Rooms) Came(rooms []wire.Room) {
	for _, r := range rooms[max(0, len(rooms)-toldAtOnce):] {
		if r.Kind == wire.RoomDM || r.Read == 0 {
			continue
		}
		entry := &wire.Fetch{Room: r.ID, After: r.Read - 1, Limit: 1}
		host.Ask(o.h, wire.FetchHistory, entry, func(page *wire.Page, err error) {
			if err != nil || len(page.Events) == 0 {
				return // the room is in the list all the same
			}
			e := page.Events[0]
			if e.Kind == wire.KindMember && e.Action == wire.ActionAdded && e.User == o.h.State.Me().ID && e.Author != e.User {
				o.meet(r, e.Author)
			}
		})
	}
}

// meet finds out what the one who brought the person into a room is called, and says it.
func (o *Rooms) meet(r wire.Room, by string) {
	if o.h.State.User(by).Handle != "" {
		o.broughtIn(r, by)
		return
	}
	host.Ask(o.h, wire.GetUsers, &wire.UserGet{IDs: []string{by}}, func(*wire.Users, error) { o.broughtIn(r, by) })
}

func (o *Rooms) broughtIn(r wire.Room, by string) {
	if _, in := o.h.State.Room(r.ID); !in || o.h.Here() == r.ID {
		return
	}
	o.moves.added[r.ID] = true
	o.h.Raise(host.List)
	o.h.Keep(added(r.ID), "user-add", text.AddedYou(o.h.State.User(by).Name, r.Name), text.OpenRoom,
		func() { o.h.Go(route.To(r.ID, 0)) })
}

// added is the key of the notice that the person was added to a room.
func added(room string) string { return "added/" + room }

// IsNew reports whether others have brought the person into a room that they have not looked at.
func (o *Rooms) IsNew(room string) bool { return o.moves.added[room] }

// Seen is told that the person looks at a room.
func (o *Rooms) Seen(room string) {
	if o.moves.added[room] {
		delete(o.moves.added, room)
		o.h.Raise(host.List)
	}
	o.h.Notices.Forget(added(room))
}

// Lost is told of rooms that the person is no longer in.
func (o *Rooms) Lost(rooms []wire.Room) {
	for _, r := range rooms {
		o.Seen(r.ID)
		if said, asked := o.moves.leaving[r.ID]; asked {
			delete(o.moves.leaving, r.ID)
			o.h.Say("check", said)
			continue
		}
		o.h.Keep("lost/"+r.ID, "lock", text.NoLongerIn(host.RoomName(r)), text.Text{}, nil)
	}
}

// AskLeave asks whether to leave a room, and leaves it.
func (o *Rooms) AskLeave(r wire.Room) { o.h.Overlays.Open(o.leaveRoom(r)) }

func (o *Rooms) leaveRoom(r wire.Room) *kit.Confirm {
	detail := text.CanJoinAgain
	if r.Kind == wire.RoomPrivate {
		detail = text.MustBeAdded
	}
	leave := kit.Asks(o.h, wire.LeaveRoom, &wire.RoomRef{Room: r.ID})
	return &kit.Confirm{
		DialogState: kit.DialogState{H: o.h},
		Question:    text.LeaveRoomAsk(host.RoomName(r)), Detail: detail, No: text.Stay, Yes: text.LeaveRoom,
		Ask: o.asked(r, text.YouLeft(host.RoomName(r)), leave),
	}
}

// asked asks what takes the person out of a room, and has said told when they are out of it: that may be heard before
// the answer.
func (o *Rooms) asked(r wire.Room, told text.Text, ask func(done func(error))) func(done func(error)) {
	return func(done func(error)) {
		o.moves.leaving[r.ID] = told
		ask(func(err error) {
			if err != nil {
				delete(o.moves.leaving, r.ID)
			}
			done(err)
		})
	}
}

package ui

import (
	"errors"

	"github.com/confab/confab/shared/wire"
)

// door is a room the person opened without being in it.
type door struct {
	asked   string // the room it was asked about
	room    wire.Room
	missing bool
}

// knock finds out about a room of the address that the person is not in.
func (v guide) knock() {
	id := v.route.room
	if id == "" || v.door.asked == id {
		return
	}
	v.door = door{asked: id}
	ask(v.view, wire.GetRoom, &wire.RoomRef{Room: id}, func(info *wire.RoomInfo, err error) {
		if v.door.asked != id {
			return
		}
		var refused *wire.Error
		switch {
		case err == nil && !info.Room.Joined:
			v.door.room = info.Room
		case errors.As(err, &refused) && !refused.Code.Temporary():
			v.door.missing = true
		default:
			v.door.asked = "" // asked again with the next change
		}
		v.touch(partRoom)
	})
}

// join enters a public room and opens it.
func (v guide) join(r wire.Room) {
	ask(v.view, wire.JoinRoom, &wire.RoomRef{Room: r.ID}, func(_ *wire.RoomInfo, err error) {
		if err != nil {
			v.complain(err)
			return
		}
		v.door = door{}
		v.openRoom(r.ID)
	})
}

// reload tries again to load the room on the page.
func (v guide) reload() {
	if v.eng == nil {
		return
	}
	v.eng.Connect()
	v.eng.OpenRoom(v.route.room)
	v.line.scrolled()
}

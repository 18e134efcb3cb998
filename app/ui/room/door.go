package room

import (
	"errors"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/wire"
)

// door is a room the person opened without being in it.
type door struct {
	asked   string // the room it was asked about
	room    wire.Room
	missing bool
}

// doorThing changes when it is known whether the person may enter.
const doorThing host.Thing = "door"

// Leave forgets the door at which the person stands.
func (o *Rooms) Leave() { o.door = door{} }

// Knock finds out about the room of the address, which the person is not in.
func (o *Rooms) Knock() {
	id := o.h.Here()
	if id == "" || o.door.asked == id {
		return
	}
	o.door = door{asked: id}
	host.Ask(o.h, wire.GetRoom, &wire.RoomRef{Room: id}, func(info *wire.RoomInfo, err error) {
		if o.door.asked != id {
			return
		}
		var refused *wire.Error
		switch {
		case err == nil && !info.Room.Joined:
			o.door.room = info.Room
		case errors.As(err, &refused) && !refused.Code.Temporary():
			o.door.missing = true
		default:
			o.door.asked = "" // asked again with the next change
		}
		o.h.Raise(doorThing)
	})
}

// Join enters a public room and opens it.
func (o *Rooms) Join(r wire.Room) {
	host.Ask(o.h, wire.JoinRoom, &wire.RoomRef{Room: r.ID}, func(_ *wire.RoomInfo, err error) {
		if err != nil {
			o.h.Complain(err)
			return
		}
		o.door = door{}
		o.h.Raise(doorThing)
		o.h.Go(route.To(r.ID, 0))
	})
}

// reload tries again to load the room on the page.
func (o *Rooms) reload() {
	if o.h.Eng == nil {
		return
	}
	o.h.Eng.Connect()
	o.h.Eng.OpenRoom(o.h.Here())
	o.h.Verbs.Reload()
}

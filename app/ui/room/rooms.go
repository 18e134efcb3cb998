package room

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Rooms is the feature.
type Rooms struct {
	h      *host.Host
	door   door
	invite wire.Invite // the link made by this program, if any
}

// New returns the feature.
func New(h *host.Host) *Rooms { return &Rooms{h: h} }

// Create asks for a new room.
func (o *Rooms) Create() { o.h.Overlays.Open(newRoom(o.h)) }

func leaveRoom(h *host.Host, r wire.Room) *kit.Confirm {
	detail := text.CanJoinAgain
	if r.Kind == wire.RoomPrivate {
		detail = text.MustBeAdded
	}
	return &kit.Confirm{
		DialogState: kit.DialogState{H: h},
		Question:    text.LeaveRoomAsk(host.RoomName(r)), Detail: detail, No: text.Stay, Yes: text.LeaveRoom,
		Ask:  kit.Asks(h, wire.LeaveRoom, &wire.RoomRef{Room: r.ID}),
		Done: func() { h.Say("check", text.YouLeft(host.RoomName(r))) },
	}
}

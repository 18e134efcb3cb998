package room

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// shut says why the person cannot write in the room on the page, in the place of the composer.
type shut struct {
	app.Compo
	Of   *Rooms
	Room string
	Rev  int
}

// Shut draws why the person cannot write in the room, or how often they can.
func (o *Rooms) Shut() app.UI {
	return &shut{Of: o, Room: o.h.Here(), Rev: o.h.Rev(host.Room(o.h.Here()), host.Self)}
}

// Render draws the line.
func (s *shut) Render() app.UI {
	h := s.Of.h
	r, ok := h.State.Room(s.Room)
	in := rights.In(h.State.Me(), r)
	switch {
	case !ok:
	case r.Archived > 0:
		var open app.UI
		if rights.May(rights.Archive, in) {
			open = kit.El("button.btn.btn--quiet|type=button", text.OpenAgain, kit.On("click", s.open))
		}
		return kit.El("div.shut|role=note", kit.Icon("archive", "icon--sm"), kit.El("span", text.RoomArchived), open)
	case !rights.May(rights.Post, in):
		return kit.El("div.shut|role=note", kit.Icon("megaphone", "icon--sm"), kit.El("span", text.HostsPostHere))
	case r.Slow > 0 && !rights.May(rights.Unhurried, in):
		return kit.El("p.shut__slow", text.RoomIsSlow(r.Slow))
	}
	return kit.None()
}

func (s *shut) open(platform.Event) {
	no := false
	host.Tell(s.Of.h, wire.SetRoom, &wire.RoomSet{Room: s.Room, Archived: &no})
}

// AskArchive asks whether to close a room, and closes it.
func (o *Rooms) AskArchive(r wire.Room) { o.h.Overlays.Open(archiving(o.h, r)) }

// archiving asks before a room is closed.
func archiving(h *host.Host, r wire.Room) *kit.Confirm {
	yes := true
	return &kit.Confirm{
		DialogState: kit.DialogState{H: h},
		Question:    text.ArchiveAsk(host.RoomName(r)), Detail: text.ArchiveMeans, No: text.Cancel, Yes: text.ArchiveRoom,
		Ask:  kit.Asks(h, wire.SetRoom, &wire.RoomSet{Room: r.ID, Archived: &yes}),
		Done: func() { h.Say("archive", text.RoomIsArchived(host.RoomName(r))) },
	}
}

package room

import (
	"strings"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// deleteRoom asks before a room is deleted. The name has to be typed, because it cannot be undone and is of everybody
// in it.
type deleteRoom struct {
	kit.Confirm
	room wire.Room
}

// AskDelete asks whether to delete a room, and deletes it.
func (o *Rooms) AskDelete(r wire.Room) { o.h.Overlays.Open(deleting(o, r)) }

func deleting(o *Rooms, r wire.Room) *deleteRoom {
	name := host.RoomName(r)
	return &deleteRoom{room: r, Confirm: kit.Confirm{
		DialogState: kit.DialogState{H: o.h},
		Question:    text.DeleteRoomAsk(name), Detail: text.DeleteRoomMeans(r.Members), No: text.Cancel, Yes: text.DeleteRoom,
		Ask: o.asked(r, text.RoomIsDeleted(name), kit.Asks(o.h, wire.DeleteRoom, &wire.RoomRef{Room: r.ID})),
	}}
}

// Draw shows the dialog.
func (d *deleteRoom) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Body says what goes, and asks for the name.
func (d *deleteRoom) Body() []app.UI {
	return []app.UI{kit.El("p", d.Detail),
		d.Field(kit.Field{ID: nameField, Label: text.DeleteRoomType(host.RoomName(d.room)), Limit: limits.NameRunes, First: true}),
		d.FaultLine()}
}

// nameField is the id of the field for the name.
const nameField = "room-delete-name"

// Submit deletes the room if its name was typed, in whatever case.
func (d *deleteRoom) Submit() {
	if !strings.EqualFold(strings.TrimSpace(kit.FieldText(nameField)), host.RoomName(d.room)) {
		d.RefuseAt(nameField, host.Said(text.DeleteRoomOther))
		return
	}
	if d.Busy {
		return
	}
	d.Wait()
	d.Ask(func(err error) {
		if !d.Failed(err) {
			d.H.Overlays.Drop(d)
		}
	})
}

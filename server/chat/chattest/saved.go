package chattest

import (
	"github.com/confab/confab/shared/wire"
)

// savedCases are the lines of the authorization matrix about what people have saved.
var savedCases = []Case{
	{wire.SaveMessage.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized", saveIn(wire.RoomPrivate)},
	{wire.SaveMessage.Type, "a conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		saveIn(wire.RoomDM)},
	{wire.SaveMessage.Type, "what is not saved",
		"not_found not_found not_found not_found not_found not_found unauthorized unauthorized", unsave},
	{wire.ListSaved.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.SavedList{})},
}

func saveIn(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		return &wire.Save{Room: room, Seq: said(w, w.Hana, room), On: true}
	}
}

func unsave(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Save{Room: room, Seq: said(w, w.Hana, room)}
}

package chattest

import (
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// editsIn edits a message in a room of a kind, and asks for its texts.
func editsIn(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		seq := said(w, w.Hana, room)
		w.MustDo(w.Hana, &wire.Edit{Room: room, Seq: seq, Body: "hello again"}, wire.EditMessage.Type)
		return &wire.EditList{Room: room, Seq: seq}
	}
}

// messageIn asks for a message in a room of a kind.
func messageIn(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		return &wire.MessageRef{Room: room, Seq: said(w, w.Hana, room)}
	}
}

func pin(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Pin{Room: room, Seq: said(w, w.Hana, room), On: true}
}

func pinDM(w *World, _ Person) wire.Headed {
	room := make1(w, wire.RoomDM)
	return &wire.Pin{Room: room, Seq: said(w, w.Hana, room), On: true}
}

// pinned is what takes away a pin of by's; of Hana's, if they cannot pin there.
func pinned(w *World, by Person, room string) wire.Headed {
	q := &wire.Pin{Room: room, Seq: said(w, w.Hana, room), On: true}
	if by.Session == "" {
		by = w.Hana
	}
	if _, err := w.Do(by, q, wire.PinMessage.Type); err != nil {
		w.MustDo(w.Hana, q, wire.PinMessage.Type)
	}
	return &wire.Pin{Room: room, Seq: q.Seq}
}

func unpinOwn(w *World, who Person) wire.Headed { return pinned(w, who, privateRoom(w)) }

func unpinOther(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return pinned(w, another(w, room), room)
}

func unpinDM(w *World, _ Person) wire.Headed { return pinned(w, w.Sam, make1(w, wire.RoomDM)) }

// forwardIn forwards a message of a private room in it.
func forwardIn(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Send{CID: id.New(), Room: room, FromRoom: room, FromSeq: said(w, w.Hana, room)}
}

// deleteBy erases what somebody wrote in a private room.
func deleteBy(own bool) request {
	return func(w *World, who Person) wire.Headed {
		room := privateRoom(w)
		if own {
			return &wire.DeleteBy{Room: room, User: who.ID}
		}
		return &wire.DeleteBy{Room: room, User: another(w, room).ID}
	}
}

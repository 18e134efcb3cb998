package chattest

import "github.com/confab/confab/shared/wire"

func unread(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		return &wire.Unread{Room: room, Seq: said(w, w.Hana, room)}
	}
}

func unreadNothing(w *World, _ Person) wire.Headed {
	return &wire.Unread{Room: privateRoom(w), Seq: 1} // the room was made
}

func mine(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		yes := true
		return &wire.RoomMine{Room: make1(w, kind), Starred: &yes, Muted: &yes}
	}
}

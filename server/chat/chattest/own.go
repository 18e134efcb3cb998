package chattest

import (
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

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

func rules(w *World, _ Person) wire.Headed {
	hosts, slow := wire.ScopeHosts, 30
	return &wire.RoomSet{Room: privateRoom(w), Posting: &hosts, Calling: &hosts, Slow: &slow}
}

// archived makes a room that is archived.
func archived(w *World) string {
	room, yes := privateRoom(w), true
	w.MustDo(w.Hana, &wire.RoomSet{Room: room, Archived: &yes}, wire.SetRoom.Type)
	return room
}

func archive(on bool) request {
	return func(w *World, _ Person) wire.Headed {
		if on {
			return &wire.RoomSet{Room: privateRoom(w), Archived: &on}
		}
		return &wire.RoomSet{Room: archived(w), Archived: &on}
	}
}

func archiveMain(w *World, _ Person) wire.Headed {
	yes := true
	return &wire.RoomSet{Room: w.Main, Archived: &yes}
}

func sendArchived(w *World, _ Person) wire.Headed {
	return &wire.Send{CID: id.New(), Room: archived(w), Body: "hello"}
}

func announce(w *World, _ Person) wire.Headed {
	room, hosts := privateRoom(w), wire.ScopeHosts
	w.MustDo(w.Hana, &wire.RoomSet{Room: room, Posting: &hosts}, wire.SetRoom.Type)
	return &wire.Send{CID: id.New(), Room: room, Body: "hello"}
}

func hostOf(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.MemberHost{Room: room, User: another(w, room).ID, Host: true}
}

func hostOfNobody(w *World, _ Person) wire.Headed {
	return &wire.MemberHost{Room: privateRoom(w), User: fresh(w, wire.RoleMember).ID, Host: true}
}

package chattest

import (
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// groupCases are those of conversations of more than two, which Hana and Sam are in.
var groupCases = []Case{
	//                                         owner admin host member former stranger banned signedout
	{wire.OpenDM.Type, "several people", "         ok ok ok ok ok ok unauthorized unauthorized", openGroup},
	{wire.SendMessage.Type, "others' group", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized", sendInGroup},
	{wire.AddMember.Type, "a group", "room_gone room_gone forbidden forbidden room_gone room_gone unauthorized unauthorized", addToGroup},
	{wire.LeaveRoom.Type, "a group", "room_gone room_gone forbidden forbidden room_gone room_gone unauthorized unauthorized", leaveGroup},
}

// deletedCases are those of rooms that are deleted.
var deletedCases = []Case{
	//                                         owner admin host member former stranger banned signedout
	{wire.DeleteRoom.Type, "a private room", "     ok forbidden ok forbidden room_gone room_gone unauthorized unauthorized",
		roomRef(wire.RoomPrivate)},
	{wire.DeleteRoom.Type, "a public room", "      ok forbidden ok forbidden room_gone room_gone unauthorized unauthorized",
		roomRef(wire.RoomPublic)},
	{wire.DeleteRoom.Type, "an archived room", "   ok forbidden ok forbidden room_gone room_gone unauthorized unauthorized",
		func(w *World, _ Person) wire.Headed { return &wire.RoomRef{Room: archived(w)} }},
	{wire.DeleteRoom.Type, "the main room",
		"forbidden forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", mainRoom},
	{wire.DeleteRoom.Type, "a conversation",
		"room_gone room_gone forbidden forbidden room_gone room_gone unauthorized unauthorized", roomRef(wire.RoomDM)},
}

func openGroup(w *World, _ Person) wire.Headed {
	return &wire.DMOpen{Users: []string{fresh(w, wire.RoleMember).ID, fresh(w, wire.RoleMember).ID}}
}

// group is a conversation of Hana, Sam and somebody else.
func group(w *World) string {
	q := &wire.DMOpen{Users: []string{w.Sam.ID, fresh(w, wire.RoleMember).ID}}
	return w.MustDo(w.Hana, q, wire.OpenDM.Type).(*wire.RoomInfo).Room.ID
}

func sendInGroup(w *World, _ Person) wire.Headed {
	return &wire.Send{CID: id.New(), Room: group(w), Body: "hello"}
}

func addToGroup(w *World, _ Person) wire.Headed {
	return &wire.MemberAdd{Room: group(w), User: fresh(w, wire.RoleMember).ID}
}

func leaveGroup(w *World, _ Person) wire.Headed { return &wire.RoomRef{Room: group(w)} }

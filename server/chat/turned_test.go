package chat_test

import (
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

// turn makes a room private or public as p.
func turn(w *chattest.World, p chattest.Person, room string, kind wire.RoomKind) (wire.Room, *wire.Error) {
	w.T.Helper()
	answer, e := w.Do(p, &wire.RoomSet{Room: room, Kind: &kind}, wire.SetRoom.Type)
	if e != nil {
		return wire.Room{}, e
	}
	return answer.(*wire.RoomInfo).Room, nil
}

func TestARoomThatBecomesPrivateIsGoneForEverybodyElse(t *testing.T) {
	w := chattest.New(t)
	room := create(w, w.Hana, "pantry", wire.RoomPublic)
	w.MustDo(w.Sam, &wire.RoomRef{Room: room.ID}, wire.JoinRoom.Type)
	w.MustDo(w.Sam, &wire.Send{CID: "0190b6f07c1e70008000000000000004", Room: room.ID, Body: "soup"}, wire.SendMessage.Type)
	got, e := turn(w, w.Hana, room.ID, wire.RoomPrivate)
	if e != nil || got.Kind != wire.RoomPrivate || got.History != wire.HistoryNone || got.Members != 2 {
		t.Fatalf("the room is %+v, %v", got, e)
	}
	events := page(w, w.Sam, room.ID).Events
	if last := events[len(events)-1]; last.Kind != wire.KindRoom || last.Action != wire.ActionPrivate || last.History != wire.HistoryNone ||
		last.Name != "pantry" {
		t.Errorf("the room tells of it by %+v", last)
	}
	for _, r := range w.MustDo(w.Mara, &wire.RoomList{}, wire.ListRooms.Type).(*wire.Rooms).Rooms {
		if r.ID == room.ID {
			t.Error("it is still listed")
		}
	}
	_, e = w.Do(w.Mara, &wire.RoomRef{Room: room.ID}, wire.JoinRoom.Type)
	refused(t, e, wire.CodeRoomGone)
	mine := w.MustDo(w.Sam, &wire.RoomList{Private: true, Query: "pant"}, wire.ListRooms.Type).(*wire.Rooms).Rooms
	if len(mine) != 1 || mine[0].ID != room.ID || !mine[0].Joined {
		t.Errorf("the private rooms of a member are %+v", mine)
	}

	got, e = turn(w, w.Hana, room.ID, wire.RoomPublic)
	if e != nil || got.Kind != wire.RoomPublic || got.History != "" {
		t.Fatalf("public again it is %+v, %v", got, e)
	}
	w.MustDo(w.Mara, &wire.RoomRef{Room: room.ID}, wire.JoinRoom.Type)
	if first := page(w, w.Mara, room.ID).Events[0]; first.Seq != 1 {
		t.Errorf("who enters it sees from %d on", first.Seq)
	}
}

func TestRoomsThatKeepTheirKind(t *testing.T) {
	w := chattest.New(t)
	_, e := turn(w, w.Nora, w.Main, wire.RoomPrivate)
	refused(t, e, wire.CodeForbidden)
	room := create(w, w.Hana, "pantry", wire.RoomPrivate)
	for _, kind := range []wire.RoomKind{wire.RoomDM, "secret"} {
		_, e = turn(w, w.Hana, room.ID, kind)
		refused(t, e, wire.CodeInvalid)
	}
	create(w, w.Sam, "Pantry", wire.RoomPublic)
	_, e = turn(w, w.Hana, room.ID, wire.RoomPublic)
	refused(t, e, wire.CodeConflict)
	if got, e := turn(w, w.Hana, room.ID, wire.RoomPrivate); e != nil || got.Top != room.Top {
		t.Errorf("a room that is private already tells of it: %+v, %v", got, e)
	}
}

func TestAdminsSeeHowMuchThereIs(t *testing.T) {
	w := chattest.New(t)
	create(w, w.Hana, "pantry", wire.RoomPrivate)
	got := w.MustDo(w.Nora, &wire.WorkspaceGet{}, wire.GetWorkspace.Type).(*wire.WorkspaceInfo)
	if got.Owners < 1 || got.Admins < 1 || got.Members < 2 || got.Public < 1 || got.Private != 1 || got.Days == nil {
		t.Errorf("there is %+v", got)
	}
}

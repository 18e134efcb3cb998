package chattest

import (
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// threadCases are those about following threads.
var threadCases = []Case{
	{wire.GetMessage.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized", messageIn(wire.RoomPrivate)},
	{wire.GetMessage.Type, "a public room", "ok ok ok ok room_gone room_gone unauthorized unauthorized", messageIn(wire.RoomPublic)},
	{wire.GetMessage.Type, "a conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		messageIn(wire.RoomDM)},
	{wire.GetMessage.Type, "no message", "not_found not_found not_found not_found room_gone room_gone unauthorized unauthorized",
		func(w *World, _ Person) wire.Headed { return &wire.MessageRef{Room: privateRoom(w), Seq: 4711} }},
	{wire.GetThread.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized",
		inThread(wire.RoomPrivate, getThread)},
	{wire.GetThread.Type, "a conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		inThread(wire.RoomDM, getThread)},
	{wire.FollowThread.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized",
		inThread(wire.RoomPrivate, followThread)},
	{wire.FollowThread.Type, "a public room", "ok ok ok ok room_gone room_gone unauthorized unauthorized",
		inThread(wire.RoomPublic, followThread)},
	{wire.FollowThread.Type, "a conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		inThread(wire.RoomDM, followThread)},
	{wire.FollowThread.Type, "no message", "not_found not_found not_found not_found room_gone room_gone unauthorized unauthorized",
		followNothing},
	{wire.ReadThread.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized",
		inThread(wire.RoomPrivate, readThread)},
	{wire.ReadThread.Type, "a conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		inThread(wire.RoomDM, readThread)},
	{wire.ListThreads.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.ThreadList{})},
	{wire.ReadThreads.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.ThreadsRead{At: 9})},
}

// inThread asks something about a thread in a room of that kind.
func inThread(kind wire.RoomKind, ask func(room string, root int64) wire.Headed) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		seq := said(w, w.Hana, room)
		w.MustDo(w.Hana, &wire.Send{CID: id.New(), Room: room, Body: "hello", Thread: seq}, wire.SendMessage.Type)
		return ask(room, seq)
	}
}

func getThread(room string, root int64) wire.Headed { return &wire.ThreadRef{Room: room, Thread: root} }

func followThread(room string, root int64) wire.Headed {
	return &wire.ThreadFollow{Room: room, Thread: root, On: true}
}

func readThread(room string, root int64) wire.Headed {
	return &wire.ThreadRead{Room: room, Thread: root, Seq: root + 1}
}

func followNothing(w *World, _ Person) wire.Headed {
	return &wire.ThreadFollow{Room: privateRoom(w), Thread: 9_999, On: true}
}

func sendInThread(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Send{CID: id.New(), Room: room, Body: "hello", Thread: w.Say(w.Hana, room, "hello?")}
}

package chattest

import (
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

func sendInThread(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Send{CID: id.New(), Room: room, Body: "hello", Thread: w.Say(w.Hana, room, "hello?")}
}

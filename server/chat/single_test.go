package chat_test

import (
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

func TestALinkedMessageSaysInWhichThreadItIs(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	root := w.Say(w.Hana, room, "soup?")
	seq := reply(w, w.Sam, room, root, "which one?")
	w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: "which soup?"}, wire.EditMessage.Type)
	w.MustDo(w.Hana, &wire.React{Room: room, Seq: seq, Emoji: "👍", On: true}, wire.ReactToMessage.Type)
	ask := func(p chattest.Person, seq int64) (*wire.MessageInfo, *wire.Error) {
		got, err := w.Do(p, &wire.MessageRef{Room: room, Seq: seq}, wire.GetMessage.Type)
		if err != nil {
			return nil, err
		}
		return got.(*wire.MessageInfo), nil
	}
	got, err := ask(w.Hana, seq)
	if err != nil {
		t.Fatal(err)
	}
	m := got.Message
	if m.Thread != root || !m.Aside() || m.Body != "which soup?" || m.State == nil || len(m.State.Reactions) != 1 ||
		!m.State.Reactions[0].Me {
		t.Errorf("the message: %+v with %+v", m, m.State)
	}
	if len(got.Users) == 0 || got.Users[0].ID == "" {
		t.Errorf("whom it refers to: %+v", got.Users)
	}
	_, err = ask(w.Stan, seq)
	refused(t, err, wire.CodeRoomGone)
	_, err = ask(w.Hana, seq+1) // the edit, which is no message
	refused(t, err, wire.CodeNotFound)
}

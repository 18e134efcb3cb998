package chattest

import (
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// asked returns a poll in a room by author, or by Hana if the author cannot write there.
func asked(w *World, author Person, room string) int64 {
	q := func() *wire.Send {
		return &wire.Send{CID: id.New(), Room: room, Body: "When?", Poll: &wire.Poll{Choices: []string{"now", "later"}}}
	}
	if author.Session != "" {
		if ack, err := w.Do(author, q(), wire.SendMessage.Type); err == nil {
			return ack.(*wire.Ack).Seq
		}
	}
	return w.MustDo(w.Hana, q(), wire.SendMessage.Type).(*wire.Ack).Seq
}

func votes(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		return &wire.Vote{Room: room, Seq: asked(w, w.Hana, room), Choices: 2}
	}
}

func votesOf(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		return &wire.VoteList{Room: room, Seq: asked(w, w.Hana, room)}
	}
}

// closes closes somebody else's poll: a member's, or Sam's in his conversation with Hana.
func closes(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		by := w.Sam
		if kind != wire.RoomDM {
			by = another(w, room)
		}
		return &wire.PollClose{Room: room, Seq: asked(w, by, room)}
	}
}

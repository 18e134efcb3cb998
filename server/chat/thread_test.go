package chat_test

import (
	"slices"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// reply says something in the thread of the message at root.
func reply(w *chattest.World, p chattest.Person, room string, root int64, body string) int64 {
	w.T.Helper()
	q := &wire.Send{CID: id.New(), Room: room, Body: body, Thread: root}
	return w.MustDo(p, q, wire.SendMessage.Type).(*wire.Ack).Seq
}

// thread is the newest page of a thread.
func thread(w *chattest.World, p chattest.Person, room string, root int64) *wire.Page {
	w.T.Helper()
	return w.MustDo(p, &wire.Fetch{Room: room, Thread: root}, wire.FetchHistory.Type).(*wire.Page)
}

// bodiesOf are the texts of events.
func bodiesOf(es []wire.Event) (all []string) {
	for _, e := range es {
		all = append(all, e.Body)
	}
	return all
}

func TestWhatIsSaidInAThreadIsThere(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	root := w.Say(w.Hana, room, "soup?")
	first := reply(w, w.Sam, room, root, "which one?")
	w.MustDo(w.Mara, &wire.Send{CID: id.New(), Room: room, Body: "tomato", Thread: root, ReplyTo: first, InRoom: true},
		wire.SendMessage.Type)
	w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: first, Body: "which **one**?"}, wire.EditMessage.Type)
	p := thread(w, w.Hana, room, root)
	if got := bodiesOf(p.Events); !slices.Equal(got, []string{"which **one**?", "tomato"}) || p.Root == nil || p.Root.Body != "soup?" {
		t.Errorf("in the thread: %q under %+v", got, p.Root)
	}
	if q := p.Events[1].Quote; q == nil || q.Text != "which one?" {
		t.Errorf("quoted: %+v", q)
	}
	if s := p.Root.State.Thread; s.Replies != 2 || len(s.Last) != 2 || s.Last[1].User != w.Mara.ID {
		t.Errorf("the message says of its thread: %+v", s)
	}
	shown := w.MustDo(w.Hana, &wire.Fetch{Room: room}, wire.FetchHistory.Type).(*wire.Page)
	if got := bodiesOf(shown.Events); slices.Contains(got, "which **one**?") || !slices.Contains(got, "tomato") {
		t.Errorf("in the room: %q", got)
	}
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: first}, wire.DeleteMessage.Type)
	if s := at(w, room, root).State.Thread; s.Replies != 1 || len(s.Last) != 1 || s.Last[0].User != w.Mara.ID {
		t.Errorf("after one was deleted: %+v", s)
	}
}

func TestWhereThereIsNoThreadNobodyAnswers(t *testing.T) {
	w := chattest.New(t)
	room, other := w.Room(wire.RoomPrivate), w.Room(wire.RoomPublic)
	root, gone := w.Say(w.Hana, room, "soup?"), w.Say(w.Hana, room, "salad?")
	in, under := reply(w, w.Sam, room, root, "which one?"), reply(w, w.Sam, room, gone, "no")
	far := w.Say(w.Hana, other, "elsewhere")
	for far < 40 { // a seq that this room does not have
		far = w.Say(w.Hana, other, "elsewhere")
		w.Advance(1e9)
	}
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: gone}, wire.DeleteMessage.Type)
	for _, c := range []struct {
		what string
		send wire.Send
		code wire.Code
	}{
		{"a message that was deleted", wire.Send{Thread: gone}, wire.CodeDeleted},
		{"a reply", wire.Send{Thread: in}, wire.CodeInvalid},
		{"a message of another room", wire.Send{Thread: far}, wire.CodeNotFound},
		{"what is no message", wire.Send{Thread: 1}, wire.CodeNotFound},
		{"a negative seq", wire.Send{Thread: -1}, wire.CodeInvalid},
		{"a quote of what is in no thread", wire.Send{Thread: root, ReplyTo: root}, wire.CodeInvalid},
		{"a quote of another thread's reply", wire.Send{Thread: root, ReplyTo: under}, wire.CodeInvalid},
	} {
		c.send.CID, c.send.Room, c.send.Body = id.New(), room, "lost"
		if _, err := w.Do(w.Sam, &c.send, wire.SendMessage.Type); err == nil || err.Code != c.code {
			t.Errorf("under %s: %v, want %s", c.what, err, c.code)
		}
	}
	for _, seq := range []int64{in, far, 1, 1 << 40} {
		_, err := w.Do(w.Sam, &wire.Fetch{Room: room, Thread: seq}, wire.FetchHistory.Type)
		if err == nil || err.Code != wire.CodeNotFound {
			t.Errorf("the thread of %d: %v, want not_found", seq, err)
		}
	}
	if got := bodiesOf(thread(w, w.Sam, room, gone).Events); !slices.Equal(got, []string{"no"}) {
		t.Errorf("under a deleted message there is %q", got)
	}
}

// A reply that is sent again is answered as before, also when its thread has ended since.
func TestAReplySentAgainIsThereOnce(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	root := w.Say(w.Hana, room, "soup?")
	q := &wire.Send{CID: id.New(), Room: room, Body: "which one?", Thread: root}
	first := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack)
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: root}, wire.DeleteMessage.Type)
	again := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack)
	if !again.Dup || again.Seq != first.Seq {
		t.Errorf("sent again: %+v, first %+v", again, first)
	}
	elsewhere := *q
	elsewhere.Thread = 0
	if _, err := w.Do(w.Sam, &elsewhere, wire.SendMessage.Type); err == nil || err.Code != wire.CodeCIDConflict {
		t.Errorf("the same cid in the room: %v", err)
	}
}

package chat_test

import (
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// forward forwards a message to a room, with a note.
func forward(w *chattest.World, p chattest.Person, room, note, from string, seq int64) (*wire.Ack, *wire.Error) {
	ack, err := w.Do(p, &wire.Send{CID: id.New(), Room: room, Body: note, FromRoom: from, FromSeq: seq}, wire.SendMessage.Type)
	if err != nil {
		return nil, err
	}
	return ack.(*wire.Ack), nil
}

func TestAMessageIsForwardedAsItIsWithANote(t *testing.T) {
	w := chattest.New(t)
	from, to := w.Room(wire.RoomPrivate), w.Room(wire.RoomPublic)
	seq := w.Say(w.Hana, from, "soup at noon")
	w.MustDo(w.Hana, &wire.Edit{Room: from, Seq: seq, Body: "soup at one"}, wire.EditMessage.Type)
	ack, err := forward(w, w.Sam, to, "for whoever missed it", from, seq)
	if err != nil {
		t.Fatal(err)
	}
	check := func(m wire.Event, body string) {
		t.Helper()
		f, is := effect.ForwardedBy(&m)
		if !is || m.Body != body || f.Body != "soup at one" || f.Author != w.Hana.ID || f.Room != from || f.Seq != seq {
			t.Errorf("forwarded: %+v with %+v", m, f)
		}
	}
	check(at(w, to, ack.Seq), "for whoever missed it")
	bare, err := forward(w, w.Sam, to, "", from, seq)
	if err != nil {
		t.Fatal(err)
	}
	q := &wire.Send{CID: id.New(), Room: to, Body: "good to know", ReplyTo: bare.Seq}
	answer := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack)
	if q := at(w, to, answer.Seq).Quote; q == nil || q.Text != "soup at one" {
		t.Errorf("a message without a note is quoted as %+v", q)
	}
	again, err := forward(w, w.Hana, from, "", to, bare.Seq) // what it forwards, and not who did
	if err != nil {
		t.Fatal(err)
	}
	check(at(w, from, again.Seq), "")
	page := w.MustDo(w.Mara, &wire.Fetch{Room: to, Around: bare.Seq, Limit: 1}, wire.FetchHistory.Type).(*wire.Page)
	known := map[string]bool{}
	for _, u := range page.Users {
		known[u.ID] = true
	}
	if !known[w.Hana.ID] {
		t.Error("who said it is not among the people of the page")
	}
	w.MustDo(w.Sam, &wire.Delete{Room: to, Seq: ack.Seq}, wire.DeleteMessage.Type)
	if m := at(w, to, ack.Seq); m.Detail != "" {
		t.Errorf("a deleted message still forwards %s", m.Detail)
	}
}

func TestWhatMayNotBeReadCannotBeForwarded(t *testing.T) {
	w := chattest.New(t)
	from, to := w.Room(wire.RoomPrivate), w.Room(wire.RoomPublic)
	seq, erased := w.Say(w.Hana, from, "secret"), w.Say(w.Hana, from, "taken back")
	w.MustDo(w.Hana, &wire.Delete{Room: from, Seq: erased}, wire.DeleteMessage.Type)
	_, unknown := forward(w, w.Stan, to, "", id.New(), seq)
	_, others := forward(w, w.Stan, to, "", from, seq)
	refused(t, unknown, wire.CodeRoomGone)
	refused(t, others, unknown.Code)
	w.MustDo(w.Hana, &wire.MemberAdd{Room: from, User: w.Stan.ID}, wire.AddMember.Type)
	w.MustDo(w.Stan, &wire.RoomRef{Room: to}, wire.JoinRoom.Type)
	for _, c := range []struct {
		room string
		seq  int64
		want wire.Code
	}{
		{from, seq, wire.CodeNotFound}, // before what Stan sees
		{from, 1 << 39, wire.CodeNotFound},
		{from, 0, wire.CodeInvalid},
		{"", seq, wire.CodeInvalid},
	} {
		_, err := forward(w, w.Stan, to, "", c.room, c.seq)
		refused(t, err, c.want)
	}
	_, err := forward(w, w.Sam, to, "", from, erased)
	refused(t, err, wire.CodeDeleted)
}

func TestForwardedFilesAreReadByWhoReadsTheNewMessage(t *testing.T) {
	w := chattest.New(t)
	from, to := w.Room(wire.RoomPrivate), w.Room(wire.RoomPublic)
	file := w.Upload(w.Hana, "plan.txt", "the plan of it")
	first, err := sendFiles(w, w.Hana, from, "", file.ID)
	if err != nil {
		t.Fatal(err)
	}
	ack, err := forward(w, w.Sam, to, "", from, first.Seq)
	if err != nil {
		t.Fatal(err)
	}
	m := at(w, to, ack.Seq)
	if len(m.Files) != 1 || m.Files[0].ID == file.ID || m.Files[0].Name != "plan.txt" {
		t.Fatalf("files: %+v", m.Files)
	}
	if _, _, err := w.Download(w.Finn, file.ID, wire.SizeWhole); err == nil {
		t.Error("a stranger reads the first one's")
	}
	w.MustDo(w.Hana, &wire.Delete{Room: from, Seq: first.Seq}, wire.DeleteMessage.Type)
	if got, _, err := w.Download(w.Sam, m.Files[0].ID, wire.SizeWhole); err != nil || got != "the plan of it" {
		t.Errorf("after the first message was deleted: %q, %v", got, err)
	}
	if use := w.MustDo(w.Sam, &wire.FileUse{}, wire.GetFileUsage.Type).(*wire.FileUsage); use.Used != 0 {
		t.Errorf("forwarding took up %d bytes", use.Used)
	}
}

package chat_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// refused asserts that a command failed with a code.
func refused(t *testing.T, e *wire.Error, want wire.Code) {
	t.Helper()
	switch {
	case e == nil:
		t.Fatalf("allowed, want %s", want)
	case e.Code != want:
		t.Fatalf("refused with %s (%s), want %s", e.Code, e.Message, want)
	case e.Message == "":
		t.Fatalf("%s came without a sentence", e.Code)
	}
}

// page returns the newest page of a room as a person sees it.
func page(w *chattest.World, p chattest.Person, room string) *wire.Page {
	w.T.Helper()
	return w.MustDo(p, &wire.Fetch{Room: room}, wire.FetchHistory.Type).(*wire.Page)
}

// at returns the event at seq of a room.
func at(w *chattest.World, room string, seq int64) wire.Event {
	w.T.Helper()
	for _, e := range page(w, w.Hana, room).Events {
		if e.Seq == seq {
			return e
		}
	}
	w.T.Fatalf("no event %d in the room", seq)
	return wire.Event{}
}

func TestARetriedSendIsThereOnce(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	q := &wire.Send{Head: wire.Head{ID: "7"}, CID: id.New(), Room: room, Body: "hello"}
	first := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack)
	if first.Dup || first.Seq == 0 || first.CID != q.CID || first.Room != room || first.Event == "" || first.ID != "7" {
		t.Fatalf("first ack = %+v", first)
	}
	w.Say(w.Sam, room, "something else")
	again := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack)
	if !again.Dup || again.Seq != first.Seq || again.Event != first.Event || again.At != first.At {
		t.Fatalf("second ack = %+v, want the first again", again)
	}
	other := *q
	other.Body = "hello?"
	_, e := w.Do(w.Sam, &other, wire.SendMessage.Type)
	refused(t, e, wire.CodeCIDConflict)
	other = *q
	other.ReplyTo = first.Seq
	_, e = w.Do(w.Sam, &other, wire.SendMessage.Type)
	refused(t, e, wire.CodeCIDConflict)

	// The same cid from another person, or in another room, is another message.
	if ack := w.MustDo(w.Mara, q, wire.SendMessage.Type).(*wire.Ack); ack.Dup {
		t.Fatal("Mara's message was taken for Sam's")
	}
	elsewhere := *q
	elsewhere.Room = w.Main
	if ack := w.MustDo(w.Sam, &elsewhere, wire.SendMessage.Type).(*wire.Ack); ack.Dup {
		t.Fatal("a message in another room was taken for this one")
	}
}

func TestARetryIsRecognizedWhateverBecameOfTheMessage(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	q := &wire.Send{CID: id.New(), Room: room, Body: "first words"}
	seq := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack).Seq

	for _, becomes := range []struct {
		what string
		req  wire.Headed
		typ  wire.Type
		by   chattest.Person
	}{
		{"edited", &wire.Edit{Room: room, Seq: seq, Body: "other words"}, wire.EditMessage.Type, w.Sam},
		{"deleted", &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type, w.Sam},
		{"its author removed", &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type, w.Hana},
	} {
		w.MustDo(becomes.by, becomes.req, becomes.typ)
		again, e := w.Do(w.Sam, q, wire.SendMessage.Type)
		if e != nil {
			t.Fatalf("%s: refused with %v, though the message had arrived", becomes.what, e)
		}
		if ack := again.(*wire.Ack); !ack.Dup || ack.Seq != seq {
			t.Fatalf("%s: ack = %+v", becomes.what, ack)
		}
		other := *q
		other.Body = "never said"
		_, e = w.Do(w.Sam, &other, wire.SendMessage.Type)
		refused(t, e, wire.CodeCIDConflict)
	}
	_, e := w.Do(w.Sam, &wire.Send{CID: id.New(), Room: room, Body: "new"}, wire.SendMessage.Type)
	refused(t, e, wire.CodeRoomGone)
}

func TestTheSameSendFromManyTabsAtOnce(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	top := page(w, w.Sam, room).AsOf
	q := wire.Send{CID: id.New(), Room: room, Body: "hello"}
	acks := make([]*wire.Ack, 20)
	var wg sync.WaitGroup
	for i := range acks {
		wg.Go(func() {
			own := q
			if res, e := w.Do(w.Sam, &own, wire.SendMessage.Type); e == nil {
				acks[i] = res.(*wire.Ack)
			} else {
				t.Errorf("tab %d: %v", i, e)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		return
	}
	firsts := 0
	for _, a := range acks {
		if a.Seq != top+1 {
			t.Errorf("ack names seq %d, want %d", a.Seq, top+1)
		}
		if !a.Dup {
			firsts++
		}
	}
	if firsts != 1 {
		t.Errorf("%d tabs were told that theirs was the first, want 1", firsts)
	}
	if now := page(w, w.Sam, room).AsOf; now != top+1 {
		t.Errorf("the room's top went from %d to %d, want one more", top, now)
	}
}

func TestWhatAMessageMayBe(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	for _, c := range []struct {
		name string
		q    wire.Send
		want wire.Code
	}{
		{"empty", wire.Send{Body: ""}, wire.CodeInvalid},
		{"blank", wire.Send{Body: " \n\t "}, wire.CodeInvalid},
		{"invisible", wire.Send{Body: "\u200b\u2060\ufeff"}, wire.CodeInvalid},
		{"control characters only", wire.Send{Body: "\x00\x1b\x07"}, wire.CodeInvalid},
		{"too long", wire.Send{Body: strings.Repeat("x", limits.Body+1)}, wire.CodeTooLarge},
		{"not UTF-8", wire.Send{Body: "a\xffb"}, wire.CodeInvalid},
		{"no cid", wire.Send{Body: "x", CID: "-"}, wire.CodeInvalid},
		{"a cid with a quote", wire.Send{Body: "x", CID: "' OR 1=1 --"}, wire.CodeInvalid},
		{"a reply to the past", wire.Send{Body: "x", ReplyTo: -1}, wire.CodeInvalid},
		{"a reply to the future", wire.Send{Body: "x", ReplyTo: 1 << 40}, wire.CodeNotFound},
		{"a reply to a coming and going", wire.Send{Body: "x", ReplyTo: 1}, wire.CodeNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := c.q
			q.Room = room
			if q.CID == "" {
				q.CID = id.New()
			}
			_, e := w.Do(w.Sam, &q, wire.SendMessage.Type)
			refused(t, e, c.want)
		})
	}
	seq := w.Say(w.Sam, room, strings.Repeat("x", limits.Body))
	if got := len(at(w, room, seq).Body); got != limits.Body {
		t.Errorf("the longest message came back with %d bytes", got)
	}
	seq = w.Say(w.Sam, room, "bell\a and \x1b[31mcolour\r\nnext  ")
	if got := at(w, room, seq).Body; got != "bell and [31mcolour\nnext" {
		t.Errorf("kept %q", got)
	}
}

func TestAReplyQuotesWhatItAnswers(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	question := w.Say(w.Sam, room, "tea or **coffee**?")
	answer := w.MustDo(w.Hana, &wire.Send{CID: id.New(), Room: room, Body: "tea", ReplyTo: question}, wire.SendMessage.Type).(*wire.Ack).Seq
	if q := at(w, room, answer).Quote; q == nil || q.Author != w.Sam.ID || q.Text != "tea or coffee?" {
		t.Fatalf("quote = %+v", q)
	}
	w.MustDo(w.Sam, &wire.Delete{Room: room, Seq: question}, wire.DeleteMessage.Type)
	if q := at(w, room, answer).Quote; q == nil || !q.Deleted || q.Text != "" {
		t.Fatalf("quote of a deleted message = %+v", q)
	}
	// A person who was writing an answer meanwhile does not lose it.
	w.MustDo(w.Mara, &wire.Send{CID: id.New(), Room: room, Body: "both", ReplyTo: question}, wire.SendMessage.Type)
}

// On each way to a client, the quote in an answer is one short line.
func TestAQuoteIsOneLineOnEachWayToAClient(t *testing.T) {
	var told []wire.Event
	w := chattest.New(t, func(w *chattest.World, _ *chat.Options) {
		w.Store.OnCommit(func(c store.Commit) { told = append(told, c.Events...) })
	})
	room := w.Room(wire.RoomPrivate)
	before := resume(w, w.Sam, wire.Resume{})
	question := w.Say(w.Sam, room, `\*tea\* or **coffee**?`+"\n"+strings.Repeat("漢字 ", 2000))
	told = nil
	for range 2 {
		w.MustDo(w.Hana, &wire.Send{CID: id.New(), Room: room, Body: "tea", ReplyTo: question}, wire.SendMessage.Type)
	}
	replayed, err := w.Chat.Events(t.Context(), room, question, 9)
	if err != nil {
		t.Fatal(err)
	}
	caught := resume(w, w.Sam, cursors(before)).Events
	for way, es := range map[string][]wire.Event{
		"as it is told": told, "in a page": page(w, w.Hana, room).Events, "in a catch-up": caught, "after a hint was missed": replayed,
	} {
		if len(es) < 2 {
			t.Fatalf("%s: %d events", way, len(es))
		}
		for _, e := range es[len(es)-2:] {
			if q := e.Quote; q == nil || !strings.HasPrefix(q.Text, "*tea* or coffee? 漢字 漢字") || len([]rune(q.Text)) > limits.QuoteRunes+1 {
				t.Errorf("%s: %+v", way, q)
			}
		}
	}
}

func TestMentionsNameMembersOnly(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	for _, c := range []struct {
		by   chattest.Person
		body string
		want []string
	}{
		{w.Sam, "hello @mara and @HANA, @mara!", []string{w.Mara.ID, w.Hana.ID}},
		{w.Sam, "@stan is not here, nor @nobody, nor is `@mara` meant", nil},
		{w.Sam, "@all of you, @here", nil},
		{w.Hana, "@here, and @sam above all", []string{wire.MentionAll, w.Sam.ID}},
		{w.Mara, "@all", []string{wire.MentionAll}},
		{w.Nora, "@all", []string{wire.MentionAll}},
		{w.Sam, "请@mara 看一下，@hanaさん、お願いします", []string{w.Mara.ID, w.Hana.ID}},
		{w.Sam, "帮我查一下@mara", []string{w.Mara.ID}},
		{w.Sam, "请 @mara看一下", []string{w.Mara.ID}},
		{w.Sam, "봐주세요 @hana님, @hana", []string{w.Hana.ID}},
		{w.Sam, "mail foo@mara.example, 请写给foo@mara.example, foo@mara看", nil},
		{w.Hana, "@all请看", []string{wire.MentionAll}},
	} {
		seq := w.Say(c.by, room, c.body)
		if got := at(w, room, seq).Mentions; !slices.Equal(got, c.want) {
			t.Errorf("%s said %q: mentions %v, want %v", c.by.Handle, c.body, got, c.want)
		}
	}
	dm := w.DM(w.Nora, w.Hana)
	if got := at(w, dm, w.Say(w.Nora, dm, "@all")).Mentions; got != nil {
		t.Errorf("@all in a conversation of two names %v", got)
	}
}

// People type handles as their keyboard lets them. Somebody who is called exactly so comes first, and nobody
// is named who is not in the room.
func TestAMentionNamesWhoeverIsCalledAlike(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	called := map[string]chattest.Person{}
	for _, handle := range []string{"josé.garcía", "zoë", "zoe", "łukasz", "élan"} {
		called[handle] = w.Person(handle, wire.RoleMember)
		if handle != "élan" {
			w.MustDo(w.Nora, &wire.MemberAdd{Room: room, User: called[handle].ID}, wire.AddMember.Type)
		}
	}
	for body, want := range map[string][]string{
		"@jose.garcia, can you look?":           {called["josé.garcía"].ID},
		"@JOSE.GARCÍA":                          {called["josé.garcía"].ID},
		"@josé.garcía":                        {called["josé.garcía"].ID},
		"@ｊｏｓｅ.garcia and @lukasz":              {called["josé.garcía"].ID, called["łukasz"].ID},
		"请@jose.garcia看一下":                      {called["josé.garcía"].ID},
		"@zoe":                                  {called["zoe"].ID},
		"@zoë":                                  {called["zoë"].ID},
		"@jose, @jose.garcias and @elan are no": nil,
	} {
		if got := at(w, room, w.Say(w.Sam, room, body)).Mentions; !slices.Equal(got, want) {
			t.Errorf("%q: mentions %v, want %v", body, got, want)
		}
	}
}

// Who wrote it is not told, nor is who may not read it, and whoever has read it is told no more.
func TestEveryoneInTheRoomIsToldOfAll(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPublic)
	told := func(p chattest.Person) int {
		t.Helper()
		return w.MustDo(p, &wire.RoomRef{Room: room}, wire.GetRoom.Type).(*wire.RoomInfo).Room.Mentions
	}
	before := map[string]int{}
	everyone := []chattest.Person{w.Nora, w.Mara, w.Hana, w.Sam, w.Stan}
	for _, p := range everyone {
		before[p.Handle] = told(p)
	}
	w.Say(w.Sam, room, "@all, from somebody who may not") // names nobody
	seq := w.Say(w.Hana, room, "@all come here")
	for _, p := range everyone {
		want := 1
		if p == w.Hana || p == w.Stan {
			want = 0
		}
		if got := told(p) - before[p.Handle]; got != want {
			t.Errorf("%s is told %d times, want %d", p.Handle, got, want)
		}
	}
	w.MustDo(w.Mara, &wire.Read{Room: room, Seq: seq}, wire.MarkRead.Type)
	if got := told(w.Mara); got != 0 {
		t.Errorf("mara, who has read it, is told %d times", got)
	}
}

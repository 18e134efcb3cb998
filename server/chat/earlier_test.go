package chat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// add adds Stan to a room.
func add(w *chattest.World, by chattest.Person, room string, h wire.History, from int64) *wire.Error {
	w.T.Helper()
	_, e := w.Do(by, &wire.MemberAdd{Room: room, User: w.Stan.ID, History: h, From: from}, wire.AddMember.Type)
	return e
}

// seen returns what a person sees of a room from its beginning, as texts and
// actions.
func seen(w *chattest.World, p chattest.Person, room string) (texts []string) {
	w.T.Helper()
	got := w.MustDo(p, &wire.Fetch{Room: room, Around: 1, Limit: 100}, wire.FetchHistory.Type).(*wire.Page)
	for _, e := range got.Events {
		texts = append(texts, e.Body+e.Action)
	}
	return texts
}

// told returns the event of Stan's coming, as the room's members see it.
func told(w *chattest.World, room string) wire.Event {
	w.T.Helper()
	p := page(w, w.Hana, room)
	for i := len(p.Events) - 1; i >= 0; i-- {
		if p.Events[i].User == w.Stan.ID {
			return p.Events[i]
		}
	}
	w.T.Fatal("nobody was told")
	return wire.Event{}
}

func TestANewcomerSeesAPrivateRoomFromTheirComingOn(t *testing.T) {
	w := chattest.New(t)
	room, top := w.Past("")
	if e := add(w, w.Sam, room, "", 0); e != nil {
		t.Fatal(e)
	}
	w.Say(w.Hana, room, "welcome")
	if got := seen(w, w.Stan, room); fmt.Sprint(got) != "[added welcome]" {
		t.Errorf("the newcomer sees %q", got)
	}
	info := w.MustDo(w.Stan, &wire.RoomRef{Room: room}, wire.GetRoom.Type).(*wire.RoomInfo).Room
	if info.Since != top+1 || info.History != wire.HistoryNone || info.Unread != 1 || info.Mentions != 0 {
		t.Errorf("the room is to the newcomer %+v", info)
	}
	if e := told(w, room); e.History != wire.HistoryNone {
		t.Errorf("the room was told %+v", e)
	}
}

func TestARoomMadeToShowNewcomersAllShowsThemAll(t *testing.T) {
	w := chattest.New(t)
	room, _ := w.Past(wire.HistoryAll)
	if e := add(w, w.Sam, room, "", 0); e != nil {
		t.Fatal(e)
	}
	if got := seen(w, w.Stan, room); len(got) != 13 {
		t.Errorf("the newcomer sees %d events: %q", len(got), got)
	}
	if e := told(w, room); e.History != wire.HistoryAll {
		t.Errorf("the room was told %+v", e)
	}
}

func TestWhoMayChoosesWhatANewcomerSees(t *testing.T) {
	half := time.Date(2026, 3, 2, 9, 24, 0, 0, time.UTC).UnixMilli()
	for _, c := range []struct {
		name    string
		room    wire.History
		given   wire.History
		from    int64
		by      func(*chattest.World) chattest.Person
		code    wire.Code
		sees    int // of twelve events before, and the one of their coming
		history wire.History
	}{
		{"the host gives all", "", wire.HistoryAll, 0, host, "", 13, wire.HistoryAll},
		{"the host gives a part", "", wire.HistoryFrom, half, host, "", 7, wire.HistoryFrom},
		{"the host gives from before the room", "", wire.HistoryFrom, 1, host, "", 13, wire.HistoryAll},
		{"the host gives from the future", "", wire.HistoryFrom, 1 << 45, host, "", 1, wire.HistoryNone},
		{"a member gives all of a room that gives none", "", wire.HistoryAll, 0, member, wire.CodeForbidden, 0, ""},
		{"a member gives a part of a room that gives none", "", wire.HistoryFrom, half, member, wire.CodeForbidden, 0, ""},
		{"a member gives none", "", wire.HistoryNone, 0, member, "", 1, wire.HistoryNone},
		{"a member gives a part of a room that gives all", wire.HistoryAll, wire.HistoryFrom, half, member, "", 7, wire.HistoryFrom},
		{"a member gives none of a room that gives all", wire.HistoryAll, wire.HistoryNone, 0, member, "", 1, wire.HistoryNone},
		{"a time without from", "", wire.HistoryAll, half, host, wire.CodeInvalid, 0, ""},
		{"from without a time", "", wire.HistoryFrom, 0, host, wire.CodeInvalid, 0, ""},
		{"something else", "", "some", 0, host, wire.CodeInvalid, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := chattest.New(t)
			room, _ := w.Past(c.room)
			e := add(w, c.by(w), room, c.given, c.from)
			if c.code != "" {
				refused(t, e, c.code)
				return
			}
			if e != nil {
				t.Fatal(e)
			}
			if got := seen(w, w.Stan, room); len(got) != c.sees {
				t.Errorf("the newcomer sees %d events: %q", len(got), got)
			}
			if e := told(w, room); e.History != c.history || (c.history == wire.HistoryFrom) != (e.From == half) {
				t.Errorf("the room was told %+v", e)
			}
		})
	}
}

func host(w *chattest.World) chattest.Person   { return w.Hana }
func member(w *chattest.World) chattest.Person { return w.Sam }

func TestNobodyGivesMoreThanTheySeeThemselves(t *testing.T) {
	w := chattest.New(t)
	room, top := w.Past("")
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Mara.ID}, wire.AddMember.Type)
	came := w.Now().UnixMilli()
	w.Say(w.Hana, room, "hello")
	w.Advance(time.Hour)
	if e := add(w, w.Mara, room, wire.HistoryAll, 0); e != nil {
		t.Fatal(e)
	}
	if got := seen(w, w.Stan, room); fmt.Sprint(got) != "[added hello added]" {
		t.Errorf("an admin who sees from %d on gave %q", top+1, got)
	}
	if e := told(w, room); e.History != wire.HistoryFrom || e.From != came {
		t.Errorf("the room was told %+v", e)
	}
}

func TestWhoComesBackIsANewcomer(t *testing.T) {
	w := chattest.New(t)
	room, _ := w.Past("")
	mine := w.Say(w.Sam, room, "mine")
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
	w.Say(w.Hana, room, chattest.Secret)
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Sam.ID}, wire.AddMember.Type)
	if got := seen(w, w.Sam, room); fmt.Sprint(got) != "[added]" {
		t.Errorf("who came back sees %q", got)
	}
	_, e := w.Do(w.Sam, &wire.Edit{Room: room, Seq: mine, Body: "changed"}, wire.EditMessage.Type)
	refused(t, e, wire.CodeNotFound)
}

func TestASendWhoseAckWasLostIsKnownAlsoWhenWhatItAnswersIsHiddenNow(t *testing.T) {
	w := chattest.New(t)
	room, top := w.Past("")
	q := &wire.Send{CID: id.New(), Room: room, Body: "an answer", ReplyTo: top}
	seq := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack).Seq
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Sam.ID}, wire.AddMember.Type)
	again := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack)
	if again.Seq != seq || !again.Dup {
		t.Errorf("sent again: %+v, want the one at %d", again, seq)
	}
}

func TestHostsDecideWhatLaterNewcomersSee(t *testing.T) {
	w := chattest.New(t)
	room, _ := w.Past("")
	set := func(p chattest.Person, room string, h wire.History) *wire.Error {
		_, e := w.Do(p, &wire.RoomSet{Room: room, History: &h}, wire.SetRoom.Type)
		return e
	}
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Finn.ID}, wire.AddMember.Type)
	refused(t, set(w.Sam, room, wire.HistoryAll), wire.CodeForbidden)
	refused(t, set(w.Hana, room, wire.HistoryFrom), wire.CodeInvalid)
	refused(t, set(w.Nora, w.Main, wire.HistoryAll), wire.CodeInvalid)
	refused(t, set(w.Hana, w.DM(w.Hana, w.Sam), wire.HistoryAll), wire.CodeForbidden)
	if e := set(w.Hana, room, wire.HistoryAll); e != nil {
		t.Fatal(e)
	}
	events := page(w, w.Hana, room).Events
	if last := events[len(events)-1]; last.Kind != wire.KindRoom || last.History != wire.HistoryAll || last.Name != "cellar" {
		t.Errorf("the room was told %+v", last)
	}
	top := page(w, w.Hana, room).AsOf
	if e := set(w.Hana, room, wire.HistoryAll); e != nil || page(w, w.Hana, room).AsOf != top {
		t.Errorf("the same again made an event, or %v", e)
	}
	if e := add(w, w.Sam, room, "", 0); e != nil {
		t.Fatal(e)
	}
	if got := len(seen(w, w.Stan, room)); got != 15 {
		t.Errorf("the later newcomer sees %d events", got)
	}
	if got := seen(w, w.Finn, room); fmt.Sprint(got) != "[added  added]" {
		t.Errorf("the earlier newcomer sees %q", got)
	}
	_, e := w.Do(w.Hana, &wire.RoomCreate{Name: "open", Kind: wire.RoomPublic, History: wire.HistoryNone}, wire.CreateRoom.Type)
	refused(t, e, wire.CodeInvalid)
}

// leaks says what an object reveals of the messages before since; "" if nothing.
func leaks(w *chattest.World, obj wire.Headed, since int64) string {
	b, err := wire.Append(nil, obj)
	if err != nil {
		w.T.Fatal(err)
	}
	if p, is := obj.(*wire.Page); chattest.Leaks(b) || is && p.From < since {
		return string(b)
	}
	return ""
}

func TestANewcomerLearnsNothingOfBeforeByAnyCommand(t *testing.T) {
	w := chattest.New(t)
	room, top := w.Past("")
	if e := add(w, w.Hana, room, "", 0); e != nil {
		t.Fatal(e)
	}
	since := top + 1
	w.Stir(room, top)
	w.Pry(t, room, since, func(t *testing.T, who chattest.Person, c *chat.Command, req wire.Headed) ([]byte, *wire.Error) {
		res, refused := w.Do(who, req, c.Type)
		if refused != nil {
			return nil, refused
		}
		if leak := leaks(w, res, since); leak != "" && who.ID == w.Stan.ID {
			t.Errorf("%s told %.500s", c.Type, leak)
		}
		b, err := wire.Append(nil, res)
		if err != nil {
			t.Fatal(err)
		}
		return b, nil
	})
	for at := range since {
		c := resume(w, w.Stan, wire.Resume{Rooms: map[string]wire.Cursor{room: {Epoch: page(w, w.Hana, room).Epoch, Seq: at}}})
		if mode := c.Modes[room].Mode; at < since-1 && mode != wire.ModeReset || at == since-1 && mode != wire.ModeReplay {
			t.Errorf("from %d on: %s", at, mode)
		}
		next := since
		for i := range c.Events {
			e := &c.Events[i]
			if leak := leaks(w, e, since); leak != "" || e.Seq != next {
				t.Errorf("resumed at %d, seq %d of %d: %s", at, e.Seq, next, leak)
			}
			next++
		}
		for i := range c.Inbox {
			if leak := leaks(w, &c.Inbox[i], since); leak != "" {
				t.Errorf("resumed at %d: %s", at, leak)
			}
		}
	}
	info := w.MustDo(w.Stan, &wire.RoomRef{Room: room}, wire.GetRoom.Type).(*wire.RoomInfo).Room
	if info.Mentions != 0 {
		t.Errorf("%d mentions in what cannot be read", info.Mentions)
	}
}

func TestWhoWasInARoomBeforeSeesWhatTheySaw(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	w.Update(func(tx store.Tx) error {
		m, err := tx.Members().Get(room, w.Sam.ID)
		if err != nil {
			return err
		}
		m.Since = 0 // like a member from before the field since existed
		return tx.Members().Put(m)
	})
	if got := seen(w, w.Sam, room); len(got) == 0 || got[0] != wire.ActionJoined {
		t.Errorf("sees %q", got)
	}
	if got := page(w, w.Sam, room).From; got != 1 {
		t.Errorf("from %d on", got)
	}
}

// Whoever goes to a day gets what was said around its beginning, and nothing that they may not see.
func TestHistoryIsReadAroundATime(t *testing.T) {
	w := chattest.New(t)
	room, _ := w.Past("")
	w.Advance(24 * time.Hour)
	w.Say(w.Hana, room, "the next day")
	at := page(w, w.Hana, room).Events
	last := at[len(at)-1]
	around := func(p chattest.Person, ms int64) *wire.Page {
		return w.MustDo(p, &wire.Fetch{Room: room, At: ms, Limit: 1}, wire.FetchHistory.Type).(*wire.Page)
	}
	for ms, want := range map[int64]int64{1: 1, last.At - 1000: last.Seq, last.At: last.Seq} {
		if got := around(w.Hana, ms); len(got.Events) != 1 || got.Events[0].Seq != want {
			t.Errorf("at %d there is %+v, want %d", ms, got.Events, want)
		}
	}
	if got := around(w.Hana, last.At+1); len(got.Events) != 0 {
		t.Errorf("after the last there is %+v", got.Events)
	}
	if e := add(w, w.Sam, room, "", 0); e != nil {
		t.Fatal(e)
	}
	if got := around(w.Stan, 1); len(got.Events) != 1 || got.Events[0].Seq != last.Seq+1 {
		t.Errorf("a newcomer gets %+v", got.Events)
	}
	_, e := w.Do(w.Hana, &wire.Fetch{Room: room, At: 1, Before: 1}, wire.FetchHistory.Type)
	refused(t, e, wire.CodeInvalid)
}

package chat_test

import (
	"fmt"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func setRoom(w *chattest.World, p chattest.Person, q *wire.RoomSet) wire.Room {
	w.T.Helper()
	return w.MustDo(p, q, wire.SetRoom.Type).(*wire.RoomInfo).Room
}

func attempt(w *chattest.World, p chattest.Person, room, body string) *wire.Error {
	_, e := w.Do(p, &wire.Send{CID: id.New(), Room: room, Body: body}, wire.SendMessage.Type)
	return e
}

func TestInAnAnnouncementRoomOnlyHostsWriteAndOthersReact(t *testing.T) {
	w := chattest.New(t)
	room, hosts, all := w.Room(wire.RoomPrivate), wire.ScopeHosts, wire.ScopeAll
	if r := setRoom(w, w.Hana, &wire.RoomSet{Room: room, Posting: &hosts}); r.Posting != hosts {
		t.Fatalf("the room is %+v", r)
	}
	refused(t, attempt(w, w.Sam, room, "me too"), wire.CodeForbidden)
	seq := w.Say(w.Hana, room, "hear")
	w.MustDo(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: "👍", On: true}, wire.ReactToMessage.Type)
	w.MustDo(w.Hana, &wire.MemberHost{Room: room, User: w.Sam.ID, Host: true}, wire.SetHost.Type)
	w.Say(w.Sam, room, "as a host")
	w.MustDo(w.Hana, &wire.MemberHost{Room: room, User: w.Sam.ID}, wire.SetHost.Type)
	refused(t, attempt(w, w.Sam, room, "no longer"), wire.CodeForbidden)
	if r := setRoom(w, w.Hana, &wire.RoomSet{Room: room, Posting: &all}); r.Posting != "" {
		t.Fatalf("for all again, the room is %+v", r)
	}
	w.Say(w.Sam, room, "again")
	odd := wire.Scope("nobody")
	_, e := w.Do(w.Hana, &wire.RoomSet{Room: room, Posting: &odd}, wire.SetRoom.Type)
	refused(t, e, wire.CodeInvalid)
}

func TestASlowRoomMakesPeopleWaitAndTellsForHowLong(t *testing.T) {
	w := chattest.New(t)
	room, slow, none, much := w.Room(wire.RoomPrivate), 30, 0, limits.SlowMax+1
	setRoom(w, w.Hana, &wire.RoomSet{Room: room, Slow: &slow})
	w.Say(w.Sam, room, "one")
	e := attempt(w, w.Sam, room, "two")
	refused(t, e, wire.CodeRate)
	if e.RetryMS <= 0 || e.RetryMS > 30_000 {
		t.Errorf("Sam waits %d ms", e.RetryMS)
	}
	w.Say(w.Hana, room, "a host")
	w.Say(w.Hana, room, "does not wait")
	setRoom(w, w.Hana, &wire.RoomSet{Room: room, Slow: &none})
	w.Say(w.Sam, room, "two")
	_, e = w.Do(w.Hana, &wire.RoomSet{Room: room, Slow: &much}, wire.SetRoom.Type)
	refused(t, e, wire.CodeInvalid)
}

func TestWhoMayAddressEveryone(t *testing.T) {
	w := chattest.New(t)
	room, all := w.Room(wire.RoomPrivate), wire.ScopeAll
	if e := at(w, room, w.Say(w.Sam, room, "@all")); len(e.Mentions) != 0 {
		t.Errorf("a member addressed everyone: %v", e.Mentions)
	}
	setRoom(w, w.Hana, &wire.RoomSet{Room: room, Calling: &all})
	if e := at(w, room, w.Say(w.Sam, room, "@all")); len(e.Mentions) != 1 {
		t.Errorf("a member did not address everyone: %v", e.Mentions)
	}
}

func TestAnArchivedRoomIsReadAndNotChangedUntilItIsOpenedAgain(t *testing.T) {
	w := chattest.New(t)
	room, yes, no, topic := w.Room(wire.RoomPrivate), true, false, "new"
	seq := w.Say(w.Sam, room, "hello")
	r := setRoom(w, w.Hana, &wire.RoomSet{Room: room, Archived: &yes})
	if r.Archived == 0 || setRoom(w, w.Hana, &wire.RoomSet{Room: room, Archived: &yes}).Top != r.Top {
		t.Fatalf("the room is %+v", r)
	}
	for _, q := range []wire.Headed{
		&wire.Edit{Room: room, Seq: seq, Body: "x"}, &wire.Delete{Room: room, Seq: seq}, &wire.Pin{Room: room, Seq: seq, On: true},
		&wire.React{Room: room, Seq: seq, Emoji: "👍", On: true}, &wire.RoomSet{Room: room, Topic: &topic},
		&wire.MemberAdd{Room: room, User: w.Stan.ID}, &wire.MemberRef{Room: room, User: w.Sam.ID},
	} {
		types := map[string]wire.Type{"*wire.Edit": wire.EditMessage.Type, "*wire.Delete": wire.DeleteMessage.Type,
			"*wire.Pin": wire.PinMessage.Type, "*wire.React": wire.ReactToMessage.Type, "*wire.RoomSet": wire.SetRoom.Type,
			"*wire.MemberAdd": wire.AddMember.Type, "*wire.MemberRef": wire.RemoveMember.Type}
		_, e := w.Do(w.Hana, q, types[fmt.Sprintf("%T", q)])
		refused(t, e, wire.CodeForbidden)
	}
	if got := at(w, room, seq).Body; got != "hello" {
		t.Errorf("the message reads %q", got)
	}
	r = setRoom(w, w.Hana, &wire.RoomSet{Room: room, Archived: &no, Topic: &topic})
	if r.Archived != 0 || r.Topic != topic {
		t.Errorf("open again, the room is %+v", r)
	}
	w.Say(w.Sam, room, "again")
}

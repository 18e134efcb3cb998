package chat_test

import (
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func placeOf(w *chattest.World, p chattest.Person, room string) wire.Room {
	w.T.Helper()
	return w.MustDo(p, &wire.RoomRef{Room: room}, wire.GetRoom.Type).(*wire.RoomInfo).Room
}

func TestAnOldReadDoesNotUndoThatSomethingWasMarkedUnread(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	first := w.Say(w.Hana, room, "one")
	last := w.Say(w.Hana, room, "two")
	none, once := int64(0), int64(1)
	read := func(seq int64, backs *int64) wire.Room {
		w.MustDo(w.Sam, &wire.Read{Room: room, Seq: seq, Backs: backs}, wire.MarkRead.Type)
		return placeOf(w, w.Sam, room)
	}
	if r := read(last, &none); r.Unread != 0 || r.Read != last {
		t.Fatalf("after reading all, the room is %+v", r)
	}
	w.MustDo(w.Sam, &wire.Unread{Room: room, Seq: first}, wire.MarkUnread.Type)
	if r := placeOf(w, w.Sam, room); r.Read != first-1 || r.Unread != 2 || r.Backs != 1 {
		t.Fatalf("marked unread, the room is %+v", r)
	}
	if r := read(last, &none); r.Read != first-1 {
		t.Errorf("a read of before moved the marker to %d", r.Read)
	}
	if r := read(first, &once); r.Read != first || r.Unread != 1 {
		t.Errorf("who knows of it reads, and the room is %+v", r)
	}
	if r := read(last, nil); r.Read != last {
		t.Errorf("a program that does not say what it knew moved the marker to %d", r.Read)
	}
	if r := placeOf(w, w.Hana, room); r.Backs != 0 {
		t.Errorf("Hana's room is %+v", r)
	}
}

func TestWhatOneMakesOfARoomIsToldToNobodyElse(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	top := placeOf(w, w.Hana, room).Top
	yes, no := true, false
	r := w.MustDo(w.Sam, &wire.RoomMine{Room: room, Starred: &yes, Muted: &yes}, wire.SetRoomMine.Type).(*wire.RoomInfo).Room
	if !r.Starred || !r.Muted {
		t.Errorf("Sam's room is %+v", r)
	}
	r = w.MustDo(w.Sam, &wire.RoomMine{Room: room, Muted: &no}, wire.SetRoomMine.Type).(*wire.RoomInfo).Room
	if !r.Starred || r.Muted {
		t.Errorf("no longer muted, Sam's room is %+v", r)
	}
	if r := placeOf(w, w.Hana, room); r.Starred || r.Muted || r.Top != top {
		t.Errorf("Hana's room is %+v", r)
	}
}

func TestSectionsAreKeptAsTheyWereSetAndOddOnesAreRefused(t *testing.T) {
	w := chattest.New(t)
	sea := id.New()
	set := func(list ...wire.Section) *wire.Error {
		_, e := w.Do(w.Sam, &wire.Sections{Sections: list}, wire.SetSections.Type)
		return e
	}
	if e := set(wire.Section{ID: sea, Name: " At  sea ", Folded: true}, wire.Section{ID: "rooms"}); e != nil {
		t.Fatal(e)
	}
	kept := func() []wire.Section {
		return w.MustDo(w.Sam, &wire.SectionList{}, wire.ListSections.Type).(*wire.Sections).Sections
	}
	if got := kept(); len(got) != 2 || got[0] != (wire.Section{ID: sea, Name: "At sea", Folded: true}) {
		t.Errorf("kept are %+v", got)
	}
	for what, list := range map[string][]wire.Section{
		"twice the same":      {{ID: "rooms"}, {ID: "rooms"}},
		"no such section":     {{ID: "kitchen"}},
		"without a name":      {{ID: id.New()}},
		"a name for everyone": {{ID: "rooms", Name: "Mine"}},
		"too many":            make([]wire.Section, limits.Sections+1),
	} {
		if e := set(list...); e == nil || e.Code != wire.CodeInvalid {
			t.Errorf("%s: %v", what, e)
		}
	}
	if got := kept(); len(got) != 2 {
		t.Errorf("a refused list left %+v", got)
	}
	room := w.Room(wire.RoomPrivate)
	r := w.MustDo(w.Sam, &wire.RoomMine{Room: room, Section: &sea}, wire.SetRoomMine.Type).(*wire.RoomInfo).Room
	if r.Section != sea {
		t.Errorf("the room is %+v", r)
	}
	odd := "<b>"
	_, e := w.Do(w.Sam, &wire.RoomMine{Room: room, Section: &odd}, wire.SetRoomMine.Type)
	refused(t, e, wire.CodeInvalid)
}

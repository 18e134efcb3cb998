package state

import (
	"testing"

	"github.com/confab/confab/shared/wire"
)

// since is what the inbox says of the lobby to somebody who may read it from a seq
// on, when top was its top.
func since(useq, from, top int64) *wire.Inbox {
	info := wire.Room{ID: lobby, Kind: wire.RoomPrivate, Epoch: "e1", Top: top, Read: top, Since: from, Members: 2, Joined: true}
	return &wire.Inbox{Useq: useq, Kind: wire.InboxRoom, Room: lobby, Info: &info}
}

func TestTheRoomBeginsWhereItBeginsForThePerson(t *testing.T) {
	s := New()
	must(t, s, &wire.Welcome{Me: wire.User{ID: me}, UserTop: 1})
	must(t, s, since(1, 8, 20))
	r := s.Rooms[lobby]
	must(t, s, pageOf(11, 20, 20))
	if r.AtStart() {
		t.Error("at the start with three messages missing")
	}
	must(t, s, pageOf(8, 10, 20))
	if !r.AtStart() {
		t.Error("nothing comes before, and it is not the start")
	}
	same(t, "the window", extent(r), "8-20 of 20, 13 items")
}

// A change to what the person may not see takes a seq and nothing else.
func TestWhatIsHiddenIsCountedAndPassedOver(t *testing.T) {
	s := New()
	must(t, s, &wire.Welcome{Me: wire.User{ID: me}, UserTop: 1})
	must(t, s, since(1, 8, 20))
	r := s.Rooms[lobby]
	must(t, s, pageOf(8, 20, 20))
	must(t, s, &wire.Event{Room: lobby, Seq: 21, Event: "ev21", Kind: wire.KindHidden})
	answer := said(22, "an answer to what is hidden")
	answer.ReplyTo = 3
	must(t, s, answer)
	same(t, "the window", extent(r), "8-22 of 22, 14 items")
	same(t, "unread", r.Info.Unread, 1)
	if q := r.Item(22).Event.Quote; q != nil {
		t.Errorf("a quote of what is hidden: %+v", q)
	}
	ahead := pageOf(8, 22, 24)
	ahead.To = 24
	must(t, s, ahead)
	must(t, s, &wire.Event{Room: lobby, Seq: 23, Event: "ev23", Kind: wire.KindHidden})
	must(t, s, &wire.Event{Room: lobby, Seq: 24, Event: "ev24", Kind: wire.KindHidden})
	same(t, "after a page that was ahead", extent(r), "8-24 of 24, 15 items")
	if !r.Live() {
		t.Error("the window does not reach the end")
	}
}

// Who was taken out and brought back while this device was away is a newcomer:
// what it has from before goes.
func TestWhatThePersonMayNoLongerSeeIsForgotten(t *testing.T) {
	for _, c := range []struct {
		story     string
		from, top int64 // the new bound, and the room's top then
		cursor    int64 // where this device goes on
	}{
		{"came back after what is known here", 31, 40, 40},
		{"came back with everything known here up to then", 21, 40, 20},
		{"came back to a part of what is known here", 15, 20, 20},
	} {
		t.Run(c.story, func(t *testing.T) {
			s := in(t, 20)
			r := s.Rooms[lobby]
			must(t, s, pageOf(1, 20, 20))
			must(t, s, Marked{Room: lobby, Seq: 20})
			must(t, s, since(2, c.from, c.top))
			if r.Loaded() || len(r.Timeline()) != 0 || len(r.ring) != 0 {
				t.Errorf("still there: %s, %d events remembered", extent(r), len(r.ring))
			}
			same(t, "the cursor", r.Info.Top, c.cursor)
			same(t, "since", r.Info.Since, c.from)
			must(t, s, said(c.cursor+1, "from there on"))
			same(t, "the cursor after one more", r.Info.Top, c.cursor+1)
		})
	}
	// The same bound again, as when the room is renamed, takes nothing.
	s := New()
	must(t, s, &wire.Welcome{Me: wire.User{ID: me}, UserTop: 1})
	must(t, s, since(1, 8, 20))
	must(t, s, pageOf(8, 20, 20))
	must(t, s, since(2, 8, 20))
	same(t, "the window", extent(s.Rooms[lobby]), "8-20 of 20, 13 items")
}

func TestWhatNewcomersSeeIsKnown(t *testing.T) {
	s := in(t, 0)
	must(t, s, &wire.Event{Room: lobby, Seq: 1, Author: hana, Kind: wire.KindRoom, Name: "lobby", History: wire.HistoryAll})
	same(t, "set", s.Rooms[lobby].Info.History, wire.HistoryAll)
	must(t, s, &wire.Event{Room: lobby, Seq: 2, Author: hana, Kind: wire.KindRoom, Name: "hall"})
	same(t, "after a new name", s.Rooms[lobby].Info.History, wire.HistoryAll)
}

func TestARoomThatBecomesPrivateOrPublicIsKnown(t *testing.T) {
	s := in(t, 0)
	must(t, s, &wire.Event{Room: lobby, Seq: 1, Author: hana, Kind: wire.KindRoom, Name: "lobby", Action: wire.ActionPrivate,
		History: wire.HistoryNone})
	same(t, "private", s.Rooms[lobby].Info.Kind, wire.RoomPrivate)
	same(t, "what newcomers see", s.Rooms[lobby].Info.History, wire.HistoryNone)
	must(t, s, &wire.Event{Room: lobby, Seq: 2, Author: hana, Kind: wire.KindRoom, Name: "lobby", Action: wire.ActionPublic})
	same(t, "public", s.Rooms[lobby].Info.Kind, wire.RoomPublic)
	same(t, "what newcomers of a public room see", s.Rooms[lobby].Info.History, "")
}

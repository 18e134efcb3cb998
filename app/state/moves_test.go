package state

import (
	"slices"
	"testing"
	"time"

	"github.com/confab/confab/shared/wire"
)

func TestOnlyWhatIsNewToThePersonIsToldAsNew(t *testing.T) {
	s := New()
	must(t, s, &wire.Welcome{Me: wire.User{ID: me}, UserTop: 1})
	must(t, s, since(1, 1, 20))
	if c := s.Take(); len(c.Came) != 0 {
		t.Errorf("a device that knows nothing yet: %v came", c.Came)
	}
	must(t, s, since(2, 1, 21)) // looks different
	if c := s.Take(); len(c.Came) != 0 {
		t.Errorf("a room that was known: %v came", c.Came)
	}
	den := wire.Room{ID: "den", Kind: wire.RoomPrivate, Epoch: "e1", Top: 3, Read: 3, Joined: true}
	must(t, s, &wire.Inbox{Useq: 3, Kind: wire.InboxRoom, Room: "den", Info: &den})
	c := s.Take()
	c.Merge(Changes{Came: []wire.Room{{ID: "attic"}}})
	if len(c.Came) != 2 || c.Came[0].ID != "den" || c.None() {
		t.Errorf("came: %v", c.Came)
	}
	must(t, s, &wire.Inbox{Useq: 4, Kind: wire.InboxLeft, Room: "den"})
	if c := s.Take(); len(c.Lost) != 1 || c.Lost[0].ID != "den" {
		t.Errorf("lost: %v", c.Lost)
	}
}

func TestWhatElseIsThePersonsOwnIsToldOnce(t *testing.T) {
	s := in(t, 5)
	s.Take()
	top := s.UserTop
	must(t, s, &wire.Inbox{Useq: top + 1, Kind: wire.InboxOwn, Item: "saved"})
	must(t, s, &wire.Inbox{Useq: top + 2, Kind: wire.InboxOwn, Room: lobby, Item: "saved"})
	must(t, s, &wire.Inbox{Useq: top + 2, Kind: wire.InboxOwn, Item: "late"})
	c := s.Take()
	c.Merge(Changes{Own: []Own{{Item: "saved"}, {Item: "drafts"}}})
	if want := []Own{{Item: "saved"}, {Item: "saved", Room: lobby}, {Item: "drafts"}}; !slices.Equal(c.Own, want) || c.None() {
		t.Errorf("told: %v, want %v", c.Own, want)
	}
}

func TestNobodyWhoIsBannedIsTyping(t *testing.T) {
	s, now := in(t, 5), time.Unix(9, 0)
	types := func() int {
		if err := s.Apply(&wire.Typing{Room: lobby, User: "tobi"}, now); err != nil {
			t.Fatal(err)
		}
		return len(s.Rooms[lobby].Typing)
	}
	must(t, s, &wire.Users{Users: []wire.User{{ID: "tobi", Handle: "tobi"}}})
	if types() != 1 {
		t.Fatal("Tobi is not typing")
	}
	must(t, s, &wire.Users{Users: []wire.User{{ID: "tobi", Handle: "tobi", Gone: true}}})
	if n := len(s.Rooms[lobby].Typing); n != 0 {
		t.Error("Tobi is typing after the ban")
	}
	must(t, s, &wire.Event{Room: lobby, Seq: 6, Author: hana, Kind: wire.KindMember, User: "tobi", Action: wire.ActionRemoved})
	if n := s.Rooms[lobby].Info.Members; n != 2 {
		t.Errorf("%d members after Tobi, who was banned, was removed, too", n)
	}
	if types() != 0 {
		t.Error("a notice that comes late shows Tobi typing")
	}
}

// What a profile tells beyond name and role is not in the state, so a card that is open learns of
// it by being told that the person has changed.
func TestAProfileThatChangedIsToldThoughThePersonIsTheSame(t *testing.T) {
	s, tobi := in(t, 5), []wire.User{{ID: "tobi", Handle: "tobi"}}
	must(t, s, &wire.Users{Users: tobi})
	s.Take()
	must(t, s, &wire.Users{Head: wire.Head{ID: "7"}, Users: tobi})
	if c := s.Take(); len(c.People) != 0 {
		t.Errorf("an answer that says nothing new: %v", c.People)
	}
	must(t, s, &wire.Users{Users: tobi})
	if _, told := s.Take().People["tobi"]; !told {
		t.Error("nobody learns of another profile")
	}
}

func TestAMarkerThatWasSetBackElsewhereGoesBackHere(t *testing.T) {
	s := New()
	must(t, s, &wire.Welcome{Me: wire.User{ID: "me"}, UserTop: 1})
	must(t, s, &wire.Inbox{Useq: 1, Kind: wire.InboxRoom, Room: "r", Info: &wire.Room{ID: "r", Epoch: "e", Top: 9, Read: 9}})
	r := s.Rooms["r"]
	must(t, s, &wire.Inbox{Useq: 2, Kind: wire.InboxRead, Room: "r", Seq: 4, Unread: 5, Top: 9})
	if r.Info.Read != 9 || r.Info.Unread != 0 {
		t.Fatalf("an old entry: read %d, unread %d", r.Info.Read, r.Info.Unread)
	}
	must(t, s, &wire.Inbox{Useq: 3, Kind: wire.InboxRead, Room: "r", Seq: 4, Unread: 5, Top: 9, Backs: 1})
	if r.Info.Read != 4 || r.Info.Unread != 5 {
		t.Fatalf("set back: read %d, unread %d", r.Info.Read, r.Info.Unread)
	}
	must(t, s, Marked{Room: "r", Seq: 9})
	must(t, s, &wire.Inbox{Useq: 4, Kind: wire.InboxRoom, Room: "r",
		Info: &wire.Room{ID: "r", Epoch: "e", Top: 9, Read: 2, Unread: 7, Backs: 2}})
	if r.Info.Read != 2 || r.Info.Unread != 7 {
		t.Fatalf("set back twice: read %d, unread %d", r.Info.Read, r.Info.Unread)
	}
}

func TestWhatWasMarkedUnreadHereStaysSoUntilTheRoomIsOpened(t *testing.T) {
	s := New()
	must(t, s, &wire.Welcome{Me: wire.User{ID: "me"}, UserTop: 1})
	must(t, s, &wire.Inbox{Useq: 1, Kind: wire.InboxRoom, Room: "r", Info: &wire.Room{ID: "r", Epoch: "e", Top: 9, Read: 9}})
	must(t, s, SetBack{Room: "r", Seq: 5})
	r := s.Rooms["r"]
	if r.Info.Read != 4 || r.Info.Unread == 0 || r.Divider != 4 || !r.Kept {
		t.Fatalf("the room is %+v", r)
	}
	must(t, s, Opened{Room: "r"})
	if r.Kept || r.Divider != 4 {
		t.Errorf("opened, the room is %+v", r)
	}
}

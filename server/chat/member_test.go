package chat_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// An id of something you may not see gets exactly the same answer as an id that
// does not exist.
func TestIDsOfWhatYouMayNotSeeAnswerLikeIDsThatDoNotExist(t *testing.T) {
	w := chattest.New(t)
	private, dm := w.Room(wire.RoomPrivate), w.DM(w.Hana, w.Sam)
	seq := w.Say(w.Sam, private, "for us only")
	invite := w.MustDo(w.Nora, &wire.InviteCreate{}, wire.CreateInvite.Type).(*wire.InviteInfo).Invite.ID
	name := "x"

	byRoom := map[wire.Type]func(room string) wire.Headed{
		wire.SendMessage.Type:   func(r string) wire.Headed { return &wire.Send{CID: id.New(), Room: r, Body: "x"} },
		wire.EditMessage.Type:   func(r string) wire.Headed { return &wire.Edit{Room: r, Seq: seq, Body: "x"} },
		wire.DeleteMessage.Type: func(r string) wire.Headed { return &wire.Delete{Room: r, Seq: seq} },
		wire.MarkRead.Type:      func(r string) wire.Headed { return &wire.Read{Room: r, Seq: seq} },
		wire.FetchHistory.Type:  func(r string) wire.Headed { return &wire.Fetch{Room: r} },
		wire.GetRoom.Type:       func(r string) wire.Headed { return &wire.RoomRef{Room: r} },
		wire.SetRoom.Type:       func(r string) wire.Headed { return &wire.RoomSet{Room: r, Name: &name} },
		wire.JoinRoom.Type:      func(r string) wire.Headed { return &wire.RoomRef{Room: r} },
		wire.LeaveRoom.Type:     func(r string) wire.Headed { return &wire.RoomRef{Room: r} },
		wire.ListMembers.Type:   func(r string) wire.Headed { return &wire.MemberList{Room: r} },
		wire.AddMember.Type:     func(r string) wire.Headed { return &wire.MemberAdd{Room: r, User: w.Stan.ID} },
		wire.RemoveMember.Type:  func(r string) wire.Headed { return &wire.MemberRef{Room: r, User: w.Sam.ID} },
	}
	for _, put := range chattest.Puts("👍") {
		byRoom[put.Type()] = func(r string) wire.Headed { return put(r, seq, true) }
	}
	for typ, ask := range byRoom {
		_, nowhere := w.Do(w.Stan, ask(id.New()), typ)
		for _, room := range []string{private, dm} {
			_, hidden := w.Do(w.Stan, ask(room), typ)
			if nowhere == nil || hidden == nil || !reflect.DeepEqual(hidden, nowhere) {
				t.Errorf("%s: a hidden room says %v, no room says %v", typ, hidden, nowhere)
			}
		}
	}
	for typ, ask := range map[wire.Type]func(id string) wire.Headed{
		wire.EndSession.Type:   func(i string) wire.Headed { return &wire.SessionEnd{Session: i} },
		wire.RevokeInvite.Type: func(i string) wire.Headed { return &wire.InviteRevoke{Invite: i} },
	} {
		_, nowhere := w.Do(w.Stan, ask(id.New()), typ)
		hiddenID := invite
		if typ == wire.EndSession.Type {
			hiddenID = w.Sam.Session
		}
		_, hidden := w.Do(w.Stan, ask(hiddenID), typ)
		if nowhere == nil || hidden == nil || !reflect.DeepEqual(hidden, nowhere) {
			t.Errorf("%s: hidden says %v, nothing says %v", typ, hidden, nowhere)
		}
	}
	if l := w.MustDo(w.Stan, &wire.RoomList{}, wire.ListRooms.Type).(*wire.Rooms); len(l.Rooms) != 1 || l.Rooms[0].ID != w.Main {
		t.Errorf("browsing, Stan sees %+v, want the main room alone", l.Rooms)
	}
}

// The rules' part of it. That nothing reaches an open socket is tested in
// server/hub.
func TestARemovedMemberReadsNothingMore(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	w.Say(w.Hana, room, "before")
	before, err := w.Chat.Resume(t.Context(), w.Sam.Actor(), wire.Resume{})
	if err != nil {
		t.Fatal(err)
	}
	at := before.Modes[room]
	w.MustDo(w.Mara, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
	w.Say(w.Hana, room, "after")

	_, e := w.Do(w.Sam, &wire.Fetch{Room: room}, wire.FetchHistory.Type)
	refused(t, e, wire.CodeRoomGone)
	now, err := w.Chat.Resume(t.Context(), w.Sam.Actor(), wire.Resume{
		User: before.UserTop, Rooms: map[string]wire.Cursor{room: {Epoch: at.Epoch, Seq: at.Top}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if now.Modes[room] != (wire.RoomMode{Mode: wire.ModeGone}) || len(now.Events) != 0 {
		t.Errorf("coming back, Sam is told %+v and %d events", now.Modes[room], len(now.Events))
	}
	if len(now.Inbox) != 1 || now.Inbox[0].Kind != wire.InboxLeft || now.Inbox[0].Room != room || now.Inbox[0].Info != nil {
		t.Errorf("his inbox says %+v", now.Inbox)
	}
	for _, r := range now.Rooms {
		if r.ID == room {
			t.Error("the room is still among his")
		}
	}
	last := page(w, w.Hana, room).Events
	if e := last[len(last)-2]; e.Kind != wire.KindMember || e.Action != wire.ActionRemoved || e.User != w.Sam.ID || e.Author != w.Mara.ID {
		t.Errorf("the others are told %+v", e)
	}
}

func TestJoiningLeavingAndJoiningAgain(t *testing.T) {
	w := chattest.New(t)
	room := create(w, w.Hana, "plaza", wire.RoomPublic)
	w.Say(w.Hana, room.ID, "an old story")
	join := func() wire.Room {
		return w.MustDo(w.Stan, &wire.RoomRef{Room: room.ID}, wire.JoinRoom.Type).(*wire.RoomInfo).Room
	}
	r := join()
	if !r.Joined || r.Host || r.Members != 2 || r.Unread != 0 {
		t.Fatalf("having joined, Stan sees %+v", r)
	}
	if again := join(); again.Top != r.Top {
		t.Fatalf("joining twice made event %d", again.Top)
	}
	w.MustDo(w.Stan, &wire.RoomRef{Room: room.ID}, wire.LeaveRoom.Type)
	_, e := w.Do(w.Stan, &wire.RoomRef{Room: room.ID}, wire.LeaveRoom.Type)
	refused(t, e, wire.CodeRoomGone)
	if r := join(); r.Members != 2 || r.Top != room.Top+4 {
		t.Fatalf("the second time, Stan sees %+v", r)
	}
	// A host who leaves and comes back is no longer host.
	w.MustDo(w.Hana, &wire.RoomRef{Room: room.ID}, wire.LeaveRoom.Type)
	if r := w.MustDo(w.Hana, &wire.RoomRef{Room: room.ID}, wire.JoinRoom.Type).(*wire.RoomInfo).Room; r.Host {
		t.Error("a host who left is host again")
	}
}

func TestAddingAndRemovingTwice(t *testing.T) {
	w := chattest.New(t)
	room := create(w, w.Hana, "us", wire.RoomPrivate).ID
	add, ref := &wire.MemberAdd{Room: room, User: w.Stan.ID}, &wire.MemberRef{Room: room, User: w.Stan.ID}
	w.MustDo(w.Hana, add, wire.AddMember.Type)
	top := page(w, w.Hana, room).AsOf
	w.MustDo(w.Stan, add, wire.AddMember.Type)
	if now := page(w, w.Hana, room).AsOf; now != top {
		t.Errorf("adding a member again made event %d", now)
	}
	w.MustDo(w.Hana, ref, wire.RemoveMember.Type)
	_, e := w.Do(w.Hana, ref, wire.RemoveMember.Type)
	refused(t, e, wire.CodeNotFound)
	_, e = w.Do(w.Hana, &wire.MemberRef{Room: room, User: w.Hana.ID}, wire.RemoveMember.Type)
	refused(t, e, wire.CodeInvalid)
}

func TestMembersAreListedWithTheirPresence(t *testing.T) {
	var asked []string
	w := chattest.New(t, func(w *chattest.World, o *chat.Options) {
		o.Presence = func(_ context.Context, users []string) map[string]string {
			asked = users
			return map[string]string{w.Sam.ID: wire.Away}
		}
		o.Here = func(_ string, most int) (map[string]string, int) {
			if most != limits.MemberPage {
				t.Errorf("%d who are here are asked for", most)
			}
			return map[string]string{w.Sam.ID: wire.Away, w.Mara.ID: wire.Online, w.Stan.ID: wire.Online, w.Finn.ID: wire.Online,
				w.Bo.ID: wire.Online}, 500
		}
	})
	room := w.Room(wire.RoomPrivate)
	l := w.MustDo(w.Nora, &wire.MemberList{Room: room, Limit: 3}, wire.ListMembers.Type).(*wire.Members)
	if len(l.Members) != 2 || l.Next != "mara" || l.Count != 5 || l.Members[0].User.Handle != "hana" || !l.Members[0].Host {
		t.Fatalf("first page = %+v", l)
	}
	rest := w.MustDo(w.Nora, &wire.MemberList{Room: room, After: l.Next}, wire.ListMembers.Type).(*wire.Members)
	if h := l.Here; len(h) != 2 || h[0].User.Handle != "mara" || h[0].State != wire.Online || h[1].User.Handle != "sam" ||
		h[1].State != wire.Away {
		t.Errorf("of Stan, who is in no room, Finn, who was removed, banned Bo, Mara and Sam are here: %+v", h)
	}
	if l.HereCount != 500 || rest.HereCount != 0 {
		t.Errorf("%d and %d are here, want all on the first page", l.HereCount, rest.HereCount)
	}
	found := w.MustDo(w.Nora, &wire.MemberList{Room: room, Query: "sam"}, wire.ListMembers.Type).(*wire.Members)
	if rest.Here != nil || found.Here != nil {
		t.Errorf("a later page has %+v here, a search %+v", rest.Here, found.Here)
	}
	states := map[string]string{}
	for _, m := range append(l.Members, rest.Members...) {
		states[m.User.Handle] = m.State
	}
	if len(asked) == 0 || states["sam"] != wire.Away || states["hana"] != "" {
		t.Errorf("states = %v", states)
	}
	if _, there := states["finn"]; there {
		t.Error("Finn was removed and is listed")
	}
	if _, there := states["bo"]; there {
		t.Error("Bo is banned and is listed")
	}
}

func TestWhoLeftARoomIsNotBroughtBackForADay(t *testing.T) {
	for _, kind := range []wire.RoomKind{wire.RoomPublic, wire.RoomPrivate} {
		w := chattest.New(t)
		room := create(w, w.Hana, "us", kind).ID
		add := func(want string) {
			t.Helper()
			_, e := w.Do(w.Hana, &wire.MemberAdd{Room: room, User: w.Sam.ID}, wire.AddMember.Type)
			if want == "" && e != nil {
				t.Fatalf("%s: %v", kind, e)
			}
			if want != "" && (e == nil || e.Code != wire.CodeForbidden || !strings.Contains(e.Message, want)) {
				t.Fatalf("%s: %v, want to be told %q", kind, e, want)
			}
		}
		add("")
		w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
		add("sam left this room")
		add("in 24 hours")
		w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Mara.ID}, wire.AddMember.Type) // other people can be added
		w.Advance(22*time.Hour + time.Millisecond)
		add("in 2 hours")
		w.Advance(2*time.Hour - 2*time.Millisecond)
		add("in an hour")
		w.Advance(time.Millisecond)
		add("")

		w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
		add("") // Sam did not leave by himself, so he can be added

		w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
		add("sam left this room")
		if kind == wire.RoomPublic {
			w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.JoinRoom.Type) // joining by himself is allowed
		}
	}
}

func TestALeaveThatAWrongClockWroteCountsForNothing(t *testing.T) {
	w := chattest.New(t)
	room := create(w, w.Hana, "us", wire.RoomPrivate).ID
	add := &wire.MemberAdd{Room: room, User: w.Sam.ID}
	w.MustDo(w.Hana, add, wire.AddMember.Type)
	w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
	w.Advance(-48 * time.Hour)
	w.MustDo(w.Hana, add, wire.AddMember.Type)
}

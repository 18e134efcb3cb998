package chat_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// resume returns what p missed since r.
func resume(w *chattest.World, p chattest.Person, r wire.Resume) *chat.Catchup {
	w.T.Helper()
	c, err := w.Chat.Resume(w.T.Context(), p.Actor(), r)
	if err != nil {
		w.T.Fatal(err)
	}
	return c
}

// cursors returns the position of a client that has read all of c.
func cursors(c *chat.Catchup) wire.Resume {
	r := wire.Resume{User: c.UserTop, Rooms: map[string]wire.Cursor{}}
	for _, room := range c.Rooms {
		r.Rooms[room.ID] = wire.Cursor{Epoch: room.Epoch, Seq: room.Top}
	}
	return r
}

// fill appends n messages to a room at once, bypassing the rules.
func fill(w *chattest.World, room string, n int) {
	w.T.Helper()
	w.Update(func(tx store.Tx) error {
		for range n {
			e := wire.Event{Room: room, Author: w.Hana.ID, CID: id.New(), Kind: wire.KindMessage, Event: id.New(), At: 1, Body: "x"}
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAFreshClientLearnsItsRoomsFromTheInbox(t *testing.T) {
	w := chattest.New(t)
	room, dm := w.Room(wire.RoomPrivate), w.DM(w.Sam, w.Hana)
	left := w.Room(wire.RoomPublic)
	w.MustDo(w.Sam, &wire.RoomRef{Room: left}, wire.LeaveRoom.Type)
	w.Say(w.Hana, room, "hello @sam")
	w.Say(w.Hana, dm, "psst")

	c := resume(w, w.Sam, wire.Resume{})
	if c.Me.ID != w.Sam.ID || c.Workspace != "Acme" || len(c.Events) != 0 {
		t.Fatalf("catch-up = %+v", c)
	}
	infos := map[string]*wire.Room{}
	last := int64(0)
	for _, f := range c.Inbox {
		if f.Type != wire.TypeInbox || f.Kind != wire.InboxRoom || f.Info == nil || f.Useq <= last || f.Useq > c.UserTop {
			t.Errorf("inbox entry %+v", f)
		}
		last, infos[f.Room] = f.Useq, f.Info
	}
	if len(infos) != 3 || infos[left] != nil {
		t.Fatalf("rooms %v, want the main room, the private one and the conversation", infos)
	}
	if r := infos[room]; r.Unread != 1 || r.Mentions != 1 || !r.Joined {
		t.Errorf("the room is %+v", r)
	}
	if r := infos[dm]; r.Peer == nil || r.Peer.ID != w.Hana.ID || r.Unread != 1 {
		t.Errorf("the conversation is %+v", r)
	}
	for _, r := range c.Rooms {
		if m := c.Modes[r.ID]; m.Mode != wire.ModeReset || m.Epoch != r.Epoch || m.Top != r.Top {
			t.Errorf("mode %+v of %+v, want reset", m, r)
		}
	}
}

func TestAResumedClientGetsWhatItMissedAndNoMore(t *testing.T) {
	w := chattest.New(t)
	quiet, busy := w.Room(wire.RoomPrivate), w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, busy, "before")
	before := resume(w, w.Sam, wire.Resume{})

	w.Say(w.Hana, busy, "one")
	w.MustDo(w.Sam, &wire.Edit{Room: busy, Seq: seq, Body: "edited on the phone"}, wire.EditMessage.Type)
	w.MustDo(w.Hana, &wire.React{Room: busy, Seq: seq, Emoji: "👍", On: true}, wire.ReactToMessage.Type)
	w.MustDo(w.Sam, &wire.Read{Room: busy, Seq: seq}, wire.MarkRead.Type)
	fresh := create(w, w.Hana, "fresh", wire.RoomPrivate).ID
	w.MustDo(w.Hana, &wire.MemberAdd{Room: fresh, User: w.Sam.ID}, wire.AddMember.Type)

	c := resume(w, w.Sam, cursors(before))
	if _, listed := c.Modes[quiet]; listed || c.Modes[busy].Mode != wire.ModeReplay || c.Modes[fresh].Mode != wire.ModeReset ||
		len(c.Modes) != 2 {
		t.Errorf("modes = %+v", c.Modes)
	}
	var kinds []wire.Kind
	for i, e := range c.Events {
		if e.Room != busy || e.Seq != before.Modes[busy].Top+int64(i)+1 {
			t.Errorf("event %d is %+v", i, e)
		}
		kinds = append(kinds, e.Kind)
	}
	if !slices.Equal(kinds, []wire.Kind{wire.KindMessage, wire.KindEdit, wire.KindReaction}) {
		t.Errorf("replayed %v", kinds)
	}
	if len(c.Inbox) != 2 || c.Inbox[0].Kind != wire.InboxRead || c.Inbox[0].Seq != seq || c.Inbox[0].Unread != 1 ||
		c.Inbox[1].Kind != wire.InboxRoom || c.Inbox[1].Info.ID != fresh {
		t.Errorf("inbox = %+v", c.Inbox)
	}
	if again := resume(w, w.Sam, cursors(c)); len(again.Modes)+len(again.Inbox)+len(again.Events) != 0 {
		t.Errorf("with nothing missed: %+v", again)
	}
}

func TestCursorsThatCannotBeFollowedStartOver(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	w.Say(w.Sam, room, "hello")
	now := resume(w, w.Sam, wire.Resume{})
	top := now.Modes[room].Top
	for _, c := range []struct {
		name   string
		cursor wire.Cursor
	}{
		{"another epoch", wire.Cursor{Epoch: "000000000000", Seq: top}},
		{"ahead of the log", wire.Cursor{Epoch: now.Modes[room].Epoch, Seq: top + 1}},
		{"before the log", wire.Cursor{Epoch: now.Modes[room].Epoch, Seq: -1}},
	} {
		got := resume(w, w.Sam, wire.Resume{User: now.UserTop, Rooms: map[string]wire.Cursor{room: c.cursor}})
		if got.Modes[room].Mode != wire.ModeReset || len(got.Events) != 0 {
			t.Errorf("%s: %+v and %d events, want reset", c.name, got.Modes[room], len(got.Events))
		}
	}
	ahead := resume(w, w.Sam, wire.Resume{User: now.UserTop + 100})
	if len(ahead.Inbox) != len(now.Inbox) {
		t.Errorf("an inbox ahead of the server's gets %d entries, want all %d", len(ahead.Inbox), len(now.Inbox))
	}
	gone := resume(w, w.Stan, wire.Resume{Rooms: map[string]wire.Cursor{room: {Epoch: "x", Seq: 1}, id.New(): {}, "../..": {}}})
	for r, m := range gone.Modes {
		if r != w.Main && m != (wire.RoomMode{Mode: wire.ModeGone}) {
			t.Errorf("a stranger who names %s is told %+v, want gone and nothing else", r, m)
		}
	}
}

func TestReplaysAreBounded(t *testing.T) {
	w := chattest.New(t)
	long := w.Room(wire.RoomPrivate)
	var rooms []string
	for range 9 {
		rooms = append(rooms, w.Room(wire.RoomPrivate))
	}
	before := resume(w, w.Sam, wire.Resume{})
	fill(w, long, limits.ReplayRoom+1)
	for i, r := range rooms {
		fill(w, r, limits.ReplayRoom-8+i)
	}
	c := resume(w, w.Sam, cursors(before))
	if c.Modes[long].Mode != wire.ModeReset {
		t.Errorf("%d missed: %+v, want reset", limits.ReplayRoom+1, c.Modes[long])
	}
	if len(c.Events) > limits.ReplayAll {
		t.Fatalf("%d events replayed, want at most %d", len(c.Events), limits.ReplayAll)
	}
	// The shortest gaps are replayed, the other rooms start over.
	for i, r := range rooms {
		want := wire.ModeReplay
		if i >= 6 {
			want = wire.ModeReset
		}
		if got := c.Modes[r].Mode; got != want {
			t.Errorf("room %d, %d missed: %s, want %s", i, limits.ReplayRoom-8+i, got, want)
		}
	}
}

func TestLiveInboxEntriesAreCompletedOrLeftOut(t *testing.T) {
	w := chattest.New(t)
	var told []store.InboxEntry
	w.Store.OnCommit(func(c store.Commit) {
		for _, e := range c.Inbox {
			if e.User == w.Stan.ID {
				told = append(told, e)
			}
		}
	})
	room := create(w, w.Hana, "us", wire.RoomPrivate).ID
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Stan.ID}, wire.AddMember.Type)
	frames, err := w.Chat.InboxFrames(t.Context(), w.Stan.ID, told)
	if err != nil || len(frames) != 1 || frames[0].Info == nil || frames[0].Info.Name != "us" || frames[0].Useq != told[0].Useq {
		t.Fatalf("added: %+v, %v", frames, err)
	}
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Stan.ID}, wire.RemoveMember.Type)
	frames, err = w.Chat.InboxFrames(t.Context(), w.Stan.ID, told)
	if err != nil || len(frames) != 1 || frames[0].Kind != wire.InboxLeft || frames[0].Info != nil {
		t.Fatalf("removed before the first was told: %+v, %v", frames, err)
	}
	rooms, err := w.Chat.Rooms(t.Context(), w.Stan.ID)
	if err != nil || len(rooms) != 1 || rooms[0].ID != w.Main || rooms[0].Top == 0 {
		t.Errorf("Stan's rooms: %+v, %v", rooms, err)
	}
}

// write appends n messages of size bytes to a room at once.
func write(w *chattest.World, room string, n, size int) {
	w.T.Helper()
	w.Update(func(tx store.Tx) error {
		for range n {
			e := wire.Event{
				Room: room, Author: w.Hana.ID, CID: id.New(), Kind: wire.KindMessage, Event: id.New(), At: 1,
				Body: strings.Repeat("x", size),
			}
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
		}
		return nil
	})
}

// The server keeps a replay in memory for a client that reads slowly, so its size
// is bounded.
func TestWhatIsAPersonsOwnReachesTheirDevicesButNotOfARoomTheyHaveLeft(t *testing.T) {
	w := chattest.New(t)
	room, left := w.Room(wire.RoomPublic), w.Room(wire.RoomPublic)
	at := cursors(resume(w, w.Sam, wire.Resume{}))
	w.MustDo(w.Sam, &wire.RoomRef{Room: left}, wire.LeaveRoom.Type)
	w.Update(func(tx store.Tx) error {
		for _, of := range []string{"", room, left} {
			e := store.InboxEntry{User: w.Sam.ID, Kind: wire.InboxOwn, Room: of, Item: "thing"}
			if err := tx.Inbox().Put(&e); err != nil {
				return err
			}
		}
		return nil
	})
	var got []string
	for _, e := range resume(w, w.Sam, at).Inbox {
		if e.Kind == wire.InboxOwn {
			got = append(got, e.Room+"/"+e.Item)
		}
	}
	if want := []string{"/thing", room + "/thing"}; !slices.Equal(got, want) {
		t.Errorf("missed entries = %q, want %q", got, want)
	}
	frames, err := w.Chat.InboxFrames(t.Context(), w.Sam.ID, []store.InboxEntry{{Useq: 1, Kind: wire.InboxOwn, Item: "thing"}})
	if err != nil || len(frames) != 1 || frames[0].Item != "thing" {
		t.Errorf("live entry = %+v, %v", frames, err)
	}
	for _, e := range resume(w, w.Sam, wire.Resume{}).Inbox {
		if e.Kind != wire.InboxRoom {
			t.Errorf("a fresh client gets %+v", e)
		}
	}
}

func TestAReplayIsBoundedInBytesTheShortestFirst(t *testing.T) {
	w := chattest.New(t)
	var rooms []string
	for range 5 {
		rooms = append(rooms, w.Room(wire.RoomPrivate))
	}
	at := cursors(resume(w, w.Sam, wire.Resume{}))
	write(w, rooms[0], 10, 1000)
	for _, room := range rooms[1:4] {
		write(w, room, 290, limits.Body)
	}
	write(w, rooms[4], 295, 100)
	c := resume(w, w.Sam, at)
	size := 0
	for _, e := range c.Events {
		size += len(e.Body)
	}
	if size > limits.ReplayBytes {
		t.Errorf("%d bytes are replayed, want at most %d", size, limits.ReplayBytes)
	}
	want := []wire.Mode{wire.ModeReplay, wire.ModeReset, wire.ModeReset, wire.ModeReset}
	for i, mode := range want {
		if got := c.Modes[rooms[i]].Mode; got != mode {
			t.Errorf("room %d: %s, want %s", i, got, mode)
		}
	}
	if len(c.Events) != 10 && len(c.Events) != 10+295 {
		t.Errorf("%d events", len(c.Events))
	}
}

func TestWhoHasBeenReplayedALotHasTheRestReset(t *testing.T) {
	w := chattest.New(t)
	short, long := w.Room(wire.RoomPrivate), w.Room(wire.RoomPrivate)
	at := cursors(resume(w, w.Sam, wire.Resume{}))
	write(w, short, 5, 10)
	write(w, long, 50, 10)
	for events, want := range map[int][2]wire.Mode{
		100: {wire.ModeReplay, wire.ModeReplay}, 54: {wire.ModeReplay, wire.ModeReset}, 0: {wire.ModeReset, wire.ModeReset},
	} {
		c, err := w.Chat.ResumeWithin(t.Context(), w.Sam.Actor(), at, events, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]wire.Mode{c.Modes[short].Mode, c.Modes[long].Mode}; got != want || len(c.Events) > events {
			t.Errorf("within %d events: %v and %d of them, want %v", events, got, len(c.Events), want)
		}
	}
}

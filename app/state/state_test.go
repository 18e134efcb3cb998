package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

const (
	me    = "e0"
	hana  = "a0"
	lobby = "01"
)

var morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// in is a state of one who is in the lobby, which has top events, all read.
func in(t *testing.T, top int64) *State {
	s := New()
	must(t, s, &wire.Welcome{Me: wire.User{ID: me}, UserTop: 1})
	info := wire.Room{ID: lobby, Epoch: "e1", Top: top, Read: top, Members: 2, Joined: true}
	must(t, s, &wire.Inbox{Useq: 1, Kind: wire.InboxRoom, Room: lobby, Info: &info})
	return s
}

func must(t *testing.T, s *State, input any) {
	t.Helper()
	if err := s.Apply(input, morning); err != nil {
		t.Fatalf("Apply(%T): %v", input, err)
	}
}

func said(seq int64, body string) *wire.Event {
	return &wire.Event{Room: lobby, Seq: seq, Event: fmt.Sprint("ev", seq), Author: hana, Kind: wire.KindMessage, Body: body}
}

// pageOf covers from to to with a message at each seq, read when asOf was the top.
func pageOf(from, to, asOf int64) *wire.Page {
	p := &wire.Page{Room: lobby, Epoch: "e1", From: from, To: to, AsOf: asOf}
	for seq := from; seq <= to; seq++ {
		p.Events = append(p.Events, *said(seq, fmt.Sprint("m", seq)))
	}
	return p
}

func extent(r *Room) string {
	return fmt.Sprintf("%d-%d of %d, %d items", r.From, r.To, r.Info.Top, len(r.Items))
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	g, err1 := json.Marshal(got)
	w, err2 := json.Marshal(want)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if string(g) != string(w) {
		t.Errorf("%s: got %s, want %s", what, g, w)
	}
}

func TestEveryInputMayComeTwice(t *testing.T) {
	s := in(t, 2)
	inputs := []any{
		pageOf(1, 2, 2),
		said(3, "hello"),
		&wire.Event{Room: lobby, Seq: 4, Author: me, Kind: wire.KindReaction, Target: 3, Emoji: "👍", On: true},
		&wire.Event{Room: lobby, Seq: 5, Author: hana, Kind: wire.KindEdit, Target: 3, Body: "better"},
		&wire.Event{Room: lobby, Seq: 6, Author: hana, User: "b0", Kind: wire.KindMember, Action: wire.ActionJoined},
		&wire.Event{Room: lobby, Seq: 7, Author: hana, Kind: wire.KindMessage, ReplyTo: 3,
			Quote: &wire.Quote{Author: hana, Text: "better"}},
		&wire.Inbox{Useq: 2, Kind: wire.InboxRead, Room: lobby, Seq: 3, Unread: 1, Top: 7},
		Marked{Room: lobby, Seq: 4},
		Queued{CID: "c1", Room: lobby, Body: "mine"},
		&wire.Ack{CID: "c1", Room: lobby, Seq: 8},
		&wire.Users{Users: []wire.User{{ID: hana, Name: "Hana"}}},
		&wire.Presence{Head: wire.Head{ID: "w1"}, Users: map[string]string{hana: wire.Online}},
	}
	for _, input := range inputs {
		must(t, s, input)
	}
	before := dump(s)
	for _, input := range inputs {
		must(t, s, input)
	}
	// Queued and acknowledged again, the message still waits for its event.
	same(t, "the state", dump(s), before)
	e := said(8, "mine")
	e.Author, e.CID = me, "c1"
	must(t, s, e)
	must(t, s, e)
	same(t, "the outbox", len(s.Rooms[lobby].Pending), 0)
	same(t, "the end", s.Rooms[lobby].Items[len(s.Rooms[lobby].Items)-1].Key, "c1")
}

func TestWhoIsHereStillIsNoChange(t *testing.T) {
	s := in(t, 2)
	for _, c := range []struct {
		came    wire.Presence
		changes bool
	}{
		{wire.Presence{Users: map[string]string{hana: wire.Online}}, true},
		{wire.Presence{Users: map[string]string{hana: wire.Online}}, false},
		{wire.Presence{Head: wire.Head{ID: "w1"}, Users: map[string]string{hana: wire.Online}}, false},
		{wire.Presence{Users: map[string]string{hana: wire.Away}}, true},
		{wire.Presence{Head: wire.Head{ID: "w2"}}, true},
	} {
		s.Take()
		must(t, s, &c.came)
		same(t, "that it has changed", s.Take().Presence, c.changes)
	}
}

func dump(s *State) any {
	r := s.Rooms[lobby]
	rows := []any{}
	for _, it := range r.Timeline() {
		rows = append(rows, it.Key, it.Event, it.Status)
	}
	return []any{r.Info, rows, s.Users, s.Presence, s.UserTop}
}

func TestAGapIsRefusedAndChangesNothing(t *testing.T) {
	s := in(t, 2)
	must(t, s, pageOf(1, 2, 2))
	before := dump(s)
	if err := s.Apply(said(4, "too early"), morning); !errors.Is(err, ErrGap) {
		t.Fatalf("got %v", err)
	}
	same(t, "the state", dump(s), before)
}

func TestAnItemNeverChanges(t *testing.T) {
	s := in(t, 0)
	must(t, s, pageOf(1, 0, 0))
	must(t, s, said(1, "hello"))
	must(t, s, &wire.Event{Room: lobby, Seq: 2, Author: hana, Kind: wire.KindMessage, ReplyTo: 1,
		Quote: &wire.Quote{Author: hana, Text: "hello"}})
	rows := s.Rooms[lobby].Timeline()
	first, err := json.Marshal([]wire.Event{rows[0].Event, rows[1].Event})
	if err != nil {
		t.Fatal(err)
	}
	for seq, kind := range []wire.Kind{wire.KindReaction, wire.KindReaction, wire.KindEdit, wire.KindReaction, wire.KindDelete} {
		must(t, s, &wire.Event{Room: lobby, Seq: int64(seq + 3), Author: fmt.Sprint(seq), Kind: kind, Target: 1, Emoji: "👍", On: true,
			Body: "x"})
		rows = append(rows, s.Rooms[lobby].Timeline()...)
	}
	again, err := json.Marshal([]wire.Event{rows[0].Event, rows[1].Event})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the first rows", string(again), string(first))
	last := rows[len(rows)-2:]
	if !last[0].Deleted() || last[0].Event.Body != "" || last[0].Reactions() != nil || !last[1].Event.Quote.Deleted ||
		last[1].Event.Quote.Text != "" {
		t.Errorf("the last rows: %+v, %+v", last[0].Event, last[1].Event.Quote)
	}
}

func TestPagesJoinWhatTheyTouchAndReplaceTheRest(t *testing.T) {
	s := in(t, 100)
	r := s.Rooms[lobby]
	for _, step := range []struct {
		page *wire.Page
		want string
	}{
		{pageOf(60, 69, 100), "60-69 of 100, 10 items"},
		{pageOf(50, 59, 100), "50-69 of 100, 20 items"},
		{pageOf(65, 80, 100), "50-80 of 100, 31 items"},
		{pageOf(55, 60, 100), "50-80 of 100, 31 items"},
		{pageOf(91, 100, 100), "91-100 of 100, 10 items"},
		{pageOf(82, 90, 100), "82-100 of 100, 19 items"},
	} {
		must(t, s, step.page)
		same(t, "the window", extent(r), step.want)
	}
	must(t, s, said(101, "live"))
	same(t, "the window", extent(r), "82-101 of 101, 20 items")
}

func TestAPageThatIsAheadOfTheEventsIsNotDoubled(t *testing.T) {
	s := in(t, 2)
	r := s.Rooms[lobby]
	ahead := pageOf(1, 3, 5)
	ahead.To = 5
	ahead.Events[2].State = &wire.State{V: 5, Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Me: true, Users: []string{me}}}}
	must(t, s, ahead)
	must(t, s, said(3, "m3"))
	must(t, s, &wire.Event{Room: lobby, Seq: 4, Author: me, Kind: wire.KindReaction, Target: 3, Emoji: "🎉", On: true})
	must(t, s, &wire.Event{Room: lobby, Seq: 5, Author: me, Kind: wire.KindReaction, Target: 3, Emoji: "🎉"})
	same(t, "the window", extent(r), "1-5 of 5, 3 items")
	same(t, "reactions", r.Item(3).Reactions(), ahead.Events[2].State.Reactions)
	same(t, "unread", r.Info.Unread, 1)
}

func TestAPageThatIsAheadDoesNotMixTwoPointsInTime(t *testing.T) {
	s := in(t, 0)
	r := s.Rooms[lobby]
	must(t, s, pageOf(1, 0, 0))
	must(t, s, said(1, "m1"))
	must(t, s, said(2, "m2"))
	must(t, s, Released{Room: lobby})
	ahead := pageOf(1, 2, 3) // where m1 is erased already
	ahead.To = 3
	ahead.Events[0].Body, ahead.Events[0].State = "", &wire.State{V: 3, Deleted: true}
	must(t, s, ahead)
	same(t, "unread before the event", r.Info.Unread, 2)
	must(t, s, &wire.Event{Room: lobby, Seq: 3, Author: hana, Kind: wire.KindDelete, Target: 1})
	same(t, "unread after it", r.Info.Unread, 1)
}

func TestFiguresOfTheServerCountUpToTheirTop(t *testing.T) {
	s := in(t, 0)
	r := s.Rooms[lobby]
	for seq := int64(1); seq <= 5; seq++ {
		must(t, s, said(seq, "x"))
	}
	info := r.Info
	info.Joined, info.Top, info.Unread = true, 3, 3
	must(t, s, &wire.Inbox{Useq: 2, Kind: wire.InboxRoom, Room: lobby, Info: &info})
	same(t, "counted before the last two came", r.Info.Unread, 5)
	must(t, s, &wire.Inbox{Useq: 3, Kind: wire.InboxRead, Room: lobby, Seq: 2, Unread: 5, Top: 7})
	must(t, s, said(6, "x"))
	must(t, s, said(7, "x"))
	same(t, "counted with two that come only now", r.Info.Unread, 5)
	must(t, s, said(8, "x"))
	same(t, "and one more", r.Info.Unread, 6)
	same(t, "the cursor", r.Info.Top, 8)
}

func TestAPageThatIsBehindIsBroughtUpToDateOrRefused(t *testing.T) {
	s := in(t, 10)
	for seq := int64(11); seq <= 20; seq++ {
		must(t, s, &wire.Event{Room: lobby, Seq: seq, Author: hana, Kind: wire.KindEdit, Target: 5, Body: fmt.Sprint("edit ", seq)})
	}
	must(t, s, pageOf(1, 10, 10))
	same(t, "the edited message", s.Rooms[lobby].Item(5).Event.Body, "edit 20")
	same(t, "the window", extent(s.Rooms[lobby]), "1-20 of 20, 10 items")

	for seq := int64(21); seq <= 21+ringMax; seq++ {
		must(t, s, said(seq, "x"))
	}
	must(t, s, Released{Room: lobby})
	if err := s.Apply(pageOf(1, 10, 10), morning); !errors.Is(err, ErrOld) {
		t.Errorf("a page from too long ago: %v", err)
	}
	other := pageOf(1, 10, 100)
	other.Epoch = "e2"
	if err := s.Apply(other, morning); !errors.Is(err, ErrEpoch) {
		t.Errorf("a page of another log: %v", err)
	}
}

func TestTheWindowLosesWhatIsFarthestFromTheReader(t *testing.T) {
	s := in(t, 1000)
	r := s.Rooms[lobby]
	must(t, s, pageOf(701, 1000, 1000))
	must(t, s, said(1001, "x"))
	same(t, "at the end", extent(r), "702-1001 of 1001, 300 items")
	must(t, s, Viewing{Room: lobby, Anchor: 710})
	must(t, s, pageOf(652, 701, 1001))
	same(t, "after older ones", extent(r), "652-951 of 1001, 300 items")
	if r.Live() {
		t.Error("a window that has lost its end says that it is live")
	}
	must(t, s, said(1002, "x"))
	same(t, "after a new one", extent(r), "652-951 of 1002, 300 items")
	must(t, s, Viewing{Room: lobby, Anchor: 940})
	must(t, s, pageOf(952, 1002, 1002))
	same(t, "after newer ones", extent(r), "703-1002 of 1002, 300 items")
	if !r.Live() {
		t.Error("a window at the end says that it is not live")
	}
}

func TestErasedTextIsNowhereInTheState(t *testing.T) {
	s := in(t, 0)
	must(t, s, pageOf(1, 0, 0))
	must(t, s, said(1, "a secret"))
	must(t, s, &wire.Event{Room: lobby, Seq: 2, Author: hana, Kind: wire.KindEdit, Target: 1, Body: "a secret too"})
	must(t, s, &wire.Event{Room: lobby, Seq: 3, Author: hana, Kind: wire.KindMessage, ReplyTo: 1,
		Quote: &wire.Quote{Author: hana, Text: "a secret too"}})
	must(t, s, &wire.Event{Room: lobby, Seq: 4, Author: hana, Kind: wire.KindDelete, Target: 1})
	r := s.Rooms[lobby]
	for _, e := range r.ring {
		if e.Body != "" || e.Quote != nil && e.Quote.Text != "" {
			t.Errorf("the ring still has %+v", e)
		}
	}
	for _, it := range r.Items {
		if it.Event.Body != "" || it.Event.Quote != nil && it.Event.Quote.Text != "" {
			t.Errorf("the window still has %+v", it.Event)
		}
	}
}

func TestUnreadStopsCountingAndOnesOwnNeverCount(t *testing.T) {
	s := in(t, 0)
	r := s.Rooms[lobby]
	for seq := int64(1); seq <= 150; seq++ {
		e := said(seq, "x")
		if seq%3 == 0 {
			e.Author = me
		}
		if seq%10 == 1 {
			e.Mentions = []string{wire.MentionAll}
		}
		must(t, s, e)
	}
	same(t, "unread", []int{r.Info.Unread, r.Info.Mentions}, []int{limits.UnreadCount, 10})
	must(t, s, Marked{Room: lobby, Seq: 150})
	same(t, "all read", []int{r.Info.Unread, r.Info.Mentions}, []int{0, 0})
}

func TestTheDividerStandsWhereReadingHadStopped(t *testing.T) {
	s := in(t, 10)
	r := s.Rooms[lobby]
	must(t, s, pageOf(1, 10, 10))
	own := said(11, "mine")
	own.Author = me
	must(t, s, own)
	must(t, s, said(12, "hers"))
	must(t, s, Opened{Room: lobby})
	same(t, "first unread", r.FirstUnread(me).Event.Seq, 12)
	must(t, s, Marked{Room: lobby, Seq: 12})
	same(t, "still there while reading", r.Divider, 10)
	must(t, s, DividerGone{Room: lobby})
	must(t, s, Opened{Room: lobby})
	same(t, "nothing new", r.Divider, 0)
}

func TestChangesSayWhatToDrawAgain(t *testing.T) {
	s := in(t, 0)
	must(t, s, pageOf(1, 0, 0))
	s.Take()
	all := Changes{}
	for _, step := range []struct {
		input any
		part  Part
		list  bool
	}{
		{said(1, "x"), PartRead | PartTimeline, true},
		{said(1, "x"), 0, false},
		{&wire.Event{Room: lobby, Seq: 2, Author: hana, Kind: wire.KindMember, User: "b0", Action: wire.ActionJoined},
			PartInfo | PartRead | PartTimeline | PartMembers, false},
		{&wire.Event{Room: lobby, Seq: 3, Author: hana, Kind: wire.KindRoom, Name: "new"}, PartInfo | PartRead | PartTimeline, true},
		{&wire.Typing{Room: lobby, User: hana}, PartTyping, false},
		{&wire.Typing{Room: lobby, User: me}, 0, false},
		{Marked{Room: lobby, Seq: 3}, PartRead, true},
		{&wire.Inbox{Useq: 9, Kind: wire.InboxLeft, Room: lobby}, PartInfo | PartGone, true},
	} {
		must(t, s, step.input)
		c := s.Take()
		if c.Rooms[lobby] != step.part || c.List != step.list {
			t.Errorf("%T: parts %b, list %v; want %b, %v", step.input, c.Rooms[lobby], c.List, step.part, step.list)
		}
		all.Merge(c)
	}
	if all.Rooms[lobby] != PartInfo|PartRead|PartTimeline|PartMembers|PartTyping|PartGone || !all.List || all.None() {
		t.Errorf("merged: %+v", all)
	}
	c := s.Take()
	if !c.None() {
		t.Errorf("nothing happened, and %+v changed", c)
	}
}

func TestARestoredBackupIsNoticed(t *testing.T) {
	s := in(t, 5)
	if err := s.Apply(&wire.Welcome{Me: wire.User{ID: me}, UserTop: 0}, morning); !errors.Is(err, ErrStepBack) {
		t.Errorf("got %v", err)
	}
}

func TestARoomThatIsGoneIsFoundByItsTail(t *testing.T) {
	const room, other = "0190b6f07c1e70008000000000000003", "0190b6f07c1e70008000000000000004"
	s := New()
	for _, id := range []string{room, other} {
		s.Rooms[id] = &Room{Info: wire.Room{ID: id}}
	}
	w := &wire.Welcome{Rooms: map[string]wire.RoomMode{wire.RoomTail(room): {Mode: wire.ModeGone}, "0000000009": {Mode: wire.ModeGone}}}
	s.Complete(w)
	if err := s.Apply(w, morning); err != nil {
		t.Fatal(err)
	}
	if s.Rooms[room] != nil || s.Rooms[other] == nil {
		t.Errorf("%d rooms are left", len(s.Rooms))
	}
}

package state

import (
	"math/rand/v2"
	"testing"

	"github.com/confab/confab/shared/effect/effecttest"
	"github.com/confab/confab/shared/wire"
)

// threadNow is the newest page of a thread as it is after log, as the server gives it.
func threadNow(log []wire.Event, root int64, limit int) *wire.Page {
	top := int64(len(log))
	p := &wire.Page{Room: lobby, Epoch: "e1", Thread: root, From: root + 1, To: top, AsOf: top}
	for _, e := range effecttest.ReplayAll(me, log) {
		if e.Seq == root {
			p.Root = &e
		}
		if e.Thread == root {
			p.Events = append(p.Events, e)
		}
	}
	if n := len(p.Events) - limit; n > 0 {
		p.From = p.Events[n-1].Seq + 1
		p.Events = p.Events[n:]
	}
	return p
}

// What events make of a thread that was read before them is what a page says that is read after them.
func TestEventsMakeOfAThreadWhatALaterPageSays(t *testing.T) {
	seen := 0
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(9, seed))
		course := &effecttest.Course{Room: lobby, Random: random}
		var log []wire.Event
		for len(log) < 40 {
			log = append(log, next(course))
		}
		root := int64(0)
		for _, e := range log {
			if e.Thread != 0 {
				root = e.Thread
			}
		}
		if root == 0 {
			continue // nobody has said anything in a thread yet
		}
		s := in(t, int64(len(log)))
		must(t, s, ThreadOpened{Room: lobby, Root: root})
		page := threadNow(log, root, 3)
		late := random.IntN(ringMax - 4)
		for n := range 80 {
			e := next(course)
			log = append(log, e)
			must(t, s, &e)
			if n == late {
				must(t, s, page)
			}
		}
		r := s.At(ThreadID(lobby, root))
		now := threadNow(log, root, 1000)
		want := append([]wire.Event{*now.Root}, now.Events...)
		if r.To != now.To || len(r.Items) > len(want) || r.AtStart() != (len(r.Items) == len(want)) {
			t.Fatalf("seed %d: %s with %d items, there are %d", seed, extent(r), len(r.Items), len(want))
		}
		for i, it := range r.Items {
			got, want := it.Event, want[len(want)-len(r.Items)+i]
			got.Quote, want.Quote = nil, nil
			same(t, "a reply", got, want)
			seen++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if seen < 50 {
		t.Errorf("only %d replies were seen", seen)
	}
}

func TestWhatIsWrittenInAThreadWaitsThere(t *testing.T) {
	s := in(t, 4)
	must(t, s, ThreadOpened{Room: lobby, Root: 2})
	must(t, s, Queued{CID: "c1", Room: lobby, Body: "soup", Thread: 2, At: 1})
	must(t, s, Queued{CID: "c2", Room: lobby, Body: "elsewhere", Thread: 3, At: 1})
	thread := s.At(ThreadID(lobby, 2))
	if len(thread.Pending) != 1 || len(s.Rooms[lobby].Pending) != 0 {
		t.Fatalf("waiting: %d in the thread, %d in the room", len(thread.Pending), len(s.Rooms[lobby].Pending))
	}
	must(t, s, &wire.Event{Room: lobby, Seq: 5, Kind: wire.KindMessage, Author: me, CID: "c1", Body: "soup", Thread: 2})
	if r := s.Rooms[lobby]; len(thread.Pending) != 0 || r.Info.Unread != 0 {
		t.Errorf("when it is there: %d wait, %d unread", len(thread.Pending), r.Info.Unread)
	}
	must(t, s, &wire.Event{Room: lobby, Seq: 6, Kind: wire.KindMessage, Author: "other", Body: "salad", Thread: 2, Mentions: []string{me}})
	if r := s.Rooms[lobby]; r.Info.Unread != 0 || r.Info.Mentions != 0 {
		t.Errorf("a reply counts as unread in the room: %d, %d", r.Info.Unread, r.Info.Mentions)
	}
	must(t, s, ThreadOpened{})
	if s.At(ThreadID(lobby, 2)) != nil {
		t.Error("it is still open")
	}
}

func TestWhatIsNewInAThreadIsBelowALine(t *testing.T) {
	s := in(t, 5)
	must(t, s, ThreadOpened{Room: lobby, Root: 2})
	reply := func(seq int64, by string) wire.Event {
		return wire.Event{Room: lobby, Seq: seq, Kind: wire.KindMessage, Author: by, Body: "soup", Thread: 2}
	}
	must(t, s, &wire.Page{Room: lobby, Epoch: s.Rooms[lobby].Info.Epoch, AsOf: 5, From: 3, To: 5, Thread: 2,
		Root:   &wire.Event{Room: lobby, Seq: 2, Kind: wire.KindMessage, Author: "other", Body: "soup?"},
		Events: []wire.Event{reply(3, "other"), reply(4, me), reply(5, "other")}})
	thread := s.At(ThreadID(lobby, 2))
	if len(thread.Items) != 4 || thread.FirstUnread(me) != nil {
		t.Fatalf("%d messages, new: %v", len(thread.Items), thread.FirstUnread(me))
	}
	must(t, s, ThreadDivided{Room: lobby, Root: 3, After: 2})
	if thread.Divider != 0 {
		t.Error("another thread was meant")
	}
	must(t, s, ThreadDivided{Room: lobby, Root: 2, After: 3})
	if it := thread.FirstUnread(me); it == nil || it.Event.Seq != 5 {
		t.Errorf("new: %+v", it)
	}
}

func TestWhoWritesInAThreadIsShownThereUntilTheirReply(t *testing.T) {
	s := in(t, 3)
	notice := &wire.Typing{Room: lobby, User: hana, Thread: 2}
	typing := func() [2]int {
		n := [2]int{len(s.Rooms[lobby].Typing)}
		if s.Thread != nil {
			n[1] = len(s.Thread.Typing)
		}
		return n
	}
	must(t, s, notice)
	if typing() != [2]int{} {
		t.Error("a thread that is not open is shown in the room")
	}
	must(t, s, ThreadOpened{Room: lobby, Root: 2})
	must(t, s, notice)
	must(t, s, &wire.Typing{Room: lobby, User: hana})
	if got := typing(); got != [2]int{1, 1} {
		t.Errorf("written is in %v of room and thread, want both", got)
	}
	must(t, s, &wire.Event{Room: lobby, Seq: 4, Kind: wire.KindMessage, Author: hana, Thread: 2, Event: "e4"})
	if got := typing(); got != [2]int{1, 0} {
		t.Errorf("after the reply written is in %v of room and thread, want the room alone", got)
	}
	must(t, s, notice)
	must(t, s, &wire.Users{Users: []wire.User{{ID: hana, Gone: true}}})
	if got := typing(); got != [2]int{} {
		t.Errorf("who was banned writes in %v", got)
	}
}

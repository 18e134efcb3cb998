package state

import (
	"testing"

	"github.com/confab/confab/shared/wire"
)

// mine is a message of the person's own.
func mine(seq int64, cid, body string) *wire.Event {
	e := said(seq, body)
	e.Author, e.CID = me, cid
	return e
}

func TestAChangeIsShownUntilItsEventIsThere(t *testing.T) {
	s := in(t, 0)
	must(t, s, pageOf(1, 0, 0))
	must(t, s, mine(1, "c1", "helo"))
	r := s.Rooms[lobby]
	s.Take()
	must(t, s, Change{ID: "x1", Room: lobby, Seq: 1, Kind: wire.KindEdit, Body: "hello", At: 5})
	if part := s.Take().Rooms[lobby]; part&PartTimeline == 0 {
		t.Error("a change is no change of the timeline")
	}
	row := r.Timeline()[0]
	same(t, "the row", []any{row.Event.Body, row.Edited(), row.Waits(wire.KindEdit), row.Key}, []any{"hello", true, true, "c1"})
	same(t, "in the log", r.Items[0].Event.Body, "helo")
	must(t, s, Confirmed{Room: lobby, ID: "x1", Seq: 2})
	same(t, "after the answer", r.Item(1).Event.Body, "hello")
	must(t, s, &wire.Event{Room: lobby, Seq: 2, Author: me, Kind: wire.KindEdit, Target: 1, Body: "hello", At: 6})
	row = r.Timeline()[0]
	same(t, "after the event", []any{row.Event.Body, len(row.Waiting)}, []any{"hello", 0})
}

func TestAWithdrawnChangeIsUndone(t *testing.T) {
	s := in(t, 0)
	must(t, s, pageOf(1, 0, 0))
	must(t, s, said(1, "soup"))
	r := s.Rooms[lobby]
	before := r.Timeline()[0]
	must(t, s, Change{ID: "x1", Room: lobby, Seq: 1, Kind: wire.KindReaction, Emoji: "👍", On: true})
	must(t, s, Change{ID: "x2", Room: lobby, Seq: 1, Kind: wire.KindPin, On: true})
	row := r.Item(1)
	same(t, "the row", []any{row.Reactions(), row.WaitsFor("👍"), row.WaitsFor("🎉"), row.Waits(wire.KindPin)},
		[]any{[]wire.Reaction{{Emoji: "👍", Count: 1, Me: true, Users: []string{me}}}, true, false, true})
	must(t, s, Withdrawn{Room: lobby, ID: "x1"})
	must(t, s, Withdrawn{Room: lobby, ID: "x2"})
	if r.Timeline()[0] != before {
		t.Error("the row is not the one from before")
	}
}

func TestRowsWithChangesStayTheSameUntilSomethingChanges(t *testing.T) {
	s := in(t, 0)
	must(t, s, pageOf(1, 0, 0))
	must(t, s, mine(1, "c1", "one"))
	must(t, s, said(2, "two"))
	must(t, s, Queued{CID: "c3", Room: lobby, Body: "three"})
	must(t, s, Change{ID: "x1", Room: lobby, Seq: 1, Kind: wire.KindEdit, Body: "one, better"})
	must(t, s, Change{ID: "x2", Room: lobby, CID: "c3", Kind: wire.KindEdit, Body: "three, better"})
	r := s.Rooms[lobby]
	before := r.Timeline()
	same(t, "of the outbox", []any{before[2].Event.Body, before[2].Status, before[2].Edited()}, []any{"three, better", Pending, false})
	must(t, s, said(3, "more"))
	after := r.Timeline()
	if after[0] != before[0] || after[1] != before[1] || after[3] != before[2] {
		t.Error("a row that has not changed is another one")
	}
	must(t, s, &wire.Event{Room: lobby, Seq: 4, Author: hana, Kind: wire.KindReaction, Target: 1, Emoji: "👍", On: true})
	row := r.Timeline()[0]
	same(t, "what others do is seen", []any{row.Event.Body, len(row.Reactions())}, []any{"one, better", 1})
	must(t, s, Released{Room: lobby})
	must(t, s, pageOf(1, 2, 4))
	same(t, "in another window", r.Timeline()[0].Event.Body, "one, better")
}

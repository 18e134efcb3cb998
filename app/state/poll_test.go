package state

import (
	"testing"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// A vote is shown at once. That it was the person's own is not in the log if the poll is hidden.
func TestAVoteIsOnesOwnAlsoInAHiddenPoll(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		s := New()
		s.Me.ID = me
		r := &Room{Info: wire.Room{ID: lobby, Top: 7}}
		r.Items = []*Item{{Key: "7", asOf: 7, Event: wire.Event{Room: lobby, Seq: 7, Author: "ada", Kind: wire.KindMessage, Body: "When?",
			Detail: wire.DetailOf(&wire.Poll{Choices: []string{"a", "b"}, Hidden: hidden})}}}
		r.changes = []pendingChange{{Change: Change{ID: "c", Room: lobby, Seq: 7, Kind: wire.KindVote, Votes: 2}}}
		chosen := func() [2]int {
			e := &r.shown(r.Items[0]).Event
			return [2]int{effect.Chosen(e), effect.TallyOf(e).Voters}
		}
		r.redraw(me)
		if got := chosen(); got != [2]int{2, 1} {
			t.Errorf("hidden %v, on its way: %v", hidden, got)
		}
		e := wire.Event{Room: lobby, Seq: 8, Kind: wire.KindVote, Target: 7, Author: me, Detail: wire.DetailOf(&wire.Ballot{Of: 2, Now: 2})}
		if hidden {
			e.Author = ""
		}
		r.Items[0] = r.Items[0].with(&e, me)
		r.Info.Top, r.changes[0].seq = 8, 8
		r.redraw(me)
		if got := chosen(); got != [2]int{2, 1} {
			t.Errorf("hidden %v, in the log: %v", hidden, got)
		}
	}
}

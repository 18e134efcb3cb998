package wire

import (
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
)

func TestBriefNamesWhatItIsGiven(t *testing.T) {
	rooms := map[string]Cursor{}
	for range 2_000 { // as many as a hello has to take
		rooms[id.New()] = Cursor{Epoch: id.New()[20:], Seq: rand.Int64N(1_000_000)}
	}
	brief := Brief(rooms, limits.Frame-(2<<10))
	if !BriefOK(brief) {
		t.Fatalf("%.200q is not well formed", brief)
	}
	want, got := map[Named]bool{}, map[Named]bool{}
	for id, at := range rooms {
		want[Named{RoomTail(id), EpochTail(at.Epoch), at.Seq}] = true
	}
	last := ""
	for n, rest, ok := NextNamed(brief); ok; n, rest, ok = NextNamed(rest) {
		if got[n] = true; n.Room <= last {
			t.Fatalf("%q comes after %q", n.Room, last)
		}
		last = n.Room
	}
	if !maps.Equal(got, want) {
		t.Errorf("%d of %d rooms are named", len(got), len(want))
	}
	if some := Brief(rooms, 100); len(some) > 100 || !BriefOK(some) || some == "" {
		t.Errorf("at most 100 bytes: %q", some)
	}
	if !BriefOK("") || Brief(nil, 100) != "" || !BriefOK("a..1") {
		t.Error("what is empty")
	}
	for _, bad := range []string{
		"a.b.1 a.b", "a", "a.b", ".b.1", "a b.c.1", "a.b c.1", "a.b.1.2", "a.b.", "a.b.x", "a.b.1  c.d.1", " a.b.1",
		"elevenchars.b.1", "a.ninechars.1", "a.b.99999999999999999999",
	} {
		if BriefOK(bad) {
			t.Errorf("%q is well formed", bad)
		}
	}
}

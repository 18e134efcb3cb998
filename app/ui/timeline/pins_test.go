package timeline

import (
	"testing"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

func pinnedItem(seq int64, on bool) *state.Item {
	e := wire.Event{Event: "e", Room: "general", Seq: seq, Author: "mara", Kind: wire.KindMessage, Body: "hello", State: &wire.State{V: 9}}
	if on {
		e.State.Marks = []wire.Mark{{Mark: string(wire.KindPin), By: "mara", Seq: 9}}
	}
	return &state.Item{Key: e.Event, Event: e}
}

// What the room's timeline has loaded is newer than what the panel loaded once.
func TestThePanelShowsPinsAsTheyAreNow(t *testing.T) {
	h, s := hosttest.New(t)
	p := &pinnedSource{h: h, room: "general"}
	if _, ok := p.Look(s); ok {
		t.Error("it is known what is pinned before it was loaded")
	}
	p.loaded = []*state.Item{pinnedItem(7, true), pinnedItem(2, true), pinnedItem(4, true)}
	s.Rooms["general"].Items = []*state.Item{pinnedItem(7, false), pinnedItem(8, true)}
	sight, ok := p.Look(s)
	var seqs []int64
	for _, it := range sight.Items {
		seqs = append(seqs, it.Event.Seq)
	}
	if !ok || len(seqs) != 3 || seqs[0] != 2 || seqs[1] != 4 || seqs[2] != 8 {
		t.Errorf("shown are %v, want 2, 4 and 8", seqs)
	}
}

func TestThePanelSaysWhyThereAreNoPins(t *testing.T) {
	h, _ := hosttest.New(t)
	p := &pinsPanel{H: h, Room: "general"}
	hosttest.Wants(t, hosttest.Page(p), text.Looking.String())
	p.src.load(nil, 0) // there is no engine yet, so asking fails at once
	hosttest.Wants(t, hosttest.Page(p), text.StillStarting.String())
	p.src.fault, p.src.loaded = "", []*state.Item{}
	hosttest.Wants(t, hosttest.Page(p), text.NothingPinned.String())
	p.src.loaded = []*state.Item{pinnedItem(7, true)}
	hosttest.WantsNot(t, hosttest.Page(p), text.NothingPinned.String(), text.Looking.String())
}

// Without a connection, what was loaded before stays readable, and a panel that has been
// closed asks for nothing any more.
func TestThePanelKeepsPinsThatCannotBeLoadedAgain(t *testing.T) {
	h, s := hosttest.New(t)
	s.Rooms["general"].Info.Top = 9
	p := &pinsPanel{H: h, Room: "general"}
	hosttest.Page(p)
	p.src.loaded, p.due = []*state.Item{pinnedItem(7, true)}, true
	p.again() // the panel is not open
	if p.src.top != 0 || p.due {
		t.Errorf("a closed panel asked for what is pinned (up to %d), due %v", p.src.top, p.due)
	}
	h.Panel, h.Route.Room = host.PanelPins, "general"
	p.again()
	if p.src.top != 9 || p.src.fault != "" || p.src.asking {
		t.Errorf("asked up to %d, fault %q", p.src.top, p.src.fault)
	}
	hosttest.WantsNot(t, hosttest.Page(p), text.StillStarting.String())
}

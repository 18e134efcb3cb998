package timeline

import (
	"testing"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// pinnedByMara is a message with a pin.
var pinnedByMara = &state.Item{Key: "p", Event: wire.Event{
	Room: "general", Seq: 7, Author: "nora", Kind: wire.KindMessage, Body: "hello",
	State: &wire.State{V: 8, Marks: []wire.Mark{{Mark: string(wire.KindPin), By: "mara", Seq: 8}}},
}}

// pinned is a source beside the room's own.
type pinned struct {
	roomSource
	items []*state.Item
	older int
}

func (p *pinned) Name() string { return "pins" }
func (p *pinned) Older()       { p.older++ }
func (p *pinned) Look(s *state.State) (Sight, bool) {
	return Sight{In: s.Rooms[p.room], Items: p.items, Loaded: true, Live: true}, true
}

func TestTwoTimelinesStandOnOnePage(t *testing.T) {
	h, _ := hosttest.New(t)
	room := New(h, Of(h, "general"))
	pins := New(h, &pinned{roomSource: roomSource{h: h, room: "general"}, items: []*state.Item{pinnedByMara}})
	if room.id == pins.id || room.logID == pins.logID || room.rowPath == pins.rowPath || room.AtEnd() == pins.AtEnd() {
		t.Errorf("both are %s", room.id)
	}
	hosttest.Wants(t, hosttest.Page(room.View(text.Messages, false)), `id="timeline"`, `id="log"`)
	wanted, loaded := pins.picture()
	if !loaded || len(wanted) != 2 || wanted[1].key != "p" { // a day and a message
		t.Fatalf("the pins are %v", wanted)
	}
	hosttest.Wants(t, wanted[1].html, "hello", `data-seq="7"`)
	if wanted, _ = room.picture(); len(wanted) != 0 {
		t.Errorf("the room has %v", wanted)
	}
}

func TestTurningToAnotherRoomForgetsTheRows(t *testing.T) {
	h, s := hosttest.New(t)
	line := New(h, Of(h, "general"))
	said := wire.Event{Room: "general", Seq: 9, Author: "mara", Kind: wire.KindMessage, At: 1795175673847, Body: "shall we?", Event: "e9"}
	hosttest.Apply(t, s, &wire.Page{Room: "general", Epoch: "e", From: 1, To: 9, AsOf: 9, Events: []wire.Event{said}})
	if wanted, _ := line.picture(); len(wanted) == 0 || len(line.items) != 1 {
		t.Fatalf("the rows are %v", wanted)
	}
	line.at.end = false
	was := h.Rev(line.AtEnd())
	line.Show(Of(h, "board"), 0)
	if len(line.items) != 0 || len(line.drawn) != 0 || !line.End() || h.Rev(line.AtEnd()) == was {
		t.Errorf("of general there are still %d rows, and the reader is at the end: %v", len(line.items), line.End())
	}
	line.Show(Of(h, "board"), 5)
	if line.at.target != 5 {
		t.Errorf("it goes to %d, want the message of the address", line.at.target)
	}
	line.at.placed, line.at.end = true, false
	line.mount() // once more, after another page
	if line.at.target != 5 || line.at.placed {
		t.Error("the message of the address is forgotten while the container comes")
	}
	line.unmount()
	if line.scroller.OK() || line.focus.active.OK() {
		t.Error("it holds on to what is not in the page")
	}
}

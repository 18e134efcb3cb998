package ui

import (
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The list stays open when the person goes back to another room, and when they are
// removed from the room.
func TestAPinnedMessageIsShownInItsRoom(t *testing.T) {
	v, _ := noras(t)
	v.eng = engine.New(engine.Options{})
	v.open(&pinsDialog{room: general})
	v.turn(route{room: "board"})
	if v.line.room != "board" {
		t.Fatalf("the room shown is %s", v.line.room)
	}
	openMessage(v, "general", 7)
	if v.route.room != "general" || v.line.room != "general" || v.line.target != 7 {
		t.Errorf("the page shows %s, its messages those of %s, and goes to %d", v.route.room, v.line.room, v.line.target)
	}
	if v.over != nil {
		t.Error("the list lies over the message")
	}
}

func TestAListOfPinsThatBecomesEmptyLoadsTheNextPage(t *testing.T) {
	v, _ := noras(t)
	d := &pinsDialog{room: general, pins: []wire.Event{{Room: "general", Seq: 7}, {Room: "general", Seq: 3}}, next: 5}
	says := func() string { return page(el("div", d.body(v))) }
	d.drop(v, 7)
	if d.fault != "" || len(d.pins) != 1 {
		t.Errorf("with %d pins left, the next page was asked for: %q", len(d.pins), d.fault)
	}
	d.drop(v, 3) // there is no engine yet, so asking fails at once
	wants(t, says(), text.StillStarting.String())
	wantsNot(t, says(), text.NothingPinned.String())
}

package room

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

func TestWhoIsBroughtIntoARoomIsToldUntilTheyLook(t *testing.T) {
	h, _ := hosttest.New(t)
	o := New(h)
	o.meet(hosttest.Board, "mara")
	if n := h.Notices.List; len(n) != 1 || !n[0].Kept || n[0].Text != "Mara Lindqvist added you to board" || n[0].Action != "Open" {
		t.Fatalf("told: %+v", n)
	}
	if !o.IsNew("board") || o.IsNew("support") {
		t.Error("the room is not marked in the list, or another one is")
	}
	o.Seen("board")
	if len(h.Notices.List) != 0 || o.IsNew("board") {
		t.Error("told still, after the person has looked")
	}
	o.meet(hosttest.General, "mara") // on the page
	if len(h.Notices.List) != 0 {
		t.Error("told of the room they look at")
	}
}

func TestLeavingARoomIsToldOnceAndBeingRemovedUntilItIsSeen(t *testing.T) {
	h, _ := hosttest.New(t)
	o := New(h)
	o.moves.leaving["board"] = text.YouLeft("board") // they said yes, and the answer is on its way
	o.Lost([]wire.Room{hosttest.Board})
	if n := h.Notices.List; len(n) != 1 || n[0].Kept || n[0].Text != "You left board" {
		t.Errorf("told who leaves: %+v", n)
	}
	o.Lost([]wire.Room{hosttest.Support})
	if n := h.Notices.List; len(n) != 2 || !n[1].Kept || n[1].Text != "You are no longer in support" {
		t.Errorf("told who is removed: %+v", n)
	}
	if len(o.moves.leaving) != 0 {
		t.Errorf("still leaving: %v", o.moves.leaving)
	}
}

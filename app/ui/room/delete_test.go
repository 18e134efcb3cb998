package room

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

func TestOnlyThoseWhoMayAreOfferedToDeleteARoomAndToldWhatGoes(t *testing.T) {
	h, s := hosttest.New(t)
	o := New(h)
	offered := func() bool {
		r, _ := h.State.Room("board")
		for _, it := range actions(h, r) {
			if it.Label == text.DeleteRoom {
				return true
			}
		}
		return false
	}
	s.Me.Role, s.Rooms["board"].Info.Host = wire.RoleMember, false
	if offered() {
		t.Error("offered to somebody who may not")
	}
	s.Rooms["board"].Info.Host = true
	if !offered() {
		t.Error("not offered to a host")
	}
	r, _ := h.State.Room("board")
	r.Members = 12
	o.AskDelete(r)
	d := deleting(o, r)
	drawn := hosttest.Page(kit.El("div", d.Body()))
	hosttest.Wants(t, drawn, "All 12 people", "Type "+host.RoomName(r)+" to delete it")
	if d.Submit(); len(o.moves.leaving) != 0 {
		t.Error("deleted without its name")
	}
	if told := hosttest.Page(kit.El("div", d.Body())); !strings.Contains(told, host.Said(text.DeleteRoomOther)) {
		t.Errorf("not told that it is another name: %s", told)
	}
}

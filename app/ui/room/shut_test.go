package room

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestWhereNothingCanBeWrittenTheRoomSaysWhy(t *testing.T) {
	h, s := hosttest.New(t)
	o := New(h)
	info := &s.Rooms[h.Here()].Info
	drawn := func() string { return hosttest.Page(o.Shut()) }
	hosttest.WantsNot(t, drawn(), "shut")

	s.Me.Role = wire.RoleMember
	info.Host = false
	info.Posting = wire.ScopeHosts
	hosttest.Wants(t, drawn(), "Only hosts write", "#i-megaphone")
	info.Host = true
	hosttest.WantsNot(t, drawn(), "shut")

	info.Host, info.Posting, info.Slow = false, "", 30
	hosttest.Wants(t, drawn(), "30 seconds")
	hosttest.WantsNot(t, drawn(), `class="shut"`)

	info.Archived = 9
	hosttest.Wants(t, drawn(), "archived")
	hosttest.WantsNot(t, drawn(), "Open again")
	info.Host = true
	hosttest.Wants(t, drawn(), "Open again")
}

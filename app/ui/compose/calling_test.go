package compose

import (
	"testing"
	"time"

	"github.com/confab/confab/shared/wire"
)

func TestWhoNotifiesManyIsAskedOncePerMinute(t *testing.T) {
	c, s := opened(t, "general")
	s.Me.Role = wire.RoleOwner
	info := &s.Rooms["general"].Info
	asked := func(body string) bool {
		c.h.Overlays.Clear()
		return sending{c}.asks(body) && c.h.Overlays.Modal()
	}
	if info.Members = callMost; asked("@all hello") {
		t.Error("asked before few are notified")
	}
	info.Members = callMost + 1
	if asked("hello") || asked("`@all`") {
		t.Error("asked of a text that names nobody")
	}
	if !asked("@all hello") || !asked("@here hello") {
		t.Error("not asked before many are notified")
	}
	c.calling = calling{"general", time.Now().Add(-callHolds / 2)}
	if asked("@all again") {
		t.Error("asked again within a minute")
	}
	c.calling.room = "support"
	if !asked("@all here too") {
		t.Error("the yes holds for another room")
	}
	c.calling = calling{"general", time.Now().Add(-callHolds)}
	if !asked("@all later") {
		t.Error("the yes holds for ever")
	}
	if s.Me.Role = wire.RoleMember; asked("@all in vain") {
		t.Error("asked although nobody is notified")
	}
}

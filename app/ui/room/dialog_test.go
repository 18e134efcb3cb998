package room

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestOnlyHostsAndAdminsOfAPrivateRoomShareItsHistory(t *testing.T) {
	share := func(me wire.User, r wire.Room) bool {
		h, s := hosttest.New(t)
		s.Me = me
		return editRoom(h, r).share
	}
	member := wire.User{ID: "m", Role: wire.RoleMember}
	private := wire.Room{Kind: wire.RoomPrivate, Joined: true}
	hosted := wire.Room{Kind: wire.RoomPrivate, Joined: true, Host: true}
	for what, right := range map[string]bool{
		"an admin":                   share(wire.User{Role: wire.RoleAdmin}, private),
		"a host":                     share(member, hosted),
		"not: a member":              !share(member, private),
		"not: the owner, of another": !share(hosttest.Nora, hosttest.General),
	} {
		if !right {
			t.Error(what)
		}
	}
}

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

func TestOnlyHostsAndAdminsMakeARoomPrivateOrPublicAndNeverTheMainOne(t *testing.T) {
	turn := func(me wire.User, r wire.Room) bool {
		h, s := hosttest.New(t)
		s.Me = me
		h.Main = "main"
		return editRoom(h, r).turn
	}
	member, admin := wire.User{ID: "m", Role: wire.RoleMember}, wire.User{Role: wire.RoleAdmin}
	for what, right := range map[string]bool{
		"an admin, of a public room": turn(admin, wire.Room{ID: "r", Kind: wire.RoomPublic, Joined: true}),
		"a host, of a private one":   turn(member, wire.Room{ID: "r", Kind: wire.RoomPrivate, Joined: true, Host: true}),
		"not: a member":              !turn(member, wire.Room{ID: "r", Kind: wire.RoomPublic, Joined: true}),
		"not: the main room":         !turn(admin, wire.Room{ID: "main", Kind: wire.RoomPublic, Joined: true}),
		"not: a conversation":        !turn(admin, wire.Room{ID: "r", Kind: wire.RoomDM, Joined: true}),
	} {
		if !right {
			t.Error(what)
		}
	}
}

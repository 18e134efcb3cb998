package ui

import (
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestControlsAreKeptFromThoseTheyWouldNotWorkFor(t *testing.T) {
	owner := wire.User{ID: "o", Role: wire.RoleOwner}
	admin := wire.User{ID: "a", Role: wire.RoleAdmin}
	member := wire.User{ID: "m", Role: wire.RoleMember}
	room := wire.Room{Kind: wire.RoomPublic, Joined: true}
	hosted := wire.Room{Kind: wire.RoomPublic, Joined: true, Host: true}
	talk := wire.Room{Kind: wire.RoomDM, Joined: true}

	for what, right := range map[string]bool{
		"an owner renames a room":             mayRename(owner, room),
		"a host renames their room":           mayRename(member, hosted),
		"a member changes the topic":          mayTopic(room),
		"an admin invites":                    mayInvite(admin),
		"an owner bans an admin":              mayBan(owner, admin),
		"an admin bans a member":              mayBan(admin, member),
		"an owner gives roles":                maySetRoles(owner),
		"a member adds people":                mayAdd(room),
		"a host removes people":               mayRemove(member, hosted),
		"an admin deletes others' messages":   mayDeleteAny(admin, room),
		"not: a member renames a room":        !mayRename(member, room),
		"not: an admin renames a talk of two": !mayRename(admin, talk),
		"not: anyone joins a talk of two":     !mayAdd(talk),
		"not: a talk of two has a topic":      !mayTopic(talk),
		"not: a member invites":               !mayInvite(member),
		"not: an admin bans an admin":         !mayBan(admin, wire.User{ID: "b", Role: wire.RoleAdmin}),
		"not: anyone bans themselves":         !mayBan(owner, owner),
		"not: an admin gives roles":           !maySetRoles(admin),
	} {
		if !right {
			t.Error(what)
		}
	}
}

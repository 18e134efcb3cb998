package ui

import "github.com/confab/confab/shared/wire"

// What is offered to whom. The server decides; this only keeps controls away
// from people they would not work for. It follows the table of rights in
// server/chat.

func ranksAdmin(role wire.Role) bool { return role == wire.RoleAdmin || role == wire.RoleOwner }

func mayInvite(me wire.User) bool { return ranksAdmin(me.Role) }

func mayRename(me wire.User, r wire.Room) bool {
	return r.Kind != wire.RoomDM && (r.Host || ranksAdmin(me.Role))
}

// mayShareHistory: show newcomers more of before than the room gives, and set
// what it gives. Of other rooms everyone in them sees everything.
func mayShareHistory(me wire.User, r wire.Room) bool {
	return r.Kind == wire.RoomPrivate && mayRename(me, r)
}

func mayTopic(r wire.Room) bool { return r.Kind != wire.RoomDM && r.Joined }

func mayAdd(r wire.Room) bool { return r.Kind != wire.RoomDM && r.Joined }

func mayRemove(me wire.User, r wire.Room) bool { return mayRename(me, r) }

func mayDeleteAny(me wire.User, r wire.Room) bool { return mayRename(me, r) }

func maySetRoles(me wire.User) bool { return me.Role == wire.RoleOwner }

// mayBan: people of a lower role, and owners anybody but themselves.
func mayBan(me, other wire.User) bool {
	if me.ID == other.ID || other.Ghost {
		return false
	}
	return me.Role == wire.RoleOwner || me.Role == wire.RoleAdmin && other.Role == wire.RoleMember
}

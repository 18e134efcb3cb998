package chat

import (
	"fmt"

	"github.com/confab/confab/shared/wire"
)

// Right is one thing that may be allowed.
type Right string

// The rights within a room. All of them need membership first.
const (
	RightRead         Right = "read"          // history, members, what happens
	RightSend         Right = "send"          // messages, replies, reactions, typing
	RightChangeOwn    Right = "change own"    // edit and delete one's own messages
	RightDeleteAny    Right = "delete any"    // delete the messages of others
	RightMentionAll   Right = "mention all"   // @all and @here
	RightRename       Right = "rename"        // the room
	RightTopic        Right = "topic"         // of the room
	RightAddMember    Right = "add member"    //
	RightRemoveMember Right = "remove member" //
	RightLeave        Right = "leave"         // not the main room
)

// The rights in the workspace.
const (
	RightBrowse     Right = "browse"      // find and join public rooms, find people, open DMs
	RightCreateRoom Right = "create room" //
	RightInvite     Right = "invite"      // make, list and revoke invites
	RightWorkspace  Right = "workspace"   // its name
	RightBan        Right = "ban"         // people of a lower role
	RightSessions   Right = "sessions"    // list and end those of people of a lower role; one's own anyone
	RightRole       Right = "role"        // give roles; to step down oneself needs no right
)

// Grant says who has a right.
type Grant struct {
	Right Right
	Role  wire.Role // people of this role and above have it; "": nobody by role alone
	Host  bool      // the room's host has it
	DM    bool      // it exists in a conversation of two
}

// rights is the table of rights. RoleMember in a room's rights means: every
// member of the room.
var rights = []Grant{
	{Right: RightRead, Role: wire.RoleMember, DM: true},
	{Right: RightSend, Role: wire.RoleMember, DM: true},
	{Right: RightChangeOwn, Role: wire.RoleMember, DM: true},
	{Right: RightDeleteAny, Role: wire.RoleAdmin, Host: true},
	{Right: RightMentionAll, Role: wire.RoleAdmin, Host: true},
	{Right: RightRename, Role: wire.RoleAdmin, Host: true},
	{Right: RightTopic, Role: wire.RoleMember},
	{Right: RightAddMember, Role: wire.RoleMember},
	{Right: RightRemoveMember, Role: wire.RoleAdmin, Host: true},
	{Right: RightLeave, Role: wire.RoleMember},

	{Right: RightBrowse, Role: wire.RoleMember},
	{Right: RightCreateRoom, Role: wire.RoleMember},
	{Right: RightInvite, Role: wire.RoleAdmin},
	{Right: RightWorkspace, Role: wire.RoleAdmin},
	{Right: RightBan, Role: wire.RoleAdmin},
	{Right: RightSessions, Role: wire.RoleAdmin},
	{Right: RightRole, Role: wire.RoleOwner},
}

// Rights returns the table of rights. The caller must not change it.
func Rights() []Grant { return rights }

// ranks orders the roles. A role that is not here has no right at all.
var ranks = map[wire.Role]int{wire.RoleMember: 1, wire.RoleAdmin: 2, wire.RoleOwner: 3}

// grant finds the row of r. A right without a row is a mistake of ours.
func grant(r Right) Grant {
	for _, g := range rights {
		if g.Right == r {
			return g
		}
	}
	panic(fmt.Sprintf("chat: right %q has no row in the table of rights", r))
}

// reaches reports whether role is at least least.
func reaches(role, least wire.Role) bool {
	return least != "" && ranks[role] > 0 && ranks[role] >= ranks[least]
}

// may reports whether a person of that role has a right of the workspace.
func may(r Right, role wire.Role) bool { return reaches(role, grant(r).Role) }

// mayIn reports whether a member of a room has a right in it.
func mayIn(r Right, role wire.Role, host bool, kind wire.RoomKind) bool {
	g := grant(r)
	if kind == wire.RoomDM && !g.DM {
		return false
	}
	return reaches(role, g.Role) || (host && g.Host)
}

// outranks reports whether a person of role mine may act on one of role
// theirs: owners on everyone, the others on lower roles.
func outranks(mine, theirs wire.Role) bool {
	return mine == wire.RoleOwner || ranks[mine] > ranks[theirs]
}

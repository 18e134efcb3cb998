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
	RightShareHistory Right = "share history" // show newcomers more of before than the room gives, and set what it gives
	RightRemoveMember Right = "remove member" //
	RightLeave        Right = "leave"         // not the main room
)

// The rights in the workspace.
const (
	RightLook       Right = "look"        // at rooms one is in or could enter, at people by id; be told what happens
	RightAccount    Right = "account"     // see and end one's own sessions, step down from a role
	RightBrowse     Right = "browse"      // find and join public rooms, find people, open DMs
	RightCreateRoom Right = "create room" //
	RightInvite     Right = "invite"      // make, list and revoke invites
	RightWorkspace  Right = "workspace"   // its name
	RightBan        Right = "ban"         // people of a lower role
	RightSessions   Right = "sessions"    // list and end those of people of a lower role; one's own anyone
	RightRole       Right = "role"        // give roles
)

// Grant says who has a right.
type Grant struct {
	Right Right
	Kinds Kind      // who may have it at all; 0: nobody
	Role  wire.Role // people of this role and above have it; "": nobody by role alone
	Host  bool      // the room's host has it
	DM    bool      // it exists in a conversation of two
}

// Who reads and who talks: a webhook puts messages in and is told nothing.
const (
	readers = KindPerson | KindBot | KindGuest | KindEmbed
	talkers = readers | KindWebhook
)

// rights is the table of rights. RoleMember in a room's rights means: every
// member of the room.
var rights = []Grant{
	{Right: RightRead, Kinds: readers, Role: wire.RoleMember, DM: true},
	{Right: RightSend, Kinds: talkers, Role: wire.RoleMember, DM: true},
	{Right: RightChangeOwn, Kinds: talkers, Role: wire.RoleMember, DM: true},
	{Right: RightDeleteAny, Kinds: KindPerson, Role: wire.RoleAdmin, Host: true},
	{Right: RightMentionAll, Kinds: KindPerson, Role: wire.RoleAdmin, Host: true},
	{Right: RightRename, Kinds: KindPerson, Role: wire.RoleAdmin, Host: true},
	{Right: RightTopic, Kinds: KindPerson, Role: wire.RoleMember},
	{Right: RightAddMember, Kinds: KindPerson, Role: wire.RoleMember},
	{Right: RightShareHistory, Kinds: KindPerson, Role: wire.RoleAdmin, Host: true},
	{Right: RightRemoveMember, Kinds: KindPerson, Role: wire.RoleAdmin, Host: true},
	{Right: RightLeave, Kinds: KindPerson | KindBot | KindGuest, Role: wire.RoleMember},

	{Right: RightLook, Kinds: readers, Role: wire.RoleMember},
	{Right: RightAccount, Kinds: KindPerson, Role: wire.RoleMember},
	{Right: RightBrowse, Kinds: KindPerson | KindBot, Role: wire.RoleMember},
	{Right: RightCreateRoom, Kinds: KindPerson, Role: wire.RoleMember},
	{Right: RightInvite, Kinds: KindPerson, Role: wire.RoleAdmin},
	{Right: RightWorkspace, Kinds: KindPerson, Role: wire.RoleAdmin},
	{Right: RightBan, Kinds: KindPerson, Role: wire.RoleAdmin},
	{Right: RightSessions, Kinds: KindPerson, Role: wire.RoleAdmin},
	{Right: RightRole, Kinds: KindPerson, Role: wire.RoleOwner},
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

// has reports whether a kind may have the right at all.
func (g Grant) has(k Kind) bool { return k != 0 && g.Kinds&k == k }

// may reports whether a person of that role, acting through kind, has a right
// of the workspace.
func may(r Right, kind Kind, role wire.Role) bool {
	g := grant(r)
	return g.has(kind) && reaches(role, g.Role)
}

// mayIn reports whether a member of a room, acting through kind, has a right in
// it.
func mayIn(r Right, kind Kind, role wire.Role, host bool, room wire.RoomKind) bool {
	g := grant(r)
	if !g.has(kind) || room == wire.RoomDM && !g.DM {
		return false
	}
	return reaches(role, g.Role) || (host && g.Host)
}

// outranks reports whether a person of role mine may act on one of role
// theirs: owners on everyone, the others on lower roles.
func outranks(mine, theirs wire.Role) bool {
	return mine == wire.RoleOwner || ranks[mine] > ranks[theirs]
}

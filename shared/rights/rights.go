package rights

import "github.com/confab/confab/shared/wire"

// Right is one thing that may be allowed.
type Right string

// The rights within a room. All of them need membership first.
const (
	Read         Right = "read"          // history, members, what happens
	Send         Right = "send"          // messages, replies, reactions, typing
	ChangeOwn    Right = "change own"    // edit and delete one's own messages
	DeleteAny    Right = "delete any"    // delete the messages of others
	Pin          Right = "pin"           // messages, and take one's own pins away
	UnpinAny     Right = "unpin any"     // take the pins of others away
	MentionAll   Right = "mention all"   // @all and @here
	Rename       Right = "rename"        // the room
	Topic        Right = "topic"         // of the room
	AddMember    Right = "add member"    //
	ShareHistory Right = "share history" // show newcomers more of before than the room gives, and set what it gives
	RemoveMember Right = "remove member" //
	Leave        Right = "leave"         // not the main room
)

// The rights in the workspace.
const (
	Look       Right = "look"        // at rooms one is in or could enter, at people by id; be told what happens
	Account    Right = "account"     // see and end one's own sessions, step down from a role
	Browse     Right = "browse"      // find and join public rooms, find people, open DMs
	CreateRoom Right = "create room" //
	Invite     Right = "invite"      // make, list and revoke invites
	Workspace  Right = "workspace"   // its name
	Ban        Right = "ban"         // people of a lower role
	Sessions   Right = "sessions"    // list and end those of people of a lower role; one's own anyone
	GiveRole   Right = "role"        // to anybody
)

// Grant is one row of the table: who has a right.
type Grant struct {
	Right Right
	Room  bool      // it is one within a room, for its members
	Kinds Kind      // who may have it at all; 0: nobody
	Role  wire.Role // people of this role and above have it; "": nobody by role alone
	Host  bool      // the room's host has it
	DM    bool      // it exists in a conversation of two
}

// Who reads and who talks: a webhook puts messages in and is told nothing.
const (
	readers = Person | Bot | Guest | Embed
	talkers = readers | Webhook
)

// table is the table of rights. RoleMember in a room's rights means: every
// member of the room.
var table = []Grant{
	{Right: Read, Room: true, Kinds: readers, Role: wire.RoleMember, DM: true},
	{Right: Send, Room: true, Kinds: talkers, Role: wire.RoleMember, DM: true},
	{Right: ChangeOwn, Room: true, Kinds: talkers, Role: wire.RoleMember, DM: true},
	{Right: DeleteAny, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Pin, Room: true, Kinds: Person | Bot | Guest, Role: wire.RoleMember, DM: true},
	{Right: UnpinAny, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: MentionAll, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Rename, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Topic, Room: true, Kinds: Person, Role: wire.RoleMember},
	{Right: AddMember, Room: true, Kinds: Person, Role: wire.RoleMember},
	{Right: ShareHistory, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: RemoveMember, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Leave, Room: true, Kinds: Person | Bot | Guest, Role: wire.RoleMember},

	{Right: Look, Kinds: readers, Role: wire.RoleMember},
	{Right: Account, Kinds: Person, Role: wire.RoleMember},
	{Right: Browse, Kinds: Person | Bot, Role: wire.RoleMember},
	{Right: CreateRoom, Kinds: Person, Role: wire.RoleMember},
	{Right: Invite, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Workspace, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Ban, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Sessions, Kinds: Person, Role: wire.RoleAdmin},
	{Right: GiveRole, Kinds: Person, Role: wire.RoleOwner},
}

// Table returns the table of rights. The caller must not change it.
func Table() []Grant { return table }

// Row returns the row of r.
func Row(r Right) Grant { return grant(r) }

// grant finds the row of r. A right without a row is a mistake of ours.
func grant(r Right) Grant {
	for _, g := range table {
		if g.Right == r {
			return g
		}
	}
	panic("rights: " + string(r) + " has no row in the table of rights")
}

// Standing is who somebody is when they ask for something: in the workspace, or
// in a room that they are a member of. The zero Standing is nobody's.
type Standing struct {
	Kind Kind          // what sort of program acts for them
	Role wire.Role     // in the workspace
	Host bool          // of the room
	Room wire.RoomKind // what sort of room it is; "": the workspace
}

// Of is the standing in the workspace of somebody who sits at a client.
func Of(u wire.User) Standing { return Standing{Kind: Person, Role: u.Role} }

// In is the standing in r of somebody who sits at a client. r is the room as it
// looks to them: nobody has a standing in a room they are not in.
func In(u wire.User, r wire.Room) Standing {
	if !r.Joined {
		return Standing{}
	}
	return Standing{Kind: Person, Role: u.Role, Host: r.Host, Room: r.Kind}
}

// May reports whether somebody of that standing has a right.
func May(r Right, s Standing) bool {
	g := grant(r)
	if s.Kind == 0 || g.Kinds&s.Kind != s.Kind || s.Room == wire.RoomDM && !g.DM {
		return false
	}
	return s.Host && g.Host || g.Role != "" && Rank(s.Role) > 0 && Rank(s.Role) >= Rank(g.Role)
}

// Rank orders the roles, the lowest is 1. A role that there is not is 0 and has
// no right at all.
func Rank(role wire.Role) int {
	switch role {
	case wire.RoleMember:
		return 1
	case wire.RoleAdmin:
		return 2
	case wire.RoleOwner:
		return 3
	}
	return 0
}

// Outranks reports whether somebody of role mine may act on one of role theirs:
// owners on everyone, the others on lower roles.
func Outranks(mine, theirs wire.Role) bool {
	return mine == wire.RoleOwner || Rank(mine) > Rank(theirs)
}

package rights

import "github.com/confab/confab/shared/wire"

// Right is one thing that may be allowed.
type Right string

// The rights within a room. Only members of the room can have them.
const (
	Read         Right = "read"          // history, members, what happens
	Send         Right = "send"          // reactions, typing; of messages those for which Post is not needed
	Post         Right = "post"          // messages
	Unhurried    Right = "unhurried"     // write as often as one likes where others have to wait
	ChangeOwn    Right = "change own"    // edit and delete one's own messages
	DeleteAny    Right = "delete any"    // delete the messages of others
	Pin          Right = "pin"           // messages, and take one's own pins away
	UnpinAny     Right = "unpin any"     // take the pins of others away
	MentionAll   Right = "mention all"   // @all and @here
	Rename       Right = "rename"        // the room
	Topic        Right = "topic"         // of the room
	AddMember    Right = "add member"    //
	ShareHistory Right = "share history" // show newcomers more earlier messages than the room's History, and change that
	Visibility   Right = "visibility"    // make the room private or public; not the main room
	RemoveMember Right = "remove member" //
	Rules        Right = "rules"         // who may write, address everyone, and how often
	Hosts        Right = "hosts"         // name and remove them
	Archive      Right = "archive"       // close the room and open it again; not the main room
	DeleteRoom   Right = "delete room"   // with all that was said in it; not the main room
	Leave        Right = "leave"         // not the main room
)

// The rights in the workspace.
const (
	Look       Right = "look"        // at rooms one is in or could enter, and at people by id; receive events
	Account    Right = "account"     // see and end one's own sessions, step down from a role
	Browse     Right = "browse"      // find and join public rooms, find people, open DMs
	Upload     Right = "upload"      // files, to send them
	Later      Right = "later"       // save messages, have them sent and be reminded at a time
	CreateRoom Right = "create room" //
	Emoji      Right = "emoji"       // make emoji for everybody, change and remove one's own
	EmojiAny   Right = "emoji any"   // change and remove those of others
	Invite     Right = "invite"      // make, list and revoke invites
	Workspace  Right = "workspace"   // its name
	Administer Right = "administer"  // open the pages for admins, and see how much there is in the workspace
	Ban        Right = "ban"         // people with a lower role
	Sessions   Right = "sessions"    // list and end those of people with a lower role; everybody can do so with their own
	Reset      Right = "reset"       // make links by which people with a lower role set a new password
	Profiles   Right = "profiles"    // change name and handle of people with a lower role; everybody can change their own
	GiveRole   Right = "role"        // to anybody
)

// Grant is a row of the table: it says who has a right.
type Grant struct {
	Right Right
	Room  bool      // the right is one within a room, for its members
	Kinds Kind      // the kinds of program that may have it at all; 0: none
	Role  wire.Role // people with this role or a higher one have it; "": nobody because of a role
	Host  bool      // the room's host has it
	DM    bool      // the right exists in a conversation

	Archived bool // the right exists in a room that is closed
}

// The kinds that read, and those that write: a webhook sends messages and reads nothing.
const (
	readers = Person | Bot | Guest | Embed
	talkers = readers | Webhook
)

// table is the table of rights. In a right within a room RoleMember means every member
// of the room.
var table = []Grant{
	{Right: Read, Room: true, Kinds: readers, Role: wire.RoleMember, DM: true, Archived: true},
	{Right: Send, Room: true, Kinds: talkers, Role: wire.RoleMember, DM: true},
	{Right: Post, Room: true, Kinds: talkers, Role: wire.RoleMember, DM: true},
	{Right: Unhurried, Room: true, Kinds: talkers, Role: wire.RoleAdmin, Host: true},
	{Right: ChangeOwn, Room: true, Kinds: talkers, Role: wire.RoleMember, DM: true},
	{Right: DeleteAny, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Pin, Room: true, Kinds: Person | Bot | Guest, Role: wire.RoleMember, DM: true},
	{Right: UnpinAny, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: MentionAll, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Rename, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Topic, Room: true, Kinds: Person, Role: wire.RoleMember},
	{Right: AddMember, Room: true, Kinds: Person, Role: wire.RoleMember},
	{Right: ShareHistory, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Visibility, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: RemoveMember, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Rules, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Hosts, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true},
	{Right: Archive, Room: true, Kinds: Person, Role: wire.RoleAdmin, Host: true, Archived: true},
	{Right: DeleteRoom, Room: true, Kinds: Person, Role: wire.RoleOwner, Host: true, Archived: true},
	{Right: Leave, Room: true, Kinds: Person | Bot | Guest, Role: wire.RoleMember, Archived: true},

	{Right: Look, Kinds: readers, Role: wire.RoleMember},
	{Right: Account, Kinds: Person, Role: wire.RoleMember},
	{Right: Browse, Kinds: Person | Bot, Role: wire.RoleMember},
	{Right: Upload, Kinds: readers, Role: wire.RoleMember},
	{Right: Later, Kinds: Person, Role: wire.RoleMember},
	{Right: CreateRoom, Kinds: Person, Role: wire.RoleMember},
	{Right: Emoji, Kinds: Person, Role: wire.RoleMember},
	{Right: EmojiAny, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Invite, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Workspace, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Administer, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Ban, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Sessions, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Reset, Kinds: Person, Role: wire.RoleAdmin},
	{Right: Profiles, Kinds: Person, Role: wire.RoleAdmin},
	{Right: GiveRole, Kinds: Person, Role: wire.RoleOwner},
}

// Table returns the table of rights. The caller must not change it.
func Table() []Grant { return table }

// Row returns the row of r. A right without a row is a bug of the program.
func Row(r Right) Grant {
	for _, g := range table {
		if g.Right == r {
			return g
		}
	}
	panic("rights: " + string(r) + " has no row in the table of rights")
}

// Standing is what a person's rights depend on, in the workspace or in a room that
// they are a member of. The zero Standing has no rights.
type Standing struct {
	Kind Kind          // the kind of program that acts for them
	Role wire.Role     // in the workspace
	Host bool          // of the room
	Room wire.RoomKind // the kind of room; "": in the workspace

	Archived  bool // the room is closed
	HostsPost bool // only its hosts write messages in it
	AllCall   bool // all who are in it may address everyone
}

// Of returns the standing in the workspace of a person who uses a client.
func Of(u wire.User) Standing { return Standing{Kind: Person, Role: u.Role} }

// In returns the standing in the room r of a person who uses a client. r is the room
// as that person sees it; in a room they are not in they have no rights.
func In(u wire.User, r wire.Room) Standing {
	if !r.Joined {
		return Standing{}
	}
	return Standing{Kind: Person, Role: u.Role, Host: r.Host, Room: r.Kind, Archived: r.Archived > 0,
		HostsPost: r.Posting == wire.ScopeHosts, AllCall: r.Calling == wire.ScopeAll}
}

// May reports whether somebody with the standing s has the right r.
func May(r Right, s Standing) bool {
	g := Row(r)
	if s.Kind == 0 || g.Kinds&s.Kind != s.Kind || s.Room == wire.RoomDM && !g.DM || s.Archived && !g.Archived {
		return false
	}
	switch { // what the room itself says
	case r == Post && s.HostsPost:
		g.Host, g.Role = true, wire.RoleAdmin
	case r == MentionAll && s.AllCall:
		g.Role = wire.RoleMember
	}
	return s.Host && g.Host || g.Role != "" && Rank(s.Role) > 0 && Rank(s.Role) >= Rank(g.Role)
}

// Rank orders the roles; the lowest is 1. A role that does not exist has rank 0 and no
// rights.
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

// Outranks reports whether a person with the role mine may act on a person with the
// role theirs: owners on everyone, others on people with a lower role.
func Outranks(mine, theirs wire.Role) bool {
	return mine == wire.RoleOwner || Rank(mine) > Rank(theirs)
}

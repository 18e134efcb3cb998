package wire

import "reflect"

// Command is a command with the types of its request and its answer, so that
// neither side can pair a request with an answer that does not belong to it.
// The server declares the rest in server/chat: who may give the command, how
// often, and the function that carries it out.
//
// The values below are plain literals, so that the linker keeps only those that a
// program uses. Q and R are pointer types, so that a program has one copy of a
// generic function for all of them.
type Command[Q, R Headed] Row

// Row is what client and server share about a command, whatever its types. A
// command can be given over the socket and over HTTP.
type Row struct {
	Type   Type   // of its request on the socket
	Answer Type   // of its answer: TypeAck, TypePage or TypeOK
	Method string // over HTTP
	Path   string // below /api/v1, with {room} and the like for fields tagged path
	Doc    string // one sentence for people
	Lane   Lane   // for commands that change something
	Repeat Repeat
}

// Changes reports whether the command changes something.
func (r Row) Changes() bool { return r.Repeat != RepeatReads }

// LaneOf returns the room that the request names if the command's lane is that of
// its room, else "".
func (r Row) LaneOf(req Headed) string {
	if r.Lane != LaneRoom {
		return ""
	}
	return RoomOf(req)
}

// RoomOf returns the room that a request names, or "" if it names none.
func RoomOf(req Headed) string {
	if q, ok := req.(interface{ room() string }); ok { // generated for those that have one
		return q.room()
	}
	return ""
}

// Lane is the ordering key of commands that change something: those of one
// client in one lane are carried out one after another, in the order in which it
// gave them.
type Lane uint8

// The ordering keys.
const (
	LaneClient Lane = iota // all of the client's commands that name no room
	LaneRoom               // those that name the same room; as LaneClient if the request names none
)

// Repeat says whether and how a client may repeat a command that got no answer.
type Repeat uint8

// The ways to repeat. A command whose row does not name one is not repeated.
const (
	RepeatUnsafe   Repeat = iota // nothing: whoever asked is told that the outcome is unknown
	RepeatReads                  // ask again: it changes nothing
	RepeatNumbered               // ask again with the same number, by which the server knows it
	RepeatByCID                  // ask again with the same cid, by which the server knows it
)

// New returns an empty object of a type, which is a pointer to a struct.
func New[T Headed]() T { return reflect.New(reflect.TypeFor[T]().Elem()).Interface().(T) }

// Messages.
var (
	SendMessage = Command[*Send, *Ack]{
		Type: "send", Answer: TypeAck, Method: "POST", Path: "/rooms/{room}/messages",
		Doc: "Put a message into a room.", Lane: LaneRoom, Repeat: RepeatByCID,
	}
	EditMessage = Command[*Edit, *Ack]{
		Type: "edit", Answer: TypeAck, Method: "PATCH", Path: "/rooms/{room}/messages/{seq}",
		Doc: "Change the text of your own message.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	DeleteMessage = Command[*Delete, *Ack]{
		Type: "delete", Answer: TypeAck, Method: "DELETE", Path: "/rooms/{room}/messages/{seq}",
		Doc: "Erase a message.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ReactToMessage = Command[*React, *Ack]{
		Type: "react", Answer: TypeAck, Method: "PUT", Path: "/rooms/{room}/messages/{seq}/reactions",
		Doc: "Put an emoji on a message or take it away.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	MarkRead = Command[*Read, *OK]{
		Type: "read", Answer: TypeOK, Method: "PUT", Path: "/rooms/{room}/read",
		Doc: "Move your read marker forward.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	MarkUnread = Command[*Unread, *OK]{
		Type: "unread", Answer: TypeOK, Method: "PUT", Path: "/rooms/{room}/unread",
		Doc: "Set your read marker back: a message and what follows it are unread again.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	FetchHistory = Command[*Fetch, *Page]{
		Type: "fetch", Answer: TypePage, Method: "GET", Path: "/rooms/{room}/messages",
		Doc: "Read a page of a room's history.", Repeat: RepeatReads,
	}
)

// Rooms and who is in them.
var (
	CreateRoom = Command[*RoomCreate, *RoomInfo]{
		Type: "room.create", Answer: TypeOK, Method: "POST", Path: "/rooms",
		Doc: "Make a public or private room.", Repeat: RepeatNumbered,
	}
	ListRooms = Command[*RoomList, *Rooms]{
		Type: "room.list", Answer: TypeOK, Method: "GET", Path: "/rooms",
		Doc: "List the public rooms, or the private ones you are in. Of the caller's own fields only joined is set.", Repeat: RepeatReads,
	}
	GetRoom = Command[*RoomRef, *RoomInfo]{
		Type: "room.get", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}",
		Doc: "Get a room you are in or could join.", Repeat: RepeatReads,
	}
	SetRoom = Command[*RoomSet, *RoomInfo]{
		Type: "room.set", Answer: TypeOK, Method: "PATCH", Path: "/rooms/{room}",
		Doc:  "Change a room's name, topic, picture, what newcomers see, who may write; archive it, make it private or public.",
		Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	SetRoomMine = Command[*RoomMine, *RoomInfo]{
		Type: "room.mine", Answer: TypeOK, Method: "PATCH", Path: "/rooms/{room}/mine",
		Doc: "Star a room, mute it or put it into a section, for yourself.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListSections = Command[*SectionList, *Sections]{
		Type: "section.list", Answer: TypeOK, Method: "GET", Path: "/sections",
		Doc: "List the sections of your list of rooms.", Repeat: RepeatReads,
	}
	SetSections = Command[*Sections, *Sections]{
		Type: "section.set", Answer: TypeOK, Method: "PUT", Path: "/sections",
		Doc: "Replace the sections of your list of rooms.", Repeat: RepeatNumbered,
	}
	JoinRoom = Command[*RoomRef, *RoomInfo]{
		Type: "room.join", Answer: TypeOK, Method: "POST", Path: "/rooms/{room}/join",
		Doc: "Enter a public room.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	LeaveRoom = Command[*RoomRef, *OK]{
		Type: "room.leave", Answer: TypeOK, Method: "POST", Path: "/rooms/{room}/leave",
		Doc: "Leave a room.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	DeleteRoom = Command[*RoomRef, *OK]{
		Type: "room.delete", Answer: TypeOK, Method: "DELETE", Path: "/rooms/{room}",
		Doc: "Delete a room for everybody, with its messages and files. It cannot be undone.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListMembers = Command[*MemberList, *Members]{
		Type: "member.list", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}/members",
		Doc: "List the members of a room.", Repeat: RepeatReads,
	}
	AddMember = Command[*MemberAdd, *OK]{
		Type: "member.add", Answer: TypeOK, Method: "PUT", Path: "/rooms/{room}/members/{user}",
		Doc: "Add a person to a room, and say which earlier messages they see.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	RemoveMember = Command[*MemberRef, *OK]{
		Type: "member.remove", Answer: TypeOK, Method: "DELETE", Path: "/rooms/{room}/members/{user}",
		Doc: "Remove a person from a room.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	SetHost = Command[*MemberHost, *OK]{
		Type: "member.host", Answer: TypeOK, Method: "PUT", Path: "/rooms/{room}/members/{user}/host",
		Doc: "Make a member a host of the room, or no longer one.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	OpenDM = Command[*DMOpen, *RoomInfo]{
		Type: "dm.open", Answer: TypeOK, Method: "POST", Path: "/dms",
		Doc: "Open the direct conversation with a person, or with several; it is made if there is none yet.", Repeat: RepeatNumbered,
	}
)

// People and the workspace.
var (
	GetUsers = Command[*UserGet, *Users]{
		Type: "user.get", Answer: TypeOK, Method: "GET", Path: "/users/batch",
		Doc: "Get people by id; unknown ids are left out.", Repeat: RepeatReads,
	}
	ListUsers = Command[*UserList, *Users]{
		Type: "user.list", Answer: TypeOK, Method: "GET", Path: "/users",
		Doc: "Find people by the beginning of a name or handle.", Repeat: RepeatReads,
	}
	GetProfile = Command[*ProfileRef, *Profile]{
		Type: "profile.get", Answer: TypeOK, Method: "GET", Path: "/users/{user}/profile",
		Doc: "See what a person tells of themselves, and which rooms you share.", Repeat: RepeatReads,
	}
	SetProfile = Command[*ProfileSet, *Profile]{
		Type: "profile.set", Answer: TypeOK, Method: "PATCH", Path: "/users/{user}/profile",
		Doc: "Change your name, handle, pronouns, title, time zone or what you tell of yourself.", Repeat: RepeatNumbered,
	}
	SetRole = Command[*UserRole, *OK]{
		Type: "user.role", Answer: TypeOK, Method: "PUT", Path: "/users/{user}/role",
		Doc: "Change a person's role.", Repeat: RepeatNumbered,
	}
	BanUser = Command[*UserBan, *OK]{
		Type: "user.ban", Answer: TypeOK, Method: "PUT", Path: "/users/{user}/ban",
		Doc: "Ban a person from the workspace, or lift the ban.", Repeat: RepeatNumbered,
	}
	ResetPassword = Command[*UserReset, *ResetLink]{
		Type: "user.reset", Answer: TypeOK, Method: "POST", Path: "/users/{user}/reset",
		Doc: "Make a link with which a person sets a new password, once. Only this answer contains it.", Repeat: RepeatNumbered,
	}
	GetWorkspace = Command[*WorkspaceGet, *WorkspaceInfo]{
		Type: "workspace.get", Answer: TypeOK, Method: "GET", Path: "/workspace",
		Doc: "See how many people, rooms and messages there are in the workspace.", Repeat: RepeatReads,
	}
	SetWorkspace = Command[*WorkspaceSet, *OK]{
		Type: "workspace.set", Answer: TypeOK, Method: "PATCH", Path: "/workspace",
		Doc: "Rename the workspace.", Repeat: RepeatNumbered,
	}
)

// Invites and sessions.
var (
	CreateInvite = Command[*InviteCreate, *InviteInfo]{
		Type: "invite.create", Answer: TypeOK, Method: "POST", Path: "/invites",
		Doc:  "Make a link with which people can join. Only this answer contains its token.",
		Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListInvites = Command[*InviteList, *Invites]{
		Type: "invite.list", Answer: TypeOK, Method: "GET", Path: "/invites",
		Doc: "List the invites that still work.", Repeat: RepeatReads,
	}
	RevokeInvite = Command[*InviteRevoke, *OK]{
		Type: "invite.revoke", Answer: TypeOK, Method: "DELETE", Path: "/invites/{invite}",
		Doc: "Revoke an invite.", Repeat: RepeatNumbered,
	}
	ListSessions = Command[*SessionList, *Sessions]{
		Type: "session.list", Answer: TypeOK, Method: "GET", Path: "/sessions",
		Doc: "List the sessions of a person: where they are signed in.", Repeat: RepeatReads,
	}
	EndSession = Command[*SessionEnd, *OK]{
		Type: "session.end", Answer: TypeOK, Method: "DELETE", Path: "/sessions/{session}",
		Doc: "Sign out a session.", Repeat: RepeatNumbered,
	}
	EndOtherSessions = Command[*SessionEndOthers, *OK]{
		Type: "session.end.others", Answer: TypeOK, Method: "DELETE", Path: "/sessions",
		Doc: "Sign out all your sessions but this one, or all of another person's.", Repeat: RepeatNumbered,
	}
)

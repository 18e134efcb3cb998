package wire

import "reflect"

// Command is a command with the types of its request and its answer, so that
// neither side can pair a request with an answer that does not belong to it.
// The server has the rest of a command in server/chat: who may give it, how
// often, and what carries it out.
//
// The values below are plain literals: a program contains those that it names. Q and
// R are pointers, for all of which a program has one copy of a generic function.
type Command[Q, R Headed] Row

// Row is what both sides agree on about a command, whatever its types. It can
// be given over the socket and over HTTP.
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

// LaneOf is the room that a request of the command names, if its lane is the
// room's; else "".
func (r Row) LaneOf(req Headed) string {
	if r.Lane != LaneRoom {
		return ""
	}
	return RoomOf(req)
}

// RoomOf is the room that a request of a command names; "" if it names none.
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

// Repeat says what a client may do that got no answer to a command.
type Repeat uint8

// The ways to repeat. What a row does not say is not repeated.
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
		Doc: "Give a message of your own another text.", Lane: LaneRoom, Repeat: RepeatNumbered,
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
		Doc: "Browse the public rooms; of what is your own in them only joined is told.", Repeat: RepeatReads,
	}
	GetRoom = Command[*RoomRef, *RoomInfo]{
		Type: "room.get", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}",
		Doc: "Look at a room you are in or could join.", Repeat: RepeatReads,
	}
	SetRoom = Command[*RoomSet, *RoomInfo]{
		Type: "room.set", Answer: TypeOK, Method: "PATCH", Path: "/rooms/{room}",
		Doc:  "Rename a room, or change its topic or what newcomers see of before.",
		Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	JoinRoom = Command[*RoomRef, *RoomInfo]{
		Type: "room.join", Answer: TypeOK, Method: "POST", Path: "/rooms/{room}/join",
		Doc: "Enter a public room.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	LeaveRoom = Command[*RoomRef, *OK]{
		Type: "room.leave", Answer: TypeOK, Method: "POST", Path: "/rooms/{room}/leave",
		Doc: "Leave a room.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListMembers = Command[*MemberList, *Members]{
		Type: "member.list", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}/members",
		Doc: "List the members of a room.", Repeat: RepeatReads,
	}
	AddMember = Command[*MemberAdd, *OK]{
		Type: "member.add", Answer: TypeOK, Method: "PUT", Path: "/rooms/{room}/members/{user}",
		Doc: "Bring someone into a room, and say what they see of before.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	RemoveMember = Command[*MemberRef, *OK]{
		Type: "member.remove", Answer: TypeOK, Method: "DELETE", Path: "/rooms/{room}/members/{user}",
		Doc: "Take someone out of a room.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	OpenDM = Command[*DMOpen, *RoomInfo]{
		Type: "dm.open", Answer: TypeOK, Method: "POST", Path: "/dms",
		Doc: "Open the conversation of two, made if there is none yet.", Repeat: RepeatNumbered,
	}
)

// People and the workspace.
var (
	GetUsers = Command[*UserGet, *Users]{
		Type: "user.get", Answer: TypeOK, Method: "GET", Path: "/users/batch",
		Doc: "Look people up by id; unknown ids are left out.", Repeat: RepeatReads,
	}
	ListUsers = Command[*UserList, *Users]{
		Type: "user.list", Answer: TypeOK, Method: "GET", Path: "/users",
		Doc: "Find people by the beginning of a name or handle.", Repeat: RepeatReads,
	}
	SetRole = Command[*UserRole, *OK]{
		Type: "user.role", Answer: TypeOK, Method: "PUT", Path: "/users/{user}/role",
		Doc: "Give a person another role.", Repeat: RepeatNumbered,
	}
	BanUser = Command[*UserBan, *OK]{
		Type: "user.ban", Answer: TypeOK, Method: "PUT", Path: "/users/{user}/ban",
		Doc: "Keep a person out or let them in again.", Repeat: RepeatNumbered,
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
		Doc:  "Make a link by which people join; its token is told once, here.",
		Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListInvites = Command[*InviteList, *Invites]{
		Type: "invite.list", Answer: TypeOK, Method: "GET", Path: "/invites",
		Doc: "List the invites that still work.", Repeat: RepeatReads,
	}
	RevokeInvite = Command[*InviteRevoke, *OK]{
		Type: "invite.revoke", Answer: TypeOK, Method: "DELETE", Path: "/invites/{invite}",
		Doc: "End an invite.", Repeat: RepeatNumbered,
	}
	ListSessions = Command[*SessionList, *Sessions]{
		Type: "session.list", Answer: TypeOK, Method: "GET", Path: "/sessions",
		Doc: "List where someone is signed in.", Repeat: RepeatReads,
	}
	EndSession = Command[*SessionEnd, *OK]{
		Type: "session.end", Answer: TypeOK, Method: "DELETE", Path: "/sessions/{session}",
		Doc: "Sign a session out.", Repeat: RepeatNumbered,
	}
)

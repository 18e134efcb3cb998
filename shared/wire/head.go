package wire

import "reflect"

// Version is the protocol version a client names in its hello.
const Version = 2

// VersionServed is the oldest version a server still talks to, so that a page
// that was loaded before an update goes on until it is loaded anew.
const VersionServed = 1

// Subprotocol is the WebSocket subprotocol; a handshake without it is refused.
const Subprotocol = "confab.v1"

// Type says what an object on the socket is.
type Type string

// What a client says and the server answers outside the command table.
const (
	TypeHello Type = "hello" // client: first, within limits.Hello
	TypePong  Type = "pong"  // client: answer to ping
	TypeWatch Type = "watch" // client: whose presence it shows

	TypeWelcome  Type = "welcome"
	TypeReady    Type = "ready" // the catch-up after welcome is complete; live from here
	TypeAck      Type = "ack"
	TypeNack     Type = "nack"
	TypeOK       Type = "ok"
	TypePage     Type = "page"
	TypeEvent    Type = "event"
	TypeInbox    Type = "inbox"
	TypePresence Type = "presence" // both ways
	TypeTyping   Type = "typing"   // both ways
	TypePeople   Type = "people"   // Users who have changed
	TypePing     Type = "ping"
	TypeBye      Type = "bye"
)

// Commands: what a client asks for. Each is one row of the command table in
// server/chat and can be given over the socket or over HTTP.
const (
	TypeSend   Type = "send"
	TypeEdit   Type = "edit"
	TypeDelete Type = "delete"
	TypeReact  Type = "react"
	TypeRead   Type = "read"
	TypeFetch  Type = "fetch"

	TypeRoomCreate   Type = "room.create"
	TypeRoomList     Type = "room.list"
	TypeRoomGet      Type = "room.get"
	TypeRoomSet      Type = "room.set"
	TypeRoomJoin     Type = "room.join"
	TypeRoomLeave    Type = "room.leave"
	TypeMemberList   Type = "member.list"
	TypeMemberAdd    Type = "member.add"
	TypeMemberRemove Type = "member.remove"
	TypeDMOpen       Type = "dm.open"

	TypeUserGet      Type = "user.get"
	TypeUserList     Type = "user.list"
	TypeUserRole     Type = "user.role"
	TypeUserBan      Type = "user.ban"
	TypeWorkspaceSet Type = "workspace.set"

	TypeInviteCreate Type = "invite.create"
	TypeInviteList   Type = "invite.list"
	TypeInviteRevoke Type = "invite.revoke"

	TypeSessionList Type = "session.list"
	TypeSessionEnd  Type = "session.end"
)

// Head begins every object on the socket. ID is chosen by the client, at most
// 64 bytes, unique among its unanswered requests; the answer repeats it. N is
// the number that the client gave to a command that changes something; see the
// package's doc. Over HTTP these fields are absent.
type Head struct {
	Type Type   `json:"type,omitempty"`
	ID   string `json:"id,omitempty"`
	N    int64  `json:"n,omitempty"`
}

// Header gives the Head of any object that embeds one.
func (h *Head) Header() *Head { return h }

// Headed is every object of this package that travels on the socket.
type Headed interface{ Header() *Head }

// Numbered reports whether a command is one that a client numbers: it changes
// something, and has no cid.
func Numbered(t Type) bool {
	switch t {
	case TypeSend, TypeFetch, TypeRoomList, TypeRoomGet, TypeMemberList, TypeUserGet, TypeUserList, TypeInviteList, TypeSessionList:
		return false
	}
	return true
}

// Lane is the room that a command names, or "": within it the client's numbers
// rise.
func Lane(req Headed) string {
	v := reflect.ValueOf(req).Elem()
	for _, f := range fieldsOf(v.Type()) {
		if part := v.FieldByIndex(f.index); f.name == "room" && part.Kind() == reflect.String {
			return part.String()
		}
	}
	return ""
}

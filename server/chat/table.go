package chat

import (
	"net/http"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// bucket is a rate that commands of one sort share.
type bucket struct {
	name string
	rate limits.Rate
}

var (
	messages  = bucket{"messages", limits.RateMessages}
	edits     = bucket{"edits", limits.RateEdits}
	reactions = bucket{"reactions", limits.RateReactions}
	reads     = bucket{"reads", limits.RateReads}
	settings  = bucket{"settings", limits.RateSettings}
	rooms     = bucket{"rooms", limits.RateRooms}
	invites   = bucket{"invites", limits.RateInvites}
)

// on begins a row.
func on(t, answer wire.Type, b bucket, method, path, doc string) Command {
	return Command{Type: t, Answer: answer, Method: method, Path: path, Doc: doc, Rate: b.rate, Bucket: b.name}
}

// table is every command there is. The order is that of the documentation.
var table = []Command{
	row(on(wire.TypeSend, wire.TypeAck, messages, http.MethodPost, "/rooms/{room}/messages",
		"Put a message into a room."), (*Service).send),
	row(on(wire.TypeEdit, wire.TypeAck, edits, http.MethodPatch, "/rooms/{room}/messages/{seq}",
		"Give a message of your own another text."), (*Service).edit),
	row(on(wire.TypeDelete, wire.TypeAck, edits, http.MethodDelete, "/rooms/{room}/messages/{seq}",
		"Erase a message."), (*Service).erase),
	row(on(wire.TypeReact, wire.TypeAck, reactions, http.MethodPut, "/rooms/{room}/messages/{seq}/reactions",
		"Put an emoji on a message or take it away."), (*Service).react),
	row(on(wire.TypeRead, wire.TypeOK, reads, http.MethodPut, "/rooms/{room}/read",
		"Move your read marker forward."), (*Service).read),
	row(on(wire.TypeFetch, wire.TypePage, reads, http.MethodGet, "/rooms/{room}/messages",
		"Read a page of a room's history."), (*Service).fetch),

	row(on(wire.TypeRoomCreate, wire.TypeOK, rooms, http.MethodPost, "/rooms",
		"Make a public or private room."), (*Service).createRoom),
	row(on(wire.TypeRoomList, wire.TypeOK, reads, http.MethodGet, "/rooms",
		"Browse the public rooms; of what is your own in them only joined is told."), (*Service).listRooms),
	row(on(wire.TypeRoomGet, wire.TypeOK, reads, http.MethodGet, "/rooms/{room}",
		"Look at a room you are in or could join."), (*Service).getRoom),
	row(on(wire.TypeRoomSet, wire.TypeOK, settings, http.MethodPatch, "/rooms/{room}",
		"Rename a room or change its topic."), (*Service).setRoom),
	row(on(wire.TypeRoomJoin, wire.TypeOK, settings, http.MethodPost, "/rooms/{room}/join",
		"Enter a public room."), (*Service).join),
	row(on(wire.TypeRoomLeave, wire.TypeOK, settings, http.MethodPost, "/rooms/{room}/leave",
		"Leave a room."), (*Service).leave),
	row(on(wire.TypeMemberList, wire.TypeOK, reads, http.MethodGet, "/rooms/{room}/members",
		"List the members of a room."), (*Service).listMembers),
	row(on(wire.TypeMemberAdd, wire.TypeOK, settings, http.MethodPut, "/rooms/{room}/members/{user}",
		"Bring someone into a room."), (*Service).addMember),
	row(on(wire.TypeMemberRemove, wire.TypeOK, settings, http.MethodDelete, "/rooms/{room}/members/{user}",
		"Take someone out of a room."), (*Service).removeMember),
	row(on(wire.TypeDMOpen, wire.TypeOK, settings, http.MethodPost, "/dms",
		"Open the conversation of two, made if there is none yet."), (*Service).openDM),

	row(on(wire.TypeUserGet, wire.TypeOK, reads, http.MethodGet, "/users/batch",
		"Look people up by id; unknown ids are left out."), (*Service).getUsers),
	row(on(wire.TypeUserList, wire.TypeOK, reads, http.MethodGet, "/users",
		"Find people by the beginning of a name or handle."), (*Service).listUsers),
	row(on(wire.TypeUserRole, wire.TypeOK, settings, http.MethodPut, "/users/{user}/role",
		"Give a person another role."), (*Service).setRole),
	row(on(wire.TypeUserBan, wire.TypeOK, settings, http.MethodPut, "/users/{user}/ban",
		"Keep a person out or let them in again."), (*Service).ban),
	row(on(wire.TypeWorkspaceSet, wire.TypeOK, settings, http.MethodPatch, "/workspace",
		"Rename the workspace."), (*Service).setWorkspace),

	row(on(wire.TypeInviteCreate, wire.TypeOK, invites, http.MethodPost, "/invites",
		"Make a link by which people join; its token is told once, here."), (*Service).createInvite),
	row(on(wire.TypeInviteList, wire.TypeOK, reads, http.MethodGet, "/invites",
		"List the invites that still work."), (*Service).listInvites),
	row(on(wire.TypeInviteRevoke, wire.TypeOK, settings, http.MethodDelete, "/invites/{invite}",
		"End an invite."), (*Service).revokeInvite),

	row(on(wire.TypeSessionList, wire.TypeOK, reads, http.MethodGet, "/sessions",
		"List where someone is signed in."), (*Service).listSessions),
	row(on(wire.TypeSessionEnd, wire.TypeOK, settings, http.MethodDelete, "/sessions/{session}",
		"Sign a session out."), (*Service).endSession),
}

var byType = func() map[wire.Type]*Command {
	m := make(map[wire.Type]*Command, len(table))
	for i := range table {
		m[table[i].Type] = &table[i]
	}
	return m
}()

// Table returns every command, in the order of the documentation. The caller
// must not change it.
func Table() []Command { return table }

// Lookup returns the row of t, or nil if there is no such command.
func Lookup(t wire.Type) *Command { return byType[t] }

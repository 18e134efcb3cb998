package chat

import (
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// bucket is a rate that commands of one sort share.
type bucket struct {
	name string
	rate limits.Rate
}

var (
	messageRate  = bucket{"messages", limits.RateMessages}
	editRate     = bucket{"edits", limits.RateEdits}
	reactionRate = bucket{"reactions", limits.RateReactions}
	readRate     = bucket{"reads", limits.RateReads}
	settingRate  = bucket{"settings", limits.RateSettings}
	roomRate     = bucket{"rooms", limits.RateRooms}
	inviteRate   = bucket{"invites", limits.RateInvites}
)

// on begins a row.
func on(needs Scope, t, answer wire.Type, b bucket, method, path, doc string) Command {
	return Command{Scope: needs, Type: t, Answer: answer, Method: method, Path: path, Doc: doc, Rate: b.rate, Bucket: b.name}
}

// table is every command there is. The order is that of the documentation.
var table = []Command{
	changing(on(ScopeWrite, wire.TypeSend, wire.TypeAck, messageRate, "POST", "/rooms/{room}/messages",
		"Put a message into a room."), messages.send),
	changing(on(ScopeWrite, wire.TypeEdit, wire.TypeAck, editRate, "PATCH", "/rooms/{room}/messages/{seq}",
		"Give a message of your own another text."), messages.edit),
	changing(on(ScopeWrite, wire.TypeDelete, wire.TypeAck, editRate, "DELETE", "/rooms/{room}/messages/{seq}",
		"Erase a message."), messages.erase),
	changing(on(ScopeWrite, wire.TypeReact, wire.TypeAck, reactionRate, "PUT", "/rooms/{room}/messages/{seq}/reactions",
		"Put an emoji on a message or take it away."), messages.react),
	changing(on(ScopeWrite, wire.TypeRead, wire.TypeOK, readRate, "PUT", "/rooms/{room}/read",
		"Move your read marker forward."), messages.read),
	reading(on(ScopeRead, wire.TypeFetch, wire.TypePage, readRate, "GET", "/rooms/{room}/messages",
		"Read a page of a room's history."), messages.fetch),

	changing(on(ScopeRooms, wire.TypeRoomCreate, wire.TypeOK, roomRate, "POST", "/rooms",
		"Make a public or private room."), rooms.createRoom),
	reading(on(ScopeRead, wire.TypeRoomList, wire.TypeOK, readRate, "GET", "/rooms",
		"Browse the public rooms; of what is your own in them only joined is told."), rooms.listRooms),
	reading(on(ScopeRead, wire.TypeRoomGet, wire.TypeOK, readRate, "GET", "/rooms/{room}",
		"Look at a room you are in or could join."), rooms.getRoom),
	changing(on(ScopeRooms, wire.TypeRoomSet, wire.TypeOK, settingRate, "PATCH", "/rooms/{room}",
		"Rename a room, or change its topic or what newcomers see of before."), rooms.setRoom),
	changing(on(ScopeRooms, wire.TypeRoomJoin, wire.TypeOK, settingRate, "POST", "/rooms/{room}/join",
		"Enter a public room."), rooms.join),
	changing(on(ScopeRooms, wire.TypeRoomLeave, wire.TypeOK, settingRate, "POST", "/rooms/{room}/leave",
		"Leave a room."), rooms.leave),
	reading(on(ScopeRead, wire.TypeMemberList, wire.TypeOK, readRate, "GET", "/rooms/{room}/members",
		"List the members of a room."), rooms.listMembers),
	changing(on(ScopeRooms, wire.TypeMemberAdd, wire.TypeOK, settingRate, "PUT", "/rooms/{room}/members/{user}",
		"Bring someone into a room, and say what they see of before."), rooms.addMember),
	changing(on(ScopeRooms, wire.TypeMemberRemove, wire.TypeOK, settingRate, "DELETE", "/rooms/{room}/members/{user}",
		"Take someone out of a room."), rooms.removeMember),
	changing(on(ScopeRooms, wire.TypeDMOpen, wire.TypeOK, settingRate, "POST", "/dms",
		"Open the conversation of two, made if there is none yet."), rooms.openDM),

	reading(on(ScopeRead, wire.TypeUserGet, wire.TypeOK, readRate, "GET", "/users/batch",
		"Look people up by id; unknown ids are left out."), people.getUsers),
	reading(on(ScopeRead, wire.TypeUserList, wire.TypeOK, readRate, "GET", "/users",
		"Find people by the beginning of a name or handle."), people.listUsers),
	changing(on(ScopeAdmin, wire.TypeUserRole, wire.TypeOK, settingRate, "PUT", "/users/{user}/role",
		"Give a person another role."), people.setRole),
	changing(on(ScopeAdmin, wire.TypeUserBan, wire.TypeOK, settingRate, "PUT", "/users/{user}/ban",
		"Keep a person out or let them in again."), people.ban),
	changing(on(ScopeAdmin, wire.TypeWorkspaceSet, wire.TypeOK, settingRate, "PATCH", "/workspace",
		"Rename the workspace."), people.setWorkspace),

	changing(on(ScopeAdmin, wire.TypeInviteCreate, wire.TypeOK, inviteRate, "POST", "/invites",
		"Make a link by which people join; its token is told once, here."), invites.createInvite),
	reading(on(ScopeAdmin, wire.TypeInviteList, wire.TypeOK, readRate, "GET", "/invites",
		"List the invites that still work."), invites.listInvites),
	changing(on(ScopeAdmin, wire.TypeInviteRevoke, wire.TypeOK, settingRate, "DELETE", "/invites/{invite}",
		"End an invite."), invites.revokeInvite),

	reading(on(ScopeAccount, wire.TypeSessionList, wire.TypeOK, readRate, "GET", "/sessions",
		"List where someone is signed in."), sessions.listSessions),
	changing(on(ScopeAccount, wire.TypeSessionEnd, wire.TypeOK, settingRate, "DELETE", "/sessions/{session}",
		"Sign a session out."), sessions.endSession),
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

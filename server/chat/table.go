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

// table is every command there is. The order is that of the documentation.
var table = []Command{
	together(wire.SendMessage, messageRate, ScopeWrite, messages.draft),
	on(wire.EditMessage, editRate, ScopeWrite, messages.edit),
	on(wire.DeleteMessage, editRate, ScopeWrite, messages.erase),
	on(wire.ReactToMessage, reactionRate, ScopeWrite, messages.react),
	on(wire.MarkRead, readRate, ScopeWrite, messages.read),
	on(wire.FetchHistory, readRate, ScopeRead, messages.fetch),

	on(wire.CreateRoom, roomRate, ScopeRooms, rooms.createRoom),
	on(wire.ListRooms, readRate, ScopeRead, rooms.listRooms),
	on(wire.GetRoom, readRate, ScopeRead, rooms.getRoom),
	on(wire.SetRoom, settingRate, ScopeRooms, rooms.setRoom),
	on(wire.JoinRoom, settingRate, ScopeRooms, rooms.join),
	on(wire.LeaveRoom, settingRate, ScopeRooms, rooms.leave),
	on(wire.ListMembers, readRate, ScopeRead, rooms.listMembers),
	on(wire.AddMember, settingRate, ScopeRooms, rooms.addMember),
	on(wire.RemoveMember, settingRate, ScopeRooms, rooms.removeMember),
	on(wire.OpenDM, settingRate, ScopeRooms, rooms.openDM),

	on(wire.GetUsers, readRate, ScopeRead, people.getUsers),
	on(wire.ListUsers, readRate, ScopeRead, people.listUsers),
	on(wire.SetRole, settingRate, ScopeAdmin, people.setRole),
	on(wire.BanUser, settingRate, ScopeAdmin, people.ban),
	on(wire.SetWorkspace, settingRate, ScopeAdmin, people.setWorkspace),

	on(wire.CreateInvite, inviteRate, ScopeAdmin, invites.createInvite),
	on(wire.ListInvites, readRate, ScopeAdmin, invites.listInvites),
	on(wire.RevokeInvite, settingRate, ScopeAdmin, invites.revokeInvite),

	on(wire.ListSessions, readRate, ScopeAccount, sessions.listSessions),
	on(wire.EndSession, settingRate, ScopeAccount, sessions.endSession),
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

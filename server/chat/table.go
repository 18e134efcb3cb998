package chat

import (
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// bucket is a rate that several commands share.
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
	draftRate    = bucket{"drafts", limits.RateDrafts}
	fileRate     = bucket{"files", limits.RateFiles}
)

// table is every command: the shared declaration, the rate, the right, the scope
// that a credential needs, and the handler. The order is that of the
// documentation.
var table = []Command{
	together(wire.SendMessage, messageRate, rights.Send, ScopeWrite, messages.draft),
	on(wire.EditMessage, editRate, rights.ChangeOwn, ScopeWrite, messages.edit),
	on(wire.DeleteMessage, editRate, rights.ChangeOwn, ScopeWrite, messages.erase),
	on(wire.DeleteByPerson, editRate, rights.ChangeOwn, ScopeWrite, messages.eraseBy),
	on(wire.GetMessage, readRate, rights.Read, ScopeRead, threads.message),
	on(wire.ListEdits, readRate, rights.Read, ScopeRead, messages.listEdits),
	on(wire.ReactToMessage, reactionRate, rights.Send, ScopeWrite, messages.react),
	on(wire.ListReactions, readRate, rights.Read, ScopeRead, messages.listReactions),
	on(wire.CastVote, reactionRate, rights.Send, ScopeWrite, polls.vote),
	on(wire.ClosePoll, editRate, rights.ChangeOwn, ScopeWrite, polls.close),
	on(wire.ListVotes, readRate, rights.Read, ScopeRead, polls.list),
	on(wire.PinMessage, reactionRate, rights.Pin, ScopeWrite, messages.pin),
	on(wire.DismissPreview, editRate, rights.ChangeOwn, ScopeWrite, messages.dismissPreview),
	on(wire.ListPins, readRate, rights.Read, ScopeRead, messages.listPins),
	on(wire.MarkRead, readRate, rights.Read, ScopeWrite, messages.read),
	on(wire.MarkUnread, readRate, rights.Read, ScopeWrite, messages.unread),
	on(wire.FetchHistory, readRate, rights.Read, ScopeRead, messages.fetch),

	on(wire.BeginFile, fileRate, rights.Upload, ScopeWrite, files.begin),
	on(wire.GetUpload, readRate, rights.Look, ScopeRead, files.get),
	on(wire.CancelFile, editRate, rights.Upload, ScopeWrite, files.cancel),
	on(wire.GetFileUsage, readRate, rights.Look, ScopeRead, files.usage),

	on(wire.ListEmoji, readRate, rights.Look, ScopeRead, files.listEmoji),
	on(wire.AliasEmoji, settingRate, rights.Emoji, ScopeWrite, files.aliasEmoji),
	on(wire.RemoveEmoji, settingRate, rights.Emoji, ScopeWrite, files.removeEmoji),

	on(wire.CreateRoom, roomRate, rights.CreateRoom, ScopeRooms, rooms.createRoom),
	on(wire.ListRooms, readRate, rights.Browse, ScopeRead, rooms.listRooms),
	on(wire.GetRoom, readRate, rights.Look, ScopeRead, rooms.getRoom),
	on(wire.SetRoom, settingRate, rights.Read, ScopeRooms, rooms.setRoom),
	on(wire.SetRoomMine, settingRate, rights.Read, ScopeWrite, rooms.setMine),
	on(wire.ListSections, readRate, rights.Look, ScopeRead, rooms.listSections),
	on(wire.SetSections, settingRate, rights.Account, ScopeAccount, rooms.setSections),
	on(wire.JoinRoom, settingRate, rights.Look, ScopeRooms, rooms.join),
	on(wire.DeleteRoom, settingRate, rights.DeleteRoom, ScopeRooms, rooms.deleteRoom),
	on(wire.LeaveRoom, settingRate, rights.Leave, ScopeRooms, rooms.leave),
	on(wire.ListMembers, readRate, rights.Read, ScopeRead, rooms.listMembers),
	on(wire.AddMember, settingRate, rights.AddMember, ScopeRooms, rooms.addMember),
	on(wire.RemoveMember, settingRate, rights.RemoveMember, ScopeRooms, rooms.removeMember),
	on(wire.SetHost, settingRate, rights.Hosts, ScopeRooms, rooms.setHost),
	on(wire.OpenDM, settingRate, rights.Browse, ScopeRooms, rooms.openDM),

	on(wire.GetUsers, readRate, rights.Look, ScopeRead, people.getUsers),
	on(wire.ListUsers, readRate, rights.Browse, ScopeRead, people.listUsers),
	on(wire.GetProfile, readRate, rights.Look, ScopeRead, people.getProfile),
	on(wire.SetProfile, settingRate, rights.Account, ScopeAccount, people.setProfile),
	on(wire.SetRole, settingRate, rights.Account, ScopeAdmin, people.setRole),
	on(wire.BanUser, settingRate, rights.Ban, ScopeAdmin, people.ban),
	on(wire.ResetPassword, inviteRate, rights.Reset, ScopeAdmin, invites.resetPassword),
	on(wire.GetWorkspace, readRate, rights.Administer, ScopeAdmin, people.getWorkspace),
	on(wire.SetWorkspace, settingRate, rights.Workspace, ScopeAdmin, people.setWorkspace),

	on(wire.SaveMessage, reactionRate, rights.Later, ScopeWrite, messages.save),
	on(wire.ListSaved, readRate, rights.Later, ScopeRead, messages.listSaved),

	on(wire.AddLater, settingRate, rights.Later, ScopeWrite, plans.addLater),
	on(wire.SetLater, settingRate, rights.Later, ScopeWrite, plans.setLater),
	on(wire.EndLater, settingRate, rights.Later, ScopeWrite, plans.endLater),
	on(wire.ListLater, readRate, rights.Later, ScopeRead, plans.listLater),

	on(wire.ListActivity, readRate, rights.Look, ScopeRead, activity.list),
	on(wire.ReadActivity, readRate, rights.Look, ScopeWrite, activity.read),
	on(wire.GetThread, readRate, rights.Read, ScopeRead, threads.get),
	on(wire.FollowThread, reactionRate, rights.Read, ScopeWrite, threads.follow),
	on(wire.ReadThread, readRate, rights.Read, ScopeWrite, threads.read),
	on(wire.ListThreads, readRate, rights.Look, ScopeRead, threads.list),
	on(wire.ReadThreads, readRate, rights.Look, ScopeWrite, threads.readAll),
	on(wire.SetDraft, draftRate, rights.Read, ScopeWrite, drafts.setDraft),
	on(wire.ListDrafts, readRate, rights.Look, ScopeRead, drafts.listDrafts),

	on(wire.CreateInvite, inviteRate, rights.Invite, ScopeAdmin, invites.createInvite),
	on(wire.ListInvites, readRate, rights.Invite, ScopeAdmin, invites.listInvites),
	on(wire.RevokeInvite, settingRate, rights.Invite, ScopeAdmin, invites.revokeInvite),

	on(wire.ListSessions, readRate, rights.Account, ScopeAccount, sessions.listSessions),
	on(wire.EndSession, settingRate, rights.Account, ScopeAccount, sessions.endSession),
	on(wire.EndOtherSessions, settingRate, rights.Account, ScopeAccount, sessions.endOthers),
}

var byType = func() map[wire.Type]*Command {
	m := make(map[wire.Type]*Command, len(table))
	for i := range table {
		m[table[i].Type] = &table[i]
	}
	return m
}()

// Table returns every command, in the order of the documentation. The caller must
// not change it.
func Table() []Command { return table }

// Lookup returns the row of t, or nil if there is no such command.
func Lookup(t wire.Type) *Command { return byType[t] }

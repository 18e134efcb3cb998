package chattest

import (
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Cases is the authorization matrix. Everybody except the stranger is or was in
// the rooms that Room creates.
var Cases = slices.Concat(laterCases, savedCases, threadCases, groupCases, deletedCases, []Case{
	//                                         owner admin host member former stranger banned signedout
	{wire.SendMessage.Type, "a private room",
		"ok ok ok ok room_gone room_gone unauthorized unauthorized", sendTo(wire.RoomPrivate)},
	{wire.SendMessage.Type, "a public room",
		"ok ok ok ok room_gone room_gone unauthorized unauthorized", sendTo(wire.RoomPublic)},
	{wire.SendMessage.Type, "a thread", "ok ok ok ok room_gone room_gone unauthorized unauthorized", sendInThread},
	{wire.SendMessage.Type, "others' conversation", "     room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized", sendDM},
	{wire.SendMessage.Type, "a message that is forwarded", "ok ok ok ok room_gone room_gone unauthorized unauthorized", forwardIn},
	{wire.SendMessage.Type, "no room",
		"room_gone room_gone room_gone room_gone room_gone room_gone unauthorized unauthorized",
		fixed(&wire.Send{CID: id.New(), Room: id.New(), Body: "hello"})},
	{wire.EditMessage.Type, "a message of one's own", "   ok ok ok ok room_gone room_gone unauthorized unauthorized", editOwn},
	{wire.EditMessage.Type, "a message of another's",
		"forbidden forbidden forbidden forbidden room_gone room_gone unauthorized unauthorized", editOther},
	{wire.EditMessage.Type, "no message",
		"not_found not_found not_found not_found room_gone room_gone unauthorized unauthorized", editNothing},
	{wire.DeleteMessage.Type, "a message of one's own", " ok ok ok ok room_gone room_gone unauthorized unauthorized", deleteOwn},
	{wire.DeleteMessage.Type, "a message of another's", " ok ok ok forbidden room_gone room_gone unauthorized unauthorized", deleteOther},
	{wire.DeleteMessage.Type, "a conversation's, the other's",
		"room_gone room_gone forbidden ok room_gone room_gone unauthorized unauthorized", deleteDM},
	{wire.DeleteByPerson.Type, "one's own", "ok ok ok ok room_gone room_gone unauthorized unauthorized", deleteBy(true)},
	{wire.DeleteByPerson.Type, "another's", "ok ok ok forbidden room_gone room_gone unauthorized unauthorized", deleteBy(false)},
	{wire.ListEdits.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized", editsIn(wire.RoomPrivate)},
	{wire.ListEdits.Type, "a public room", "ok ok ok ok room_gone room_gone unauthorized unauthorized", editsIn(wire.RoomPublic)},
	{wire.ListEdits.Type, "a conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		editsIn(wire.RoomDM)},
	{wire.ReactToMessage.Type, "a message", "               ok ok ok ok room_gone room_gone unauthorized unauthorized", react},
	{wire.ListReactions.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized",
		reactionsOf(wire.RoomPrivate)},
	{wire.ListReactions.Type, "a conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		reactionsOf(wire.RoomDM)},
	{wire.CastVote.Type, "a poll", "ok ok ok ok room_gone room_gone unauthorized unauthorized", votes(wire.RoomPrivate)},
	{wire.CastVote.Type, "a conversation's", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		votes(wire.RoomDM)},
	{wire.ClosePoll.Type, "another's", "ok ok ok forbidden room_gone room_gone unauthorized unauthorized", closes(wire.RoomPrivate)},
	{wire.ClosePoll.Type, "the other's", "room_gone room_gone forbidden ok room_gone room_gone unauthorized unauthorized",
		closes(wire.RoomDM)},
	{wire.ListVotes.Type, "a poll", "ok ok ok ok room_gone room_gone unauthorized unauthorized", votesOf(wire.RoomPrivate)},
	{wire.ListVotes.Type, "a conversation's", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		votesOf(wire.RoomDM)},
	{wire.PinMessage.Type, "a message", "ok ok ok ok room_gone room_gone unauthorized unauthorized", pin},
	{wire.PinMessage.Type, "a conversation's", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized", pinDM},
	{wire.PinMessage.Type, "a pin of one's own", "ok ok ok ok room_gone room_gone unauthorized unauthorized", unpinOwn},
	{wire.PinMessage.Type, "a pin of another's", "ok ok ok forbidden room_gone room_gone unauthorized unauthorized", unpinOther},
	{wire.PinMessage.Type, "the other's", "room_gone room_gone forbidden ok room_gone room_gone unauthorized unauthorized", unpinDM},
	{wire.DismissPreview.Type, "of one's own message", "ok ok ok ok room_gone room_gone unauthorized unauthorized", dismissOwn},
	{wire.DismissPreview.Type, "of another's", "ok ok ok forbidden room_gone room_gone unauthorized unauthorized", dismissOther},
	{wire.DismissPreview.Type, "the other's, in a conversation",
		"room_gone room_gone forbidden ok room_gone room_gone unauthorized unauthorized", dismissDM},
	{wire.ListPins.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized", pinsOf(wire.RoomPrivate)},
	{wire.ListPins.Type, "a public room", "ok ok ok ok room_gone room_gone unauthorized unauthorized", pinsOf(wire.RoomPublic)},
	{wire.ListPins.Type, "a conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized", pinsOf(wire.RoomDM)},
	{wire.MarkRead.Type, "a private room", "           ok ok ok ok room_gone room_gone unauthorized unauthorized", markRead},
	{wire.MarkUnread.Type, "a private room", "         ok ok ok ok room_gone room_gone unauthorized unauthorized",
		unread(wire.RoomPrivate)},
	{wire.MarkUnread.Type, "a conversation", "         room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		unread(wire.RoomDM)},
	{wire.MarkUnread.Type, "no message", "not_found not_found not_found not_found room_gone room_gone unauthorized unauthorized",
		unreadNothing},
	{wire.FetchHistory.Type, "a private room",
		"ok ok ok ok room_gone room_gone unauthorized unauthorized", fetchFrom(wire.RoomPrivate)},
	{wire.FetchHistory.Type, "a public room",
		"ok ok ok ok room_gone room_gone unauthorized unauthorized", fetchFrom(wire.RoomPublic)},

	{wire.BeginFile.Type, "a file", "ok ok ok ok ok ok unauthorized unauthorized",
		fixed(&wire.FileBegin{CID: id.New(), Name: "a", Size: 1})},
	{wire.GetUpload.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fileOf(own)},
	{wire.GetUpload.Type, "another's", "not_found not_found not_found not_found not_found not_found unauthorized unauthorized",
		fileOf(others)},
	{wire.CancelFile.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fileOf(own)},
	{wire.CancelFile.Type, "another's", "not_found not_found not_found not_found not_found not_found unauthorized unauthorized",
		fileOf(others)},
	{wire.GetFileUsage.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.FileUse{})},
	{wire.SendMessage.Type, "a file of one's own", "ok ok ok ok room_gone room_gone unauthorized unauthorized",
		sendFile(own)},
	{wire.SendMessage.Type, "another's file", "not_found not_found not_found not_found room_gone room_gone unauthorized unauthorized",
		sendFile(others)},

	{wire.ListEmoji.Type, "the workspace", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.EmojiList{})},
	{wire.AliasEmoji.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", aliasOf(own)},
	{wire.AliasEmoji.Type, "another's", "ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", aliasOf(others)},
	{wire.RemoveEmoji.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", emojiOf(own)},
	{wire.RemoveEmoji.Type, "another's", "ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", emojiOf(others)},
	{wire.RemoveEmoji.Type, "no emoji", "not_found not_found not_found not_found not_found not_found unauthorized unauthorized",
		fixed(&wire.EmojiRef{Name: "no-such-emoji"})},

	{wire.CreateRoom.Type, "a public room", "      ok ok ok ok ok ok unauthorized unauthorized", createRoom(wire.RoomPublic)},
	{wire.CreateRoom.Type, "a private room", "     ok ok ok ok ok ok unauthorized unauthorized", createRoom(wire.RoomPrivate)},
	{wire.ListRooms.Type, "the workspace", "        ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.RoomList{})},
	{wire.ListRooms.Type, "private rooms", "        ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.RoomList{Private: true})},
	{wire.GetRoom.Type, "a private room", "        ok ok ok ok room_gone room_gone unauthorized unauthorized", roomRef(wire.RoomPrivate)},
	{wire.GetRoom.Type, "a public room", "         ok ok ok ok ok ok unauthorized unauthorized", roomRef(wire.RoomPublic)},
	{wire.GetRoom.Type, "others' conversation",
		"room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized", roomRef(wire.RoomDM)},
	{wire.SetRoom.Type, "a room's name", "         ok ok ok forbidden room_gone room_gone unauthorized unauthorized", rename},
	{wire.SetRoom.Type, "a room's picture", "      ok ok ok forbidden room_gone room_gone unauthorized unauthorized", unhang},
	{wire.SetRoom.Type, "a room's topic", "        ok ok ok ok room_gone room_gone unauthorized unauthorized", setTopic(wire.RoomPrivate)},
	{wire.SetRoom.Type, "a conversation's topic",
		"room_gone room_gone forbidden forbidden room_gone room_gone unauthorized unauthorized", setTopic(wire.RoomDM)},
	{wire.SetRoom.Type, "a public room's kind", "  ok ok ok forbidden room_gone room_gone unauthorized unauthorized",
		turn(wire.RoomPublic, wire.RoomPrivate)},
	{wire.SetRoom.Type, "a private room's kind", " ok ok ok forbidden room_gone room_gone unauthorized unauthorized",
		turn(wire.RoomPrivate, wire.RoomPrivate)},
	{wire.SetRoom.Type, "a conversation's kind", " room_gone room_gone forbidden forbidden room_gone room_gone unauthorized unauthorized",
		turn(wire.RoomDM, wire.RoomPublic)},
	{wire.SetRoomMine.Type, "a private room", "    ok ok ok ok room_gone room_gone unauthorized unauthorized", mine(wire.RoomPrivate)},
	{wire.SetRoomMine.Type, "a public room", "     ok ok ok ok room_gone room_gone unauthorized unauthorized", mine(wire.RoomPublic)},
	{wire.SetRoomMine.Type, "a conversation", "    room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		mine(wire.RoomDM)},
	{wire.ListSections.Type, "one's own", "        ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.SectionList{})},
	{wire.SetSections.Type, "one's own", "         ok ok ok ok ok ok unauthorized unauthorized",
		fixed(&wire.Sections{Sections: []wire.Section{{ID: "rooms", Folded: true}}})},
	{wire.JoinRoom.Type, "a public room", "        ok ok ok ok ok ok unauthorized unauthorized", roomRef(wire.RoomPublic)},
	{wire.JoinRoom.Type, "a private room", "       ok ok ok ok room_gone room_gone unauthorized unauthorized", roomRef(wire.RoomPrivate)},
	{wire.JoinRoom.Type, "others' conversation",
		"room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized", roomRef(wire.RoomDM)},
	{wire.LeaveRoom.Type, "a private room", "      ok ok ok ok room_gone room_gone unauthorized unauthorized", roomRef(wire.RoomPrivate)},
	{wire.LeaveRoom.Type, "the main room",
		"forbidden forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", mainRoom},
	{wire.LeaveRoom.Type, "a conversation",
		"room_gone room_gone forbidden forbidden room_gone room_gone unauthorized unauthorized", roomRef(wire.RoomDM)},

	{wire.ListMembers.Type, "a private room",
		"ok ok ok ok room_gone room_gone unauthorized unauthorized", membersOf(wire.RoomPrivate)},
	{wire.ListMembers.Type, "a public room", "      ok ok ok ok room_gone room_gone unauthorized unauthorized", membersOf(wire.RoomPublic)},
	{wire.AddMember.Type, "a private room", "      ok ok ok ok room_gone room_gone unauthorized unauthorized", addTo(wire.RoomPrivate)},
	{wire.AddMember.Type, "a public room", "       ok ok ok ok room_gone room_gone unauthorized unauthorized", addTo(wire.RoomPublic)},
	{wire.AddMember.Type, "who left",
		"forbidden forbidden forbidden forbidden room_gone room_gone unauthorized unauthorized", addBack},
	{wire.AddMember.Type, "a conversation",
		"room_gone room_gone forbidden forbidden room_gone room_gone unauthorized unauthorized", addTo(wire.RoomDM)},
	{wire.RemoveMember.Type, "a private room",
		"ok ok ok forbidden room_gone room_gone unauthorized unauthorized", removeFrom(wire.RoomPrivate)},
	{wire.RemoveMember.Type, "a public room",
		"ok ok ok forbidden room_gone room_gone unauthorized unauthorized", removeFrom(wire.RoomPublic)},
	{wire.RemoveMember.Type, "the main room",
		"forbidden forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", removeFromMain},
	{wire.SetRoom.Type, "a room's rules", "         ok ok ok forbidden room_gone room_gone unauthorized unauthorized", rules},
	{wire.SetRoom.Type, "a room, to archive it", "  ok ok ok forbidden room_gone room_gone unauthorized unauthorized", archive(true)},
	{wire.SetRoom.Type, "an archived room", "       ok ok ok forbidden room_gone room_gone unauthorized unauthorized", archive(false)},
	{wire.SetRoom.Type, "the main room, to archive it",
		"forbidden forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", archiveMain},
	{wire.SendMessage.Type, "an archived room",
		"forbidden forbidden forbidden forbidden room_gone room_gone unauthorized unauthorized", sendArchived},
	{wire.SendMessage.Type, "an announcement room", "ok ok ok forbidden room_gone room_gone unauthorized unauthorized", announce},
	{wire.SetHost.Type, "a member", "               ok ok ok forbidden room_gone room_gone unauthorized unauthorized", hostOf},
	{wire.SetHost.Type, "who is not in it",
		"not_found not_found not_found forbidden room_gone room_gone unauthorized unauthorized", hostOfNobody},
	{wire.OpenDM.Type, "a new person", "           ok ok ok ok ok ok unauthorized unauthorized", openDM},

	{wire.GetUsers.Type, "a person", "              ok ok ok ok ok ok unauthorized unauthorized", getUser},
	{wire.ListUsers.Type, "the workspace", "        ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.UserList{})},
	{wire.ListUsers.Type, "who is banned", "        ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized",
		fixed(&wire.UserList{Banned: true})},
	{wire.GetProfile.Type, "a person", "           ok ok ok ok ok ok unauthorized unauthorized", getProfile},
	{wire.SetProfile.Type, "one's own", "          ok ok ok ok ok ok unauthorized unauthorized", profileOwn},
	{wire.SetProfile.Type, "a member's", "         ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized",
		profileOf(wire.RoleMember)},
	{wire.SetProfile.Type, "a member's picture", " ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized",
		pictureOf(wire.RoleMember)},
	{wire.SetProfile.Type, "an admin's picture", " ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized",
		pictureOf(wire.RoleAdmin)},
	{wire.SetProfile.Type, "an admin's", "         ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized",
		profileOf(wire.RoleAdmin)},
	{wire.SetRole.Type, "a member",
		"ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", roleOf(wire.RoleMember, wire.RoleAdmin)},
	{wire.SetRole.Type, "an admin",
		"ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", roleOf(wire.RoleAdmin, wire.RoleMember)},
	{wire.SetRole.Type, "another owner",
		"ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", roleOf(wire.RoleOwner, wire.RoleMember)},
	{wire.SetRole.Type, "oneself, upwards", "     ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", roleUp},
	{wire.BanUser.Type, "a member",
		"ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", banOf(wire.RoleMember)},
	{wire.BanUser.Type, "an admin",
		"ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", banOf(wire.RoleAdmin)},
	{wire.BanUser.Type, "another owner",
		"ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", banOf(wire.RoleOwner)},
	{wire.BanUser.Type, "oneself",
		"invalid invalid forbidden forbidden forbidden forbidden unauthorized unauthorized", banSelf},
	{wire.ResetPassword.Type, "a member", "        ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized",
		resetOf(wire.RoleMember)},
	{wire.ResetPassword.Type, "an admin", "        ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized",
		resetOf(wire.RoleAdmin)},
	{wire.ResetPassword.Type, "another owner", "   ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized",
		resetOf(wire.RoleOwner)},
	{wire.GetWorkspace.Type, "the workspace",
		"ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", fixed(&wire.WorkspaceGet{})},
	{wire.SetWorkspace.Type, "the workspace",
		"ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", renameWorkspace},

	{wire.CreateInvite.Type, "the workspace",
		"ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", fixed(&wire.InviteCreate{})},
	{wire.CreateInvite.Type, "a private room",
		"ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", inviteTo(privateRoom)},
	{wire.CreateInvite.Type, "another's room",
		"room_gone room_gone forbidden forbidden forbidden forbidden unauthorized unauthorized", inviteTo(hanasRoom)},
	{wire.ListInvites.Type, "the workspace",
		"ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", fixed(&wire.InviteList{})},
	{wire.RevokeInvite.Type, "an invite", "        ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", revoke},

	{wire.ListSessions.Type, "one's own", "         ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.SessionList{})},
	{wire.ListSessions.Type, "a member's",
		"ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized", sessionsOf(wire.RoleMember)},
	{wire.ListSessions.Type, "an admin's",
		"ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized", sessionsOf(wire.RoleAdmin)},
	{wire.EndSession.Type, "one's own", "          ok ok ok ok ok ok unauthorized unauthorized", endOwn},
	{wire.EndSession.Type, "a member's",
		"ok ok not_found not_found not_found not_found unauthorized unauthorized", endOf(wire.RoleMember)},
	{wire.EndOtherSessions.Type, "one's own", "    ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.SessionEndOthers{})},
	{wire.EndOtherSessions.Type, "a member's", "   ok ok forbidden forbidden forbidden forbidden unauthorized unauthorized",
		othersOf(wire.RoleMember)},
	{wire.EndOtherSessions.Type, "an admin's", "   ok forbidden forbidden forbidden forbidden forbidden unauthorized unauthorized",
		othersOf(wire.RoleAdmin)},
	{wire.EndSession.Type, "an admin's",
		"ok not_found not_found not_found not_found not_found unauthorized unauthorized", endOf(wire.RoleAdmin)},
})

// make1 creates a room of a kind; a conversation is Hana's and Sam's.
func make1(w *World, kind wire.RoomKind) string {
	if kind == wire.RoomDM {
		return w.DM(w.Hana, w.Sam)
	}
	return w.Room(kind)
}

func privateRoom(w *World) string { return w.Room(wire.RoomPrivate) }

// hanasRoom creates a private room with nobody else in it.
func hanasRoom(w *World) string {
	q := &wire.RoomCreate{Name: "Hana's own", Kind: wire.RoomPrivate}
	return w.MustDo(w.Hana, q, wire.CreateRoom.Type).(*wire.RoomInfo).Room.ID
}

// said returns a message in a room by author, or by Hana if the author cannot
// write there.
func said(w *World, author Person, room string) int64 {
	q := &wire.Send{CID: id.New(), Room: room, Body: "hello"}
	if author.Session != "" {
		if ack, err := w.Do(author, q, wire.SendMessage.Type); err == nil {
			return ack.(*wire.Ack).Seq
		}
	}
	return w.Say(w.Hana, room, "hello")
}

// fresh creates a person with a role, for cases that change a person.
func fresh(w *World, role wire.Role) Person { return w.Person("p"+id.New()[20:], role) }

// request is what Case.Request is.
type request = func(*World, Person) wire.Headed

// fixed makes the same request for everybody.
func fixed[T any, P interface {
	*T
	wire.Headed
}](q P) request {
	return func(*World, Person) wire.Headed {
		own := *q
		return P(&own)
	}
}

func sendTo(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		return &wire.Send{CID: id.New(), Room: make1(w, kind), Body: "hello"}
	}
}

func sendDM(w *World, _ Person) wire.Headed {
	return &wire.Send{CID: id.New(), Room: make1(w, wire.RoomDM), Body: "hello"}
}

// own is who, or Hana if who can do nothing; others is somebody who is in no column.
func own(w *World, who Person) Person {
	if who.Session == "" || who.ID == w.Bo.ID {
		return w.Hana
	}
	return Person{User: who.User, Session: who.Session}
}

func others(w *World, _ Person) Person { return fresh(w, wire.RoleMember) }

func editOwn(w *World, who Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Edit{Room: room, Seq: said(w, who, room), Body: "hello again"}
}

func editOther(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Edit{Room: room, Seq: said(w, another(w, room), room), Body: "not what I said"}
}

// another adds somebody to a room who is in no column.
func another(w *World, room string) Person {
	p := fresh(w, wire.RoleMember)
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: p.ID}, wire.AddMember.Type)
	return p
}

func editNothing(w *World, _ Person) wire.Headed {
	return &wire.Edit{Room: privateRoom(w), Seq: 1, Body: "the room was made"}
}

func deleteOwn(w *World, who Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Delete{Room: room, Seq: said(w, who, room)}
}

func deleteOther(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Delete{Room: room, Seq: said(w, another(w, room), room)}
}

func deleteDM(w *World, _ Person) wire.Headed {
	room := make1(w, wire.RoomDM)
	return &wire.Delete{Room: room, Seq: said(w, w.Sam, room)}
}

func react(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.React{Room: room, Seq: said(w, w.Hana, room), Emoji: "👍", On: true}
}

func reactionsOf(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		return &wire.ReactionList{Room: room, Seq: said(w, w.Hana, room), Emoji: "👍"}
	}
}

// previewed is what dismisses the preview of a message, which a job has made.
func previewed(w *World, room string, seq int64) wire.Headed {
	const address = "https://soup.example/"
	w.Update(func(tx store.Tx) error {
		m, err := tx.Events().Get(room, seq)
		if err != nil {
			return err
		}
		e := wire.Event{Room: room, Event: id.New(), Author: m.Author, Kind: wire.KindPreview, At: m.At, Target: seq,
			Detail: wire.DetailOf(&wire.Previews{Previews: []wire.Preview{{Address: address, Title: "Soup"}}})}
		if err := tx.Events().Append(&e); err != nil {
			return err
		}
		return tx.Events().Change(e)
	})
	return &wire.PreviewDismiss{Room: room, Seq: seq, Address: address}
}

func dismissOwn(w *World, who Person) wire.Headed {
	room := privateRoom(w)
	return previewed(w, room, said(w, who, room))
}

func dismissOther(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return previewed(w, room, said(w, another(w, room), room))
}

func dismissDM(w *World, _ Person) wire.Headed {
	room := make1(w, wire.RoomDM)
	return previewed(w, room, said(w, w.Sam, room))
}

func pinsOf(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed { return &wire.PinList{Room: make1(w, kind)} }
}

func markRead(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	return &wire.Read{Room: room, Seq: said(w, w.Hana, room)}
}

func fetchFrom(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed { return &wire.Fetch{Room: make1(w, kind)} }
}

func createRoom(kind wire.RoomKind) request {
	return func(*World, Person) wire.Headed { return &wire.RoomCreate{Name: "new " + id.New(), Kind: kind} }
}

func roomRef(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed { return &wire.RoomRef{Room: make1(w, kind)} }
}

func mainRoom(w *World, _ Person) wire.Headed { return &wire.RoomRef{Room: w.Main} }

func rename(w *World, _ Person) wire.Headed {
	name := "renamed " + id.New()
	return &wire.RoomSet{Room: w.Room(wire.RoomPublic), Name: &name}
}

func setTopic(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		topic := "what we talk about"
		return &wire.RoomSet{Room: make1(w, kind), Topic: &topic}
	}
}

func turn(from, to wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed { return &wire.RoomSet{Room: make1(w, from), Kind: &to} }
}

func membersOf(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed { return &wire.MemberList{Room: make1(w, kind)} }
}

func addTo(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		return &wire.MemberAdd{Room: make1(w, kind), User: fresh(w, wire.RoleMember).ID}
	}
}

func addBack(w *World, _ Person) wire.Headed {
	room := privateRoom(w)
	p := another(w, room)
	w.MustDo(p, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
	return &wire.MemberAdd{Room: room, User: p.ID}
}

func removeFrom(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		return &wire.MemberRef{Room: room, User: another(w, room).ID}
	}
}

func removeFromMain(w *World, _ Person) wire.Headed {
	return &wire.MemberRef{Room: w.Main, User: fresh(w, wire.RoleMember).ID}
}

func openDM(w *World, _ Person) wire.Headed { return &wire.DMOpen{User: fresh(w, wire.RoleMember).ID} }

func getUser(w *World, _ Person) wire.Headed { return &wire.UserGet{IDs: []string{w.Sam.ID}} }

func roleOf(is, becomes wire.Role) request {
	return func(w *World, _ Person) wire.Headed {
		return &wire.UserRole{User: fresh(w, is).ID, Role: becomes}
	}
}

func roleUp(_ *World, who Person) wire.Headed {
	return &wire.UserRole{User: who.ID, Role: wire.RoleOwner}
}

func banOf(role wire.Role) request {
	return func(w *World, _ Person) wire.Headed { return &wire.UserBan{User: fresh(w, role).ID, Banned: true} }
}

func resetOf(role wire.Role) request {
	return func(w *World, _ Person) wire.Headed { return &wire.UserReset{User: fresh(w, role).ID} }
}

func banSelf(_ *World, who Person) wire.Headed { return &wire.UserBan{User: who.ID, Banned: true} }

func renameWorkspace(*World, Person) wire.Headed { return &wire.WorkspaceSet{Name: "Acme & Sons"} }

func inviteTo(room func(*World) string) request {
	return func(w *World, _ Person) wire.Headed { return &wire.InviteCreate{Room: room(w)} }
}

func revoke(w *World, _ Person) wire.Headed {
	made := w.MustDo(w.Nora, &wire.InviteCreate{}, wire.CreateInvite.Type)
	return &wire.InviteRevoke{Invite: made.(*wire.InviteInfo).Invite.ID}
}

func sessionsOf(role wire.Role) request {
	return func(w *World, _ Person) wire.Headed { return &wire.SessionList{User: fresh(w, role).ID} }
}

func othersOf(role wire.Role) request {
	return func(w *World, _ Person) wire.Headed { return &wire.SessionEndOthers{User: fresh(w, role).ID} }
}

// endOwn ends another session of the same person.
func endOwn(w *World, who Person) wire.Headed {
	if who.ID == w.Bo.ID || who.Session == "" {
		return &wire.SessionEnd{Session: id.New()}
	}
	return &wire.SessionEnd{Session: w.SignIn(who)}
}

func endOf(role wire.Role) request {
	return func(w *World, _ Person) wire.Headed { return &wire.SessionEnd{Session: fresh(w, role).Session} }
}

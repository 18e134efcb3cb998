package wire

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	anna  = "0190b6f07c1e70008000000000000001"
	ben   = "0190b6f07c1e70008000000000000002"
	lobby = "0190b6f07c1e70008000000000000003"
	cid   = "0190b6f07c1e70008000000000000004"
	event = "0190b6f07c1e70008000000000000005"
	at    = 1767225600000
)

var (
	annaFace = User{ID: anna, Handle: "anna", Name: "Anna", Role: RoleOwner, Picture: cid,
		Emoji: ":boat:", Status: "On the boat", Until: 1_800_000_000_000, Quiet: at}
	benFace = User{ID: ben, Handle: "ben", Name: "Bén 😀", Role: RoleMember, Ghost: true}
	soup    = Preview{
		Address: "https://soup.example/", Site: "Soup · soup.example", Title: "Soup", Text: "How to",
		Picture: &File{ID: ben, Name: "preview", Type: "image/jpeg", Size: 900, Width: 48, Height: 36},
	}
	theLobby = Room{
		ID: lobby, Kind: RoomPublic, Name: "Lobby", Topic: "all of us", Creator: anna, At: at, Epoch: "e1", Top: 20, Members: 2,
		Joined: true, Host: true, Read: 17, Unread: 2, Mentions: 1, Picture: cid,
	}
	topic    = "new"
	none     = ""
	picture  = cid
	history  = HistoryNone
	previews = false
	kind     = RoomPrivate
	yes      = true
	hosts    = ScopeHosts
	all      = ScopeAll
	slow     = 30
	backs    = int64(1)

	minePlace = Room{ID: lobby, Kind: RoomPublic, Name: "Lobby", Epoch: "e1", Top: 20, Members: 2, Joined: true, Read: 17,
		Starred: true, Muted: true, Backs: 1, Section: cid, Posting: ScopeHosts, Calling: ScopeAll, Slow: 30, Archived: at}
)

// goldens are one object of each form there is, as it looks on the socket. A
// change of a file is a change of the protocol.
var goldens = map[string]Headed{
	"hello": &Hello{Head{Type: TypeHello}, Version, "demo/1", anna, Resume{User: 41, Rooms: map[string]Cursor{lobby: {"e1", 17}}},
		ben, event},
	"hello-brief": &Hello{Head{Type: TypeHello}, Version, "demo/1", anna,
		Resume{User: 41, Brief: Brief(map[string]Cursor{lobby: {"e1", 17}, ben: {"0123456789ab", 4}}, 1000)}, ben, event},
	"welcome": &Welcome{
		Head: Head{Type: TypeWelcome}, Conn: "c", Node: "n", Server: "1.0.0", HeartbeatMS: 25000, Workspace: "Acme", Me: annaFace,
		UserTop: 42, Emoji: 7,
		Rooms: map[string]RoomMode{lobby: {"e1", 20, ModeReplay}, ben: {Mode: ModeGone}},
	},
	"ready": &Ready{Head{Type: TypeReady}},
	"emoji": &EmojiChanged{Head{Type: TypeEmoji}, 7},
	"ping":  &Ping{Head{Type: TypePing}, at},
	"pong":  &Pong{Head{Type: TypePong}, at},
	"bye":   &Bye{Head{Type: TypeBye}, CodeDraining, "The server is restarting.", 1500, Reason{Key: "serverRestarting"}},

	"send": &Send{
		Head{Type: SendMessage.Type, ID: "7"}, cid, lobby, "Hello *you*,\n\"all\" \\ 😀 \u2028<&>", 18, nil, nil, 0, false, "", 0, nil,
	},
	"send-files": &Send{
		Head{Type: SendMessage.Type, ID: "7"}, cid, lobby, "", 0, []string{anna, ben}, []string{"", "the door"}, 0, false, "", 0, nil,
	},
	"send-forward": &Send{Head{Type: SendMessage.Type, ID: "7"}, cid, lobby, "", 0, nil, nil, 0, false, cid, 18, nil},
	"event-forward": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 20, Event: event, Author: anna, Kind: KindMessage, At: at,
		Body: "look", Detail: DetailOf(&Forwarded{cid, 18, ben, at, "Hi"})},
	"delete.by":     &DeleteBy{Head{Type: DeleteByPerson.Type, ID: "7"}, lobby, ben, at, 18},
	"ok-deleted-by": &DeletedBy{Head{Type: TypeOK, ID: "7"}, 3, 218},
	"send-thread":   &Send{Head{Type: SendMessage.Type, ID: "7"}, cid, lobby, "Hi", 19, nil, nil, 18, true, "", 0, nil},
	"edit":          &Edit{Head{Type: EditMessage.Type, ID: "7", N: 3}, lobby, 18, "Hello"},
	"delete":        &Delete{Head{Type: DeleteMessage.Type, ID: "7"}, lobby, 18},
	"react":         &React{Head{Type: ReactToMessage.Type, ID: "7"}, lobby, 18, "👍", true},
	"send-poll": &Send{
		Head{Type: SendMessage.Type, ID: "7"}, cid, lobby, "When?", 0, nil, nil, 0, false, "", 0,
		&Poll{Choices: []string{"06:30", "08:00 😀"}, Many: true, Hidden: true, Closes: at},
	},
	"vote":         &Vote{Head{Type: CastVote.Type, ID: "7", N: 3}, lobby, 18, 5},
	"poll.close":   &PollClose{Head{Type: ClosePoll.Type, ID: "7", N: 4}, lobby, 18},
	"vote.list":    &VoteList{Head{Type: ListVotes.Type, ID: "7"}, lobby, 18, 1, ben, 50},
	"ok-voters":    &Voters{Head{Type: TypeOK, ID: "7"}, []User{annaFace}, anna},
	"pin":          &Pin{Head{Type: PinMessage.Type, ID: "7"}, lobby, 18, true},
	"read":         &Read{Head{Type: MarkRead.Type, ID: "7"}, lobby, 18, &backs},
	"unread":       &Unread{Head{Type: MarkUnread.Type, ID: "7", N: 4}, lobby, 18},
	"fetch":        &Fetch{Head{Type: FetchHistory.Type, ID: "7"}, lobby, 18, 0, 0, 0, 50, 0},
	"fetch-thread": &Fetch{Head{Type: FetchHistory.Type, ID: "7"}, lobby, 0, 0, 0, 0, 50, 18},
	"ack":          &Ack{Head{Type: TypeAck, ID: "7"}, cid, lobby, 19, event, at, true},
	"nack": &Nack{
		Head{Type: TypeNack, ID: "7"}, cid, lobby, CodeRate, "Too fast.", 500,
		Reason{"tooFast", map[string]string{"name": "Bén 😀", "n": "5"}},
	},
	"ok": &OK{Head{Type: TypeOK, ID: "7"}, true},

	"event-message": &Event{
		Head: Head{Type: TypeEvent}, Room: lobby, Seq: 19, Event: event, Author: anna, CID: cid, Kind: KindMessage, At: at,
		Body: "Hello *you*,\n\"all\" \\ 😀 \u2028<&>", ReplyTo: 18, Mentions: []string{ben, MentionAll}, Quote: &Quote{Author: ben,
			Text: "Hi"},
	},
	"event-files": &Event{
		Head: Head{Type: TypeEvent}, Room: lobby, Seq: 19, Event: event, Author: anna, CID: cid, Kind: KindMessage, At: at,
		Files: []File{
			{
				ID: ben, Name: "Plän 📎.png", Type: "image/png", Size: 90210, Width: 640, Height: 480, Placeholder: "LEHV6nWB2yk8",
				Animated: true,
			},
			{ID: cid, Name: "note.ogg", Type: "audio/ogg", Size: 4711, Duration: 2500, Lines: 7, Wave: "0a5v"},
		},
	},
	"file.begin":  &FileBegin{Head{Type: BeginFile.Type, ID: "7"}, cid, "note.webm", 90210, "audio/webm", 2500, "0a5v"},
	"file.get":    &FileRef{Head{Type: GetUpload.Type, ID: "7"}, ben},
	"file.cancel": &FileRef{Head{Type: CancelFile.Type, ID: "7", N: 3}, ben},
	"file.usage":  &FileUse{Head{Type: GetFileUsage.Type, ID: "7"}},
	"ok-file": &FileInfo{
		Head{Type: TypeOK, ID: "7"}, File{ID: ben, Name: "plan.pdf", Type: "application/pdf", Size: 90210}, 65536, true, true, at,
	},
	"ok-file-usage": &FileUsage{Head{Type: TypeOK, ID: "7"}, 90210, 1 << 30, 25 << 20, 1 << 32, 1 << 36},
	"event-edit": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 20, Event: event, Author: anna, Kind: KindEdit, At: at,
		Target: 19, Body: "Bye"},
	"event-delete": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 21, Event: event, Author: anna, Kind: KindDelete, At: at,
		Target: 19},
	"event-delete-removed": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 21, Event: event, Author: ben, Kind: KindDelete, At: at,
		Target: 19, Action: ActionRemoved},
	"event-reply": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 22, Event: event, Author: anna, CID: cid,
		Kind: KindMessage, At: at, Body: "Hi", Thread: 18, InRoom: true},
	"event-delete-reply": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 23, Event: event, Author: anna, Kind: KindDelete, At: at,
		Target: 22, Thread: 18},
	"event-reaction": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 22, Event: event, Author: ben, Kind: KindReaction, At: at,
		Target: 18, Emoji: "👍", On: true},
	"event-pin": &Event{
		Head: Head{Type: TypeEvent}, Room: lobby, Seq: 21, Event: event, Author: ben, Kind: KindPin, At: at,
		Target: 18, On: true,
	},
	"event-poll": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 18, Event: event, Author: ben, Kind: KindMessage, At: at,
		Body: "When?", Detail: DetailOf(&Poll{Choices: []string{"06:30", "08:00"}}), State: &State{V: 21,
			Poll: &Tally{Choices: []Chosen{{2, true, []string{anna, ben}}, {}}, Voters: 2, Closed: at}}},
	"event-vote": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 21, Event: event, Author: ben, Kind: KindVote, At: at,
		Target: 18, Detail: DetailOf(&Ballot{Of: 3, Was: 1, Now: 6})},
	"event-vote-hidden": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 21, Event: event, Kind: KindVote, At: at,
		Target: 18, Detail: DetailOf(&Ballot{Of: 2, Now: 2})},
	"event-poll-closed": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 22, Event: event, Author: ben, Kind: KindVote, At: at,
		Target: 18, Detail: DetailOf(&Ballot{Of: 2, Closed: true})},
	"event-member": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 1, Event: event, Author: anna, Kind: KindMember, At: at,
		User: ben, Action: ActionAdded},
	"event-member-from": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 3, Event: event, Author: anna, Kind: KindMember, At: at,
		User: ben, Action: ActionAdded, History: HistoryFrom, From: at},
	"event-detail": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 24, Event: event, Author: anna, Kind: "poll", At: at,
		Detail: `{"options":["tea","\"coffee\" 😀"],"until":1767225600000,"open":{"to":null}}`},
	"event-hidden": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 23, Event: event, Kind: KindHidden, At: at},
	"event-room": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 2, Event: event, Author: anna, Kind: KindRoom, At: at,
		Name: "Lobby", Topic: "new"},
	"event-room-rules": &Event{
		Head: Head{Type: TypeEvent}, Room: lobby, Seq: 4, Event: event, Author: anna, Kind: KindRoom, At: at,
		Name: "Lobby", Action: ActionRules, Detail: DetailOf(&RoomDetail{Posting: ScopeHosts, Calling: ScopeAll, Slow: 30}),
	},
	"event-room-host": &Event{
		Head: Head{Type: TypeEvent}, Room: lobby, Seq: 4, Event: event, Author: anna, Kind: KindRoom, At: at,
		Name: "Lobby", Action: ActionHost, User: ben, On: true,
	},
	"event-room-history": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 4, Event: event, Author: anna, Kind: KindRoom, At: at,
		Name: "Lobby", History: HistoryAll},
	"event-room-kind": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 5, Event: event, Author: anna, Kind: KindRoom, At: at,
		Name: "Lobby", Action: ActionPrivate, History: HistoryNone},
	"page": &Page{
		Head: Head{Type: TypePage, ID: "7"}, Room: lobby, Epoch: "e1", From: 17, To: 19, AsOf: 22,
		Events: []Event{
			{
				Room: lobby, Seq: 18, Event: event, Author: ben, Kind: KindMessage, At: at, Body: "Hi", State: &State{
					V: 22, EditedAt: at,
					Reactions: []Reaction{{"👍", 7, true, []string{ben, anna}}, {"🎉", 1, false, []string{anna}}}, Replies: 1,
					Marks: []Mark{{"pin", ben, at, 21}}, Previews: []Preview{soup,
						{Address: "https://salad.example/", Dismissed: true, By: ben}},
				},
			},
			{Room: lobby, Seq: 19, Event: event, Author: anna, Kind: KindMessage, At: at, ReplyTo: 18,
				Quote: &Quote{Author: ben, Deleted: true}, State: &State{V: 21, Deleted: true, DeletedBy: ben}},
		},
		Users: []User{annaFace, benFace},
	},
	"page-thread": &Page{
		Head: Head{Type: TypePage, ID: "7"}, Room: lobby, Epoch: "e1", From: 19, To: 22, AsOf: 22, Events: []Event{
			{Room: lobby, Seq: 22, Event: event, Author: anna, Kind: KindMessage, At: at, Body: "Hi", Thread: 18, InRoom: true},
		},
		Thread: 18, Root: &Event{Room: lobby, Seq: 18, Event: event, Author: ben, Kind: KindMessage, At: at, Body: "Hi", State: &State{
			V: 22, Thread: &Thread{Replies: 1, Last: []Reply{{anna, 22, at}}}}},
	},
	"page-empty": &Page{Head: Head{Type: TypePage, ID: "7"}, Room: lobby, Epoch: "e1", From: 1, Events: []Event{}},

	"inbox-own":       &Inbox{Head: Head{Type: TypeInbox}, Useq: 43, Kind: InboxOwn, Room: lobby, Item: "saved"},
	"inbox-room":      &Inbox{Head: Head{Type: TypeInbox}, Useq: 40, Kind: InboxRoom, Room: lobby, Info: &theLobby},
	"inbox-room-mine": &Inbox{Head: Head{Type: TypeInbox}, Useq: 40, Kind: InboxRoom, Room: lobby, Info: &minePlace},
	"inbox-left":      &Inbox{Head: Head{Type: TypeInbox}, Useq: 41, Kind: InboxLeft, Room: lobby},
	"inbox-read": &Inbox{Head: Head{Type: TypeInbox}, Useq: 42, Kind: InboxRead, Room: lobby, Seq: 18, Unread: 2, Mentions: 1, Top: 20,
		Backs: 1},
	"watch":        &Watch{Head{Type: TypeWatch, ID: "7"}, []string{anna, ben}},
	"watch-answer": &Presence{Head: Head{Type: TypePresence, ID: "7"}, Users: map[string]string{anna: Online}},
	"presence":     &Presence{Head: Head{Type: TypePresence}, Users: map[string]string{anna: Online, ben: Away}},
	"people":       &Users{Head: Head{Type: TypePeople}, Users: []User{{ID: anna, Handle: "anna", Name: "Anna", Role: RoleAdmin}}},
	"presence-own": &Presence{Head: Head{Type: TypePresence}, State: Away},
	"typing":       &Typing{Head{Type: TypeTyping}, lobby, ben, 42},

	"room.create": &RoomCreate{Head{Type: CreateRoom.Type, ID: "7"}, "Lobby", "all of us", RoomPrivate, HistoryAll},
	"room.list":   &RoomList{Head{Type: ListRooms.Type, ID: "7"}, "lob", "a", 20, true},
	"room.get":    &RoomRef{Head{Type: GetRoom.Type, ID: "7"}, lobby},
	"room.set": &RoomSet{Head{Type: SetRoom.Type, ID: "7"}, lobby, nil, &topic, &history, &previews, &kind, &none, &hosts, &all, &slow,
		&previews},
	"room.mine":    &RoomMine{Head{Type: SetRoomMine.Type, ID: "7", N: 5}, lobby, &yes, &previews, &picture},
	"section.list": &SectionList{Head{Type: ListSections.Type, ID: "7"}},
	"section.set": &Sections{Head{Type: SetSections.Type, ID: "7", N: 6},
		[]Section{{ID: cid, Name: "At sea", Folded: true}, {ID: "rooms"}}},
	"ok-sections":   &Sections{Head{Type: TypeOK, ID: "7"}, []Section{{ID: cid, Name: "At sea"}}},
	"room.join":     &RoomRef{Head{Type: JoinRoom.Type, ID: "7"}, lobby},
	"room.delete":   &RoomRef{Head{Type: DeleteRoom.Type, ID: "7"}, lobby},
	"room.leave":    &RoomRef{Head{Type: LeaveRoom.Type, ID: "7"}, lobby},
	"member.list":   &MemberList{Head{Type: ListMembers.Type, ID: "7"}, lobby, "an", "a", 20, true},
	"member.add":    &MemberAdd{Head{Type: AddMember.Type, ID: "7"}, lobby, ben, HistoryFrom, at},
	"member.host":   &MemberHost{Head{Type: SetHost.Type, ID: "7"}, lobby, ben, true},
	"member.remove": &MemberRef{Head{Type: RemoveMember.Type, ID: "7"}, lobby, ben},
	"dm.open":       &DMOpen{Head{Type: OpenDM.Type, ID: "7"}, ben, nil},
	"dm.open-group": &DMOpen{Head{Type: OpenDM.Type, ID: "7"}, "", []string{anna, ben}},
	"ok-room":       &RoomInfo{Head{Type: TypeOK, ID: "7"}, theLobby, true},
	"ok-room-private": &RoomInfo{Head{Type: TypeOK, ID: "7"},
		Room{ID: lobby, Kind: RoomPrivate, Name: "Lobby", Epoch: "e1", Top: 20, Members: 2, History: HistoryAll, Joined: true, Read: 20,
			Since: 18}, false},
	"ok-room-group": &RoomInfo{Head{Type: TypeOK, ID: "7"},
		Room{ID: lobby, Kind: RoomDM, Epoch: "e1", Top: 20, Members: 3, Joined: true, Peers: []User{annaFace, benFace}}, false},
	"ok-rooms":   &Rooms{Head{Type: TypeOK, ID: "7"}, []Room{{ID: lobby, Kind: RoomDM, Epoch: "e1", Peer: &benFace}}, "m"},
	"ok-members": &Members{Head{Type: TypeOK, ID: "7"}, []Member{{benFace, true, Online}}, []Member{{annaFace, false, Away}}, 1, 2, "ben"},

	"preview.dismiss": &PreviewDismiss{Head{Type: DismissPreview.Type, ID: "7"}, lobby, 18, "https://soup.example/", false},
	"preview.undo":    &PreviewDismiss{Head{Type: DismissPreview.Type, ID: "7"}, lobby, 18, "https://soup.example/", true},
	"event-preview": &Event{
		Head: Head{Type: TypeEvent}, Room: lobby, Seq: 21, Event: event, Author: ben, Kind: KindPreview, At: at, Target: 18,
		Detail: DetailOf(&Previews{[]Preview{soup, {Address: "https://salad.example/", Awaited: true, By: ben}}}),
	},
	"event-room-previews": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 4, Event: event, Author: anna, Kind: KindRoom, At: at,
		Name: "Lobby", Action: ActionPreviews, On: true},
	"event-room-picture": &Event{Head: Head{Type: TypeEvent}, Room: lobby, Seq: 5, Event: event, Author: anna, Kind: KindRoom, At: at,
		Name: "Lobby", Action: ActionPicture, Detail: DetailOf(&RoomDetail{Picture: cid})},
	"activity.list": &ActivityList{Head{Type: ListActivity.Type, ID: "7"}, FilterMentions, 21, 50},
	"activity.read": &ActivityRead{Head{Type: ReadActivity.Type, ID: "7", N: 3}, 21, true, true},
	"ok-activity": &Activity{Head{Type: TypeOK, ID: "7"}, []ActivityEntry{
		{Num: 22, Kind: ActivityReply, Room: lobby, Seq: 19, At: at, Users: []string{ben}, Count: 1, Text: "Hi", Own: "Hello?",
			Unread: true},
		{Num: 21, Kind: ActivityReaction, Room: lobby, Seq: 18, At: at, Users: []string{ben, anna}, Count: 7, Emoji: "👍", Own: "Hello?"},
	}, []User{annaFace, benFace}, ActivityCounts{All: 6, Mentions: 1, Replies: 2, Reactions: 3}, 21},
	"thread.get":      &ThreadRef{Head{Type: GetThread.Type, ID: "7"}, lobby, 17},
	"ok-thread":       &ThreadInfo{Head{Type: TypeOK, ID: "7"}, true, 18, true},
	"thread.follow":   &ThreadFollow{Head{Type: FollowThread.Type, ID: "7", N: 3}, lobby, 17, true},
	"thread.read":     &ThreadRead{Head{Type: ReadThread.Type, ID: "7", N: 3}, lobby, 17, 19},
	"thread.read.all": &ThreadsRead{Head{Type: ReadThreads.Type, ID: "7", N: 3}, at},
	"thread.list":     &ThreadList{Head{Type: ListThreads.Type, ID: "7"}, true, "1.4.x.17", 50},
	"ok-threads": &Threads{Head{Type: TypeOK, ID: "7"}, []FollowedThread{
		{Room: lobby, At: at, Read: 18, Unread: 1, Replies: 3, Root: ThreadSaid{Seq: 17, At: at, User: anna, Text: "Hello?"},
			Last: []ThreadSaid{{Seq: 18, At: at, User: anna, Deleted: true}, {Seq: 19, At: at, User: ben, Text: "Hi"}}},
	}, []User{annaFace, benFace}, 2, "1.4.x.17"},
	"reaction.list": &ReactionList{Head{Type: ListReactions.Type, ID: "7"}, lobby, 18, "👍", 21, 50},
	"ok-reactors":   &Reactors{Head{Type: TypeOK, ID: "7"}, []User{annaFace, benFace}, 22},
	"save":          &Save{Head{Type: SaveMessage.Type, ID: "7"}, lobby, 18, true, true},
	"saved.list":    &SavedList{Head{Type: ListSaved.Type, ID: "7"}, true, "5.4.18." + lobby, 50},
	"ok-saved": &SavedMessages{Head{Type: TypeOK, ID: "7"}, []SavedMessage{
		{lobby, 18, at, at, at, &Quote{Author: anna, Text: "Hi"}}, {Room: lobby, Seq: 17, At: at},
	}, []User{annaFace}, 3, "5.4.17." + lobby},
	"message.get": &MessageRef{Head{Type: GetMessage.Type, ID: "7"}, lobby, 17},
	"ok-message": &MessageInfo{Head{Type: TypeOK, ID: "7"},
		Event{Room: lobby, Seq: 17, Event: event, Author: anna, Kind: KindMessage, At: at, Body: "soup", Thread: 12},
		[]User{{ID: anna, Handle: "anna", Name: "Anna", Role: RoleMember}}},
	"edit.list": &EditList{Head{Type: ListEdits.Type, ID: "7"}, lobby, 17, 21, 50},
	"ok-edits": &Edits{Head{Type: TypeOK, ID: "7"}, []Event{
		{Room: lobby, Seq: 21, Event: event, Author: anna, Kind: KindEdit, At: at, Target: 17, Body: "salad"},
		{Room: lobby, Seq: 17, Event: event, Author: anna, Kind: KindMessage, At: at, Body: "soup"},
	}, 17},
	"pin.list": &PinList{Head{Type: ListPins.Type, ID: "7"}, lobby, 21, 50},
	"ok-pins": &Pins{Head{Type: TypeOK, ID: "7"}, []Event{
		{
			Room: lobby, Seq: 18, Event: event, Author: ben, Kind: KindMessage, At: at, Body: "Hi",
			State: &State{V: 21, Marks: []Mark{{"pin", ben, at, 21}}},
		},
	}, []User{benFace}, 21},

	"draft.set":  &DraftSet{Head{Type: SetDraft.Type, ID: "7", N: 3}, lobby, 17, 41, "Hi ", 18},
	"draft.list": &DraftList{Head{Type: ListDrafts.Type, ID: "7"}, lobby, "x.17"},
	"ok-draft":   &DraftInfo{Head{Type: TypeOK, ID: "7"}, Draft{lobby, 17, 42, at, "Hi ", 18}, true, true},
	"ok-drafts":  &Drafts{Head{Type: TypeOK, ID: "7"}, []Draft{{Room: lobby, Rev: 42, At: at, Body: "Hi"}}, "x.17"},
	"later.add": &LaterAdd{Head{Type: AddLater.Type, ID: "7", N: 3}, cid, DeedSend, "tomorrow 9:00", "Asia/Shanghai", "Europe/Lisbon",
		lobby, 17, 18, "Hi", []string{picture}, []string{"A tree"}, 16, true},
	"later.set": &LaterSet{Head{Type: SetLater.Type, ID: "7", N: 4}, cid, "monday 9:00", "Asia/Shanghai", "Europe/Lisbon",
		&picture, &topic},
	"later.end":  &LaterRef{Head{Type: EndLater.Type, ID: "7", N: 5}, cid},
	"later.list": &LaterList{Head{Type: ListLater.Type, ID: "7"}, "17.x", 50},
	"ok-later": &LaterInfo{Head{Type: TypeOK, ID: "7"}, Later{ID: cid, Does: DeedSend, State: LaterFailed, At: at, Zone: "UTC", Room: lobby,
		ReplyTo: 18, Thread: 16, InRoom: true, Files: []File{{ID: picture, Name: "a.txt", Type: "text/plain", Size: 3}}, Body: "Hi",
		Failed: &Failure{CodeRoomGone, "Gone.", Reason{Key: "roomGone"}}}, "gap", true},
	"ok-laters": &Laters{Head{Type: TypeOK, ID: "7"}, []Later{{ID: cid, Does: DeedRemind, State: LaterDue, At: at, Zone: "UTC", Room: lobby,
		Seq: 18, Quote: &Quote{Author: ben, Text: "Hi"}}}, []User{benFace}, "17.x"},

	"emoji.list":   &EmojiList{Head{Type: ListEmoji.Type, ID: "7"}, "party", 20},
	"emoji.alias":  &EmojiAlias{Head{Type: AliasEmoji.Type, ID: "7"}, "party", []string{"fete"}},
	"emoji.remove": &EmojiRef{Head{Type: RemoveEmoji.Type, ID: "7"}, "party"},
	"ok-emoji": &Emojis{Head{Type: TypeOK, ID: "7"}, []Emoji{
		{Name: "party", Aliases: []string{"fete"}, Picture: "0a1b", Still: "2c3d", By: anna, At: at},
		{Name: "ship", Picture: "4e5f", By: ben, At: at},
	}, 7, "ship"},

	"user.get":    &UserGet{Head{Type: GetUsers.Type, ID: "7"}, []string{anna, ben}},
	"user.list":   &UserList{Head{Type: ListUsers.Type, ID: "7"}, "an", "a", 20, true, true, true},
	"profile.get": &ProfileRef{Head{Type: GetProfile.Type, ID: "7"}, ben},
	"profile.set": &ProfileSet{Head{Type: SetProfile.Type, ID: "7"}, ben, &topic, &topic, &topic, &topic, &topic, &topic, &picture,
		&Status{":boat:", "On the boat", 1_800_000_000_000}, &Quiet{at, 127, 1320, 480, "Europe/Berlin"}},
	"ok-profile": &Profile{Head{Type: TypeOK, ID: "7"}, benFace,
		"he/him", "Firmware", "Europe/Berlin", "Hi", []string{lobby}, &Quiet{at, 127, 1320, 480, "Europe/Berlin"}, true},
	"user.role":  &UserRole{Head{Type: SetRole.Type, ID: "7"}, ben, RoleAdmin},
	"user.ban":   &UserBan{Head{Type: BanUser.Type, ID: "7"}, ben, true},
	"user.reset": &UserReset{Head{Type: ResetPassword.Type, ID: "7"}, ben},
	"ok-reset":   &ResetLink{Head{Type: TypeOK, ID: "7"}, "/reset/T", "https://chat.example.org/reset/T", at, true},
	"ok-users": &Users{Head{Type: TypeOK, ID: "7"}, []User{annaFace, {ID: ben, Gone: true}}, "ben",
		map[string]string{anna: "Firmware"}},
	"workspace.get":      &WorkspaceGet{Head{Type: GetWorkspace.Type, ID: "7"}},
	"ok-workspace":       &WorkspaceInfo{Head{Type: TypeOK, ID: "7"}, "Acme", 1, 2, 30, 5, 4, []WorkspaceDay{{20454, 812, 21}}},
	"workspace.set":      &WorkspaceSet{Head{Type: SetWorkspace.Type, ID: "7"}, "Acme"},
	"invite.create":      &InviteCreate{Head{Type: CreateInvite.Type, ID: "7"}, 5, 24, lobby, "ben@example.org"},
	"invite.list":        &InviteList{Head{Type: ListInvites.Type, ID: "7"}, event, 20},
	"invite.revoke":      &InviteRevoke{Head{Type: RevokeInvite.Type, ID: "7"}, event},
	"ok-invite":          &InviteInfo{Head{Type: TypeOK, ID: "7"}, Invite{event, "T", "/join/T", "", anna, at, at, 5, 1, lobby}, true},
	"ok-invites":         &Invites{Head{Type: TypeOK, ID: "7"}, []Invite{{ID: event, By: anna, At: at, Expires: at}}, event},
	"session.list":       &SessionList{Head{Type: ListSessions.Type, ID: "7"}, ben},
	"session.end":        &SessionEnd{Head{Type: EndSession.Type, ID: "7"}, event},
	"session.end.others": &SessionEndOthers{Head{Type: EndOtherSessions.Type, ID: "7"}, ben},
	"ok-sessions": &Sessions{Head{Type: TypeOK, ID: "7"},
		[]Session{{event, "Firefox on Linux", at, at, "Firefox on Linux", "192.0.2.0/24", true}}},
}

func TestObjectsLookAsTheyAlwaysDid(t *testing.T) {
	for name, obj := range goldens {
		path := filepath.Join("testdata", name+".json")
		got, err := Append(nil, obj)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want = bytes.TrimSuffix(want, newline)
		if !bytes.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
		// The browser's program writes all of them by reflection (frequent_js.go).
		if got := Marshal(obj); !bytes.Equal(got, want) {
			t.Errorf("%s, by reflection:\n got %s\nwant %s", name, got, want)
		}
		// And back, as either side reads it.
		for how, read := range map[string]func([]byte, Headed) error{
			"Decode": Decode, "DecodeStrict": func(b []byte, v Headed) error { return DecodeStrict(b, v) },
		} {
			back := reflect.New(reflect.TypeOf(obj).Elem()).Interface().(Headed)
			if err := read(want, back); err != nil {
				t.Errorf("%s: %s: %v", name, how, err)
			} else if !reflect.DeepEqual(back, obj) {
				t.Errorf("%s: %s gave %+v, want %+v", name, how, back, obj)
			}
		}
		if !json.Valid(want) {
			t.Errorf("%s is not JSON", name)
		}
	}
}

func TestEveryTypeAndKindHasAGolden(t *testing.T) {
	seen := map[string]bool{}
	for _, obj := range goldens {
		seen[string(obj.Header().Type)] = true
		switch o := obj.(type) {
		case *Event:
			seen["kind "+string(o.Kind)] = true
		case *Inbox:
			seen["inbox "+string(o.Kind)] = true
		}
	}
	for name, value := range constants(t) {
		for prefix, as := range map[string]string{"Type": "", "Kind": "kind ", "Inbox": "inbox "} {
			if strings.HasPrefix(name, prefix) && !seen[as+value] {
				t.Errorf("no golden object for %s", name)
			}
		}
	}
}

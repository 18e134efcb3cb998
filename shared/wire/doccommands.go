// # Commands
//
// Each command can be given over the socket, or over HTTP below /api/v1; the OpenAPI
// description lists them all with their fields. Over HTTP the answer is the same
// object without type and id, and a failure is {"error":{code, message, retry_ms,
// key, args}} with a matching status. The answers:
//
//	ack   the change is on disk, as the event at seq
//	page  history
//	ok    done; with the fields of the command's answer, if it has any
//	nack  refused: code, message, retry_ms, key and args, see Codes
//
// The commands:
//
//	send            put a message into a room: ack
//	edit            change the text of one's own message: ack
//	delete          erase a message: ack
//	delete.by       erase what a person has written in a room, a part of the log at a time
//	                (limits.DeleteReads): ok with deleted, and next as long as there is more
//	message.get     read one message, such as the one that a link leads to: ok with message
//	                and users
//	edit.list       list the texts that a message had, the last first: ok with edits.
//	                Of an erased message there are none: deleted.
//	react           add an emoji to a message or remove it: ack
//	vote            choose in a poll, 0 to take the vote back: ack
//	poll.close      close a poll: ack
//	vote.list       list who chose something in a poll that is not hidden: ok with users
//	reaction.list   list who reacted to a message with an emoji: ok with users
//	pin             pin a message, at most 100 in a room (limits.Pins), or unpin it:
//	                ack
//	preview.dismiss remove the preview of one of a message's links for everybody, or undo that: ack
//	pin.list        list what is pinned in a room, the last pinned first: ok with
//	                pins
//	read            move the read marker forward, never back: ok
//	unread          set the read marker before a message: ok
//	fetch           read history: page
//	file.begin      announce a file, see Files: ok with file and received
//	file.get        how far an upload of one's own is: ok with file and received
//	file.cancel     remove a file of one's own that was not sent: ok
//	file.usage      how much space one's files take up: ok with used and quota
//	room.create     make a public or private room: ok with room
//	room.list       list the public rooms, or private ones of one's own: ok with rooms
//	room.get        get one room: ok with room
//	room.set        change a room's name, topic, history or kind, whether links are
//	                previewed, or who may write in it and how often; close it or
//	                open it again: ok with room
//	room.mine       star or mute a room for oneself, or put it into a section: ok with room
//	section.list    list the sections of one's list of rooms: ok with sections
//	section.set     replace them, at most 30 (limits.Sections): ok with sections. An
//	                entry of kind own and item sections of the inbox says that
//	                they are others now.
//	room.join       enter a public room: ok with room
//	room.leave      leave a room: ok
//	room.delete     delete a room for all: ok. Everybody in it gets an entry of kind
//	                left, and it answers like one that never was. Its messages and
//	                files are erased within the next minutes.
//	member.list     list or search a room's members: ok with members, and in count
//	                how many there are. The first page of all members also has in
//	                here those who are not offline, at most 100
//	                (limits.MemberPage), and in here_count how many they are.
//	member.add      add a person to a room: ok. A person who left it by themselves
//	                cannot be added for a day (limits.LeftAlone): forbidden.
//	member.host     make a member a host of the room, or no longer one: ok
//	member.remove   remove a person from a room: ok
//	dm.open         open the conversation with a person (user), or with several (users,
//	                so that at most 12 are in it, limits.GroupMost), which is made if
//	                there is none: ok with room. Nobody leaves it or is added to it:
//	                other people have another conversation.
//	activity.list   list who named, answered or reacted to the person, the newest first: ok
//	                with entries, users, and in unread how many are
//	activity.read   mark such an entry, or all up to one, as read or unread: ok
//	thread.get      whether the person follows a thread, and how far they have read it: ok with
//	                followed, read and unread
//	thread.follow   follow a thread, or stop, see Followed threads: ok
//	thread.read     move how far one has read a thread forward: ok
//	thread.list     list the threads that one follows: ok with threads, users, and in unread in
//	                how many something is
//	thread.read.all mark all of them as read whose newest reply is not newer than at: ok
//	draft.set       keep what the person has begun to write, see Drafts: ok with draft
//	draft.list      list what they have begun to write: ok with drafts
//	later.add       have a message sent, or be reminded, at a time, see Later: ok with later
//	later.set       change what is to be done later, or when: ok with later
//	save            keep a message in one's own list, tick it there, or take it out: ok
//	saved.list      what one has saved, and in todo how much of it is to do: ok with
//	                saved. A message that one may not read any more has no quote.
//	later.end       cancel what is to be done later, or be done with a reminder: ok
//	later.list      what is to be done later and could not be done: ok with laters
//	emoji.list      list the workspace's own emoji, see Emoji: ok with emoji and revision
//	emoji.alias     change the other names of an emoji: ok
//	emoji.remove    remove an emoji: ok
//	user.get        get people by id, at most 100 (limits.UserBatch): ok with users.
//	                The directory is never sent as a whole; a client asks for the
//	                authors it does not know, many at once.
//	user.list       find people by the beginning of a name or handle: ok with users.
//	                Imported ones, who can be neither written to nor added, are
//	                left out unless asked for.
//	profile.get     what a person tells of themselves: ok with user, pronouns, title,
//	                zone, about, and in rooms those that both are in
//	profile.set     change one's profile, or as an admin name and handle of somebody
//	                with a lower role: ok with the profile
//	user.role       change a person's role: ok
//	user.ban        ban a person, or lift the ban: ok
//	user.reset      make a link by which a person sets a new password: ok with path
//	workspace.get   how many people, rooms and messages there are: ok with days
//	workspace.set   rename the workspace: ok
//	invite.create   make an invite: ok with invite
//	invite.list     the invites that still work, newest first: ok with invites
//	invite.revoke   revoke an invite: ok
//	session.list    list where a person is signed in: ok with sessions
//	session.end     sign out a session: ok
//	session.end.others  sign out all sessions of a person, except the one that
//	                asks: ok
//
// If a list has more pages, the answer has next: the same command with that value as
// after returns the next page. Over HTTP the fields of such a command are the query of a GET.
//
// # Files
//
// To send files, a client uploads them first, over HTTP. It announces each with a cid
// that it makes once: file.begin has its name, size and content_type, and whoever
// announces it again is told how far it is. Then come the parts, as PUT of the bytes to
// /api/v1/files/ID/content with offset in the query: how much of the file is there
// already. A part has at most 4 MiB (limits.FilePart), and at least 64 KiB
// (limits.FilePartMin) unless it is the last. It is there as a whole or not at all. If
// the answer was lost, file.get says in received where to go on, also from
// another device of the person, until expires. With the last part the file is
// done: what it is has been found out from its content, and a picture was made anew, without
// what else was in it. An end that failed is tried again with an empty part.
//
// A send then has the ids in files, at most 10 (limits.Files). Each file is sent once. The
// message has what is to be known of it: name, content_type, size, and width, height,
// duration, placeholder and animated of what has them. GET of
// /api/v1/files/ID/content is its content, also in ranges, for everyone who may read the
// message, as long as it is not deleted. Pictures are there in smaller sizes too, for
// size in the query; one that is smaller by itself is got as it is:
//
//	small   at most 160 pixels wide and high
//	medium  at most 480
//	large   at most 1,280
//
// # Emoji
//
// The workspace has emoji of its own: pictures with a name. In the text of a message, and as
// the emoji of a reaction, one is its name between colons, :name:, which a client shows as
// the picture if it knows it, and as it is if there is none by that name. A reaction has to be
// one that there is, by its name and not by an alias, when it is put on a message; it stays
// when the emoji is removed.
//
// PUT of a picture to /api/v1/emoji/NAME makes one: PNG, JPEG, GIF, or WebP that stands
// still, of at most 256 KiB (limits.EmojiPicture). It is made anew, at most 128 pixels wide
// and high (limits.EmojiPixels). There are at most 1,000 (limits.Emoji), each with at most
// 20 aliases (limits.EmojiAliases). A name or alias belongs to one emoji only, and to none of
// Unicode's. Who made an emoji, or an admin, may change its aliases and remove it.
//
// A client keeps the list and its revision. If a welcome, or an object of type emoji, has
// another revision, it reads the list again (emoji.list). GET of
// /api/v1/emoji-pictures/PICTURE is the content of picture or still in the list: what is
// there never changes.
//
// # Activity
//
// What concerns a person is listed for them, the newest 1,000 entries (limits.ActivityKept): who
//
//	named     named them in a message
//	everyone  addressed everyone in a room, of up to 500 people (limits.ActivityRoom)
//	reply     answered a message of theirs
//	reaction  reacted to a message of theirs
//
// An entry leads to the message at seq, and text and own are how it and the person's own message
// begin. It is there a moment after the event. It is unread until it is marked, or, except for reactions, until
// the room is read up to the message. activity.list has a filter:
//
//	mentions   named and everyone
//	replies    reply
//	reactions  reaction
//	unread     of all kinds, what is unread
//
// Each change is told by an inbox entry of kind own, of no room, with the item:
//
//	activity  there is something new, or something was marked: ask again
//
// # Followed threads
//
// Who writes in a thread, whose message is its root, and who is named in that or in a reply follows it, a
// moment after the event. thread.follow with on follows any thread that the person may read, and without
// on they stop: then they follow it again only if they choose to, or write in it. What is kept is the newest
// 1,000 threads of a person (limits.Follows), by the time of the newest reply.
//
// thread.list has those with unread replies first, then the newest, and of each the root and the last two
// replies, as they begin. Unread is what has a seq above read: for somebody who was named, from that reply on; for
// somebody who chose to follow, what comes after that. Writing in a thread moves read to the reply.
// Each change is told by an inbox entry of kind own, of no room, with the item:
//
//	threads  something was said or read in a followed thread, or other threads are followed: ask again
//
// # Drafts
//
// What a person has begun to write in a room or a thread is kept for their other devices: at most 100
// (limits.Drafts), each as long as a message. A client sends draft.set when the person has stopped
// writing for a while, after 3 s for example, and removes the draft with an empty body when it was
// sent. base is the rev of the draft that the client knew; if another device has changed it since, the answer
// has conflict, nothing was changed, and draft is what is kept: the client shows both, and goes on from that rev. Each change is told
// by an inbox entry of kind own of the room, with the item:
//
//	draft  a draft of the room has changed: ask for draft.list with room
//
// # Later
//
// A person has the server send messages (does is send) and remind them (remind) at a time, also
// while no device of theirs is connected: at most 100 at once (limits.Later). The client makes a cid
// for each, which is also that of the message, so that it is sent once. later.add has in when a time as
// people name it, in English:
//
//	in 20 minutes, 20m, in an hour       so long from now
//	9:30, at 9, 3pm, noon                the next time the clock shows it
//	tomorrow 9:00, monday at 3pm         a day and perhaps a time of day; today, tonight,
//	                                     this evening and next week are others
//	2026-11-20T09:00, 2026-11-20         a wall time; a date alone is at 9:00
//	2026-11-20T09:00:00Z                 RFC 3339
//	now                                  at once
//
// It is in the time zone named by zone, else that of the person's profile, else here, that of the
// device, else UTC. A wall time that does not exist, because the clocks go forward over it, is
// as late as it would be if they did not, 3:30 instead of 2:30; of one that comes twice the first is
// taken. The answer says so in shift: gap or twice. A time that is over is refused, and one further
// away than 370 days (limits.LaterMost). A reminder without when begins or ends with its time: "in 20
// minutes to stretch".
//
// A message is in a thread (thread, in_room) and has files and captions as in send. Files that are finished
// uploads are kept for it, however long that is, and cannot be planned with a second message; later.end
// removes them.
//
// When its time has come, a message is sent with the rights that its author then has, and leaves the list.
// If they may not send it any more, it stays, as failed, with the reason; later.set with another
// room in to, and a new time, sends it after all. A reminder is due until it is ended. Each
// change is told to all devices by an inbox entry of kind own with the item:
//
//	saved  what the person has saved has changed: ask for saved.list
//	later  what is to be done later has changed: ask for later.list
//
// What the server does, and the states of the list:
//
//	send     does: send body to room
//	remind   does: remind the person of body, of the message at seq of room, or of both
//	waiting  the time has not come
//	due      a reminder whose time has come
//	failed   a message that could not be sent
//
// # Rules of a room
//
// A room's hosts say who may write messages in it (posting) and who may address everyone
// (calling):
//
//	all    everybody who is in it; what holds for posting if it is absent
//	hosts  its hosts, and admins; what holds for calling if it is absent
//
// Where slow is not 0, so many seconds have to pass between two messages of one person, hosts
// and admins excepted. A send before that is refused with code rate, and retry_ms says how long
// it takes. In a room that is archived, which is since when, nothing is written or changed.
//
// A room is of one of three kinds:
//
//	public   anyone may find and join it
//	private  members add other people
//	dm       two people, permanently; peer is the other one
//
// People have one of three roles in the workspace:
//
//	owner   everything, other owners included
//	admin   people, invites, any room they are in
//	member  the rooms they are in, and those they make
package wire

// Package wire is the protocol between Confab's server and its clients: every
// object, its fields, its codes and what they mean. Both sides are built from
// these types, and this text is the specification: together with the descriptions
// at /api/v1/openapi.json (HTTP) and /api/v1/asyncapi.json (the socket, every
// object as JSON Schema) it is enough to write a client, in whatever language.
// Fields are called here as they are in JSON. Names in parentheses, such as
// limits.Frame, are those of the constant in this program; the figure stands
// beside it.
//
// # In one minute
//
// A room is a log. Every durable thing that happens in it (a message, an edit,
// a reaction, somebody joining) is an event with the next seq: 1, 2, 3 and so
// on, without a gap. A client that says how far it has read gets all the rest,
// or is told to start over; there is never a silent hole.
//
//	-> {"type":"hello","v":2,"client":"demo/1","device":"...","resume":{"user":41,"rooms":{"R":["e1",17]}}}
//	<- {"type":"welcome","me":{...},"user_top":42,"rooms":{"R":{"epoch":"e1","top":19,"mode":"replay"}},...}
//	<- {"type":"inbox","useq":42,"kind":"read","room":"R","seq":16,"unread":1,"top":19}
//	<- {"type":"event","room":"R","seq":18,"kind":"message","author":"U","body":"Hello",...}
//	<- {"type":"event","room":"R","seq":19,"kind":"edit","target":18,"body":"Hello, all",...}
//	<- {"type":"ready"}
//	-> {"type":"watch","id":"6","users":["U","W"]}
//	<- {"type":"presence","id":"6","users":{"U":"online"}}
//	-> {"type":"send","id":"7","cid":"C","room":"R","body":"Hello yourself"}
//	<- {"type":"ack","id":"7","cid":"C","room":"R","seq":20,"event":"...","at":1767225600000}
//	<- {"type":"event","room":"R","seq":20,"cid":"C","kind":"message","body":"Hello yourself",...}
//
// # Signing in
//
// Everything at /api/v1 is JSON, with Content-Type application/json. A program
// signs in without cookies:
//
//	POST /api/v1/auth/join     {"invite":"TOKEN","name":"...","email":"...","password":"...","device":"..."}
//	POST /api/v1/auth/token    {"email":"...","password":"...","device":"..."}
//	POST /api/v1/auth/refresh  {"refresh_token":"..."}
//	POST /api/v1/auth/signout  {"refresh_token":"..."}
//	POST /api/v1/auth/enter    {"invite":"TOKEN"}
//
// The first makes an account by an invite, whose token is the last part of its
// address, after /join/; the password has 12 to 256 characters. device is what
// the program calls itself, for the person's list of sessions. The first three answer
//
//	{"access_token":"...","refresh_token":"...","expires":1767226200000,"user":"U","session":"S","room":"R"}
//
// where room, the one to begin in, comes after joining only. The access token
// lasts ten minutes, until expires; every request carries it as "Authorization:
// Bearer TOKEN". An open socket outlives it: it is looked at in the handshake, and
// afterwards the session is. A program renews it when it is about to make a request
// or to connect with one that has run out, not by the clock.
//
// The refresh token lasts 30 days from its last use, 90 days in all. Each answer
// to refresh may bring another one, which is kept from then on. Should the answer
// be lost, the old one gives the same answer again, for a minute or until the
// new one was used. Later, or from another program (User-Agent), it counts as
// stolen, and the session ends: 401, sign in. A session that refreshes more often than
// once a second, with bursts of 60, is told 429. enter takes
// somebody who is signed in into the room of an invite: {"room":"R"}, without
// room if it leads to none. signout ends the session.
//
// The first account is made by the page of the first run, or by the command
// confab init.
//
// # The handshake
//
// GET /ws on the server's address, with the WebSocket subprotocol "confab.v1";
// a handshake without it is refused. Who connects is decided
// before the upgrade: a browser by its cookie, and then Origin must be the
// server's own; anything else by "Authorization: Bearer TOKEN" with an access
// token. Refusals are plain HTTP: 400 without the subprotocol, 401 for a missing,
// expired or foreign token, 403 for a foreign Origin, 429 or 503 with
// Retry-After when there is too much at once. A browser tells a page nothing of
// that, so GET /api/v1/auth/whoami answers with status 200, in state, what is the matter:
//
//	ok          signed in: the failure had another reason, wait and try again
//	refresh     the access token ran out: refresh it, then try again at once; if
//	            that is refused with 401, sign in
//	signed_out  sign in
//	setup       the workspace does not exist yet
//
// # Frames and objects
//
// A text frame holds one or more JSON objects, one a line, separated by a line
// break. No object contains a line break. Binary frames and compression are not
// used. A frame is at most 64 KiB (limits.Frame), in either direction, and so is
// an object: what would be longer comes in parts.
//
// Every object has a type, and an id where an answer is expected: the
// client chooses it, a text of at most 64 bytes, unique among its unanswered requests,
// and the answer repeats it. Answers to different requests may come in any
// order. Text is UTF-8; seqs and times are integers below 2^53; times are UTC
// milliseconds and for display only; ids of people, rooms, events and sessions
// are 32 lower-case hexadecimal digits, and so are those that a client makes (cid,
// instance, device): 16 bytes at random. A field that is absent has its zero
// value. A list may be absent or null when empty.
//
// Clients pass over types, kinds and fields they do not know. The server does
// not: an unknown, misspelt or repeated field, nesting beyond 16, text after
// the object, bad UTF-8 or half a surrogate pair is answered with a nack of
// code invalid, and the third malformed object (limits.ProtocolErrors) ends the
// connection.
//
// # The order of a connection
//
//	hello     client: first, within 5 s (limits.Hello). v is 2; client its name
//	          and version, for the server's log; device an id made
//	          once per device; resume is how far the client has come: resume.user the
//	          last useq of its inbox, resume.rooms a cursor [epoch, seq] for each room it
//	          knows. resume.brief, instead of resume.rooms, says the same in a quarter
//	          of the space, so that 2,000 rooms fit into a frame, and is served
//	          faster: for each room the last 10 digits of its id, the last 8 of its
//	          epoch and the seq, with points between them, such as
//	          61d3a85b2c.e1f0a93d.17, a blank between rooms, in the order of those
//	          digits. A hello that does not fit leaves rooms out.
//	          For instance and replaces see Changing things once, and in order.
//	welcome   server: me is who you are, workspace its name, server the program's
//	          version, conn this connection, node the server's, heartbeat_ms how
//	          often it pings, user_top the last useq of the inbox, and
//	          rooms those with something to say, each with epoch, top and mode.
//	          More than 400 of them come in several welcomes, alike but for rooms.
//	inbox     server: every entry of the person's own log after resume.user
//	event     server: the missed events of the rooms in mode replay, room by room
//	ready     server: the catch-up is complete. From here everything is live.
//
// What an arrival costs depends on the person's rooms and on what was missed,
// not on how many people are online: nobody's presence is part of it. Whoever
// comes back to rooms in which nothing happened is told nothing of them, and
// with brief they are not read either.
//
// The client may send commands right after hello; they are carried out after
// the catch-up. If user_top of a welcome is below the client's own useq, the
// server was restored from a backup: the client forgets what it knows and
// connects again without resume.
//
// The modes of a room in a welcome:
//
//	replay  the events after the cursor follow
//	reset   too much was missed, the epoch is another one, the room was not named,
//	        or the cursor lies before since: the cursor is now top. What lies between
//	        is a hole to be read as pages when somebody looks; with another epoch
//	        everything known of the room is void.
//	gone    the person is not in the room (any more): drop it. One that brief
//	        named is told by the last 10 digits of its id, as it was named.
//
// A room that was named and is not listed has missed nothing.
//
// Too much is more than 300 events of one room (limits.ReplayRoom); and of all
// rooms together, beginning with those that missed least, more than 2,000 events
// (limits.ReplayAll) or 1 MiB (limits.ReplayBytes), counting each as its text
// and 256 bytes. One person is replayed 200 events a second in the long run,
// on all connections together, with bursts of 10,000 (limits.RateReplay);
// beyond that, rooms are reset. A client has 60 s (limits.CatchUp) to take in a
// catch-up; then a bye of code slow ends it, and it resumes from where it came to.
//
// # Versions
//
// This is version 2. A server answers a hello of another version than
// it speaks with a bye of code protocol: the client shows that it has to be
// loaded anew, keeps what it has, and tries again at times, because it may be
// the server that is about to be replaced. To clients of version 1, which are
// pages that were open during an update, a server still speaks, with one
// difference: they are told that everybody is offline and nothing more of
// presence. Another server in the welcome tells them that there is an update.
//
// # Events
//
// A client keeps a cursor for each room: the seq of the last event it applied.
// It applies an event only if its seq is the cursor's next. A smaller one is a
// duplicate and passed over. A larger one means that something was missed: the
// client closes the connection and resumes from its cursors, which is always
// right. Events of a room it does not know are passed over.
//
// In each event are room, seq, kind, event (its id), author (a person's id) and
// at. What events of a single kind have beside the fields below is in detail, an
// object; none of these kinds has any. The kinds, and what else they carry:
//
//	message   body, cid, reply_to (the seq answered) with quote, mentions (ids, or
//	          "all" for everyone in the room). A row of the timeline.
//	edit      the text of the message at target is now body, and its mentions are these
//	delete    the message at target is now a tombstone: its text, reactions and mentions are
//	          erased. Erased text is erased everywhere: in a replay the message
//	          itself then comes with an empty body, followed by this event.
//	reaction  author put (on) or took away emoji on the message at target
//	pin       author pinned (on) the message at target, or took its pin away
//	member    user came or went: action. A row of the timeline.
//	room      the room's name and topic are now these; with history, that is what
//	          newcomers see of before from now on. A row of the timeline.
//	hidden    a change to a message that the reader may not read; see What one may read
//
// The actions of a member event:
//
//	joined   user entered by themselves
//	left     user left by themselves
//	added    author brought user in
//	removed  author took user out
//
// In a private room joined and added also carry history, what user sees of
// before:
//
//	all   everything
//	none  nothing: the room begins for them with this event
//	from  what was said since a time, which is in from
//
// Live and in a replay an event is what was logged. Its effects on the message
// at target: edit sets the text and state.edited_at; reaction changes
// state.reactions, a list of {emoji, users} in the order of first use; pin puts
// the mark "pin" there or takes it away; a message with reply_to
// raises state.replies of what it answers; a delete leaves state.v, state.deleted and
// state.replies. All set state.v to their own seq. What was put on a message for
// everyone and can be taken away again is in state.marks, a list of {mark, by, at,
// seq}, each mark once, in the order in which they were put there: by whom, when,
// and by the event at which seq.
//
// The quote, {author, text, deleted}, is what is answered as it is when the event
// is told, one line without markup of at most 140 characters; later edits and
// deletes of its source change it too.
//
// # What one may read
//
// Of public rooms and conversations everybody in them sees all. A private room
// has history, what newcomers see of before: none or all. Who brings somebody
// in may choose otherwise for them, never more than they see themselves, and
// more than the room gives only as its host or as an admin. Whoever left or was
// taken out and comes back is a newcomer.
//
// What that comes to for the asker is since of the room: the first seq they may
// read, 0 for all. Nothing before it is told them by any command or event. Pages
// end there, from is then since. A message before it is not_found, also to
// answer, and to change if it is one's own. An answer to it carries no quote. An
// edit, a deletion, a reaction and a pin of it arrive as kind hidden, with no more than
// room, seq, event and at. The since of a room that is known rises when the person left it
// and came back: what a client has kept from before it is to be dropped.
//
// # Pages
//
// fetch reads history of a room: at most limit events before, after or around a seq, or
// the newest; limit is 50 by default, at most 100 (limits.PageMax). The answer
// covers each seq of a range, whose ends are in from and to, and carries, rising, the visible events among them
// (message, member, room) with present text and state, and in users the people they
// speak of. A page may cover less than was asked for, so that it fits
// into a frame: its range tells. With a from of 1 (or since) it is the beginning of the
// room, with a to of as_of or more its end; an empty room gives 1 and 0.
//
// The as_of of a page is the room's top when it was read. Whatever an event with a
// smaller or equal seq did is contained in it, also if that event arrives
// later; whatever one with a larger seq did must be applied to it, also if that
// event arrived earlier. So a client remembers the latest events of each room
// for the time a page may be on its way, and applies an event to an item only
// if it is newer than the page the item came from.
//
// # The inbox
//
// The person's own log, the same on all their devices, with rising useq. It is
// compacted: only the newest entry of each kind and room is kept, so useq has
// gaps, and a client without resume gets all its rooms from it. The kinds of its
// entries, each of a room:
//
//	room  you are in it, or it looks different to you: info is all of it. A
//	      room that was unknown begins at info.top: its events follow from there.
//	      Of a known one the cursor stays, unless it lies before info.since: then
//	      it is as if the room had been unknown.
//	left  you left or were removed: drop the room
//	read  you have read up to seq, on some device
//
// The counts unread and mentions (in info, and with read) are of messages of others after
// the read marker (info.read) that are not deleted, up to 100 (limits.UnreadCount), as of
// the room's top at that time: info.top, or top. An event up to it is contained
// in them and must not be counted again.
//
// # Sending exactly once
//
// The client makes a cid, an id, once when the person presses Enter, and keeps
// the message before the first byte is sent. It sends
//
//	send  cid, room, body, reply_to
//
// until it is answered, on as many connections as that takes:
//
//	ack   it is on disk, at seq. With dup it had been before.
//	nack  with a permanent code it will never be; with a temporary one it is to
//	      be sent again, unchanged, after retry_ms
//
// The same cid with another text in that room is refused (cid_conflict). Sends of
// one connection to one room are carried out in order; a client that wants
// order also when one of them is put off sends the next after the ack. At most
// 16 (limits.UnackedSends) may be without an answer in one room, then the server
// stops reading. An ack may come before or after the event.
//
// # Changing things once, and in order
//
// What a client has taken for dead may still have bytes on their way: a command
// whose answer never came may have been carried out, may never be, or may be in
// a minute. Two things settle that for every command that changes something.
//
// The client numbers such commands. It makes an instance, an id, when it starts
// (each tab of a browser has its own), names it in every hello, and gives each
// command but send, which has its cid, an n of 1 or more, larger than the last
// one of the same lane: the room that the command names, or none. The server
// remembers with the session what it last carried out or refused for good in
// each lane, and carries out only what has a larger number:
//
//	the same number  the answer is the one it had then, with dup: the ack's seq, a
//	                 room as it is now, an invite without its token, the refusal
//	a smaller one    nack overtaken: not carried out now. What became of it before
//	                 has been told, if it has been at all.
//
// So a command without an answer is sent again with its number, on any
// connection, until it is answered; the next one of its lane goes out after
// that. A nack with a temporary code other than unavailable says that nothing
// was done: the command may come again with its number, or be given up.
// Numbers need not be dense. The lanes remembered are the 64 of a session that
// were used last (store.TurnsKept). Commands without n are carried out as they
// come.
//
// And the client says in replaces which connection a new one takes the place
// of: the conn of its last welcome. The server ends that one first. What it has
// begun is finished before the welcome; nothing else that comes by it is carried
// out any more, sends included. With several nodes, one that is connected to
// another node is ended as soon as that hears of it.
//
// A command of which the descriptions name no n and no cid, and that changes
// something, is not to be repeated: without an answer its outcome is unknown.
//
// Over HTTP the headers Confab-Instance and Confab-Number do what instance and n
// do; without them a request is carried out as often as it is made.
//
// # Commands
//
// Each is given over the socket or over HTTP below /api/v1; the OpenAPI
// description lists them all with their fields. Over HTTP the answer is the
// same object without type and id, a failure is {"error":{code, message,
// retry_ms, key, args}} with a matching status. The answers:
//
//	ack   what was asked for is on disk, as the event at seq
//	page  history
//	ok    done; with the fields of the command's answer, if it has any
//	nack  refused: code, message, retry_ms, key and args, see Codes
//
// The commands:
//
//	send            put a message into a room: ack
//	edit            give a message of one's own another text: ack
//	delete          erase a message: ack
//	react           put an emoji on a message or take it away: ack
//	pin             pin a message, at most 100 of a room (limits.Pins), or take the
//	                pin away: ack
//	pin.list        what is pinned in a room, the last pinned first: ok with pins
//	read            move the read marker forward, never back: ok
//	fetch           read history: page
//	room.create     make a public or private room: ok with room
//	room.list       browse the public rooms: ok with rooms
//	room.get        look at one room: ok with room
//	room.set        rename a room, change its topic or what newcomers see: ok with room
//	room.join       enter a public room: ok with room
//	room.leave      leave a room: ok
//	member.list     list or search a room's members: ok with members, and in count
//	                how many there are. The first page of
//	                all also says in here who of them is here, 100 at most
//	                (limits.MemberPage), and in here_count how many are.
//	member.add      bring someone into a room: ok. Who left it by themselves is
//	                not brought back for a day (limits.LeftAlone): forbidden.
//	member.remove   take someone out of a room: ok
//	dm.open         the conversation of two, made if there is none: ok with room
//	user.get        people by id, at most 100 (limits.UserBatch): ok with users. Nobody is
//	                sent the entire directory; a client asks for authors it does
//	                not know, many at once.
//	user.list       find people by the beginning of a name or handle: ok with users.
//	                Imported ones, who can be neither written to nor added, are
//	                left out unless asked for.
//	user.role       give a person another role: ok
//	user.ban        keep a person out, or let them in again: ok
//	workspace.set   rename the workspace: ok
//	invite.create   make an invitation link: ok with invite
//	invite.list     the invites that still work, newest first: ok with invites
//	invite.revoke   end an invite: ok
//	session.list    where someone is signed in: ok with sessions
//	session.end     sign a session out: ok
//
// A list of which there is more has next: the same command with it as after
// gives the next page. Over HTTP a list's fields are the query of a GET.
//
// A room is of one of three kinds:
//
//	public   anyone may find and join it
//	private  members bring members in
//	dm       two people, for good; peer is the other one
//
// People have one of three roles in the workspace:
//
//	owner   everything, other owners included
//	admin   people, invites, any room they are in
//	member  the rooms they are in, and those they make
//
// # What is not stored
//
// Presence is told of those people only whom a client asks for, because it
// shows them: however many are online, a connection costs what is on its
// screen. typing and a client's own presence get no answer.
//
//	typing    client: the person writes in room, at most every 3 s
//	          (limits.TypingEvery). Server: user does; take the notice down after
//	          6 s (limits.TypingLasts), or when their message comes.
//	watch     client: users, the ids of all whose presence it wants to know from now on,
//	          at most 150 (limits.Watched), its own allowed; an earlier watch is
//	          over. It holds for the connection, may follow hello at once, and is
//	          sent again on the next connection. The answer is a presence with
//	          the watch's id: those of them who are not offline. Whoever is not
//	          named in it is offline, or is nobody the person shares a room with.
//	          A change of one or two names is sent as the entire list; a client
//	          whose list changes as the person scrolls sends it when that pauses,
//	          after 150 ms say. More than 4 a second of one person
//	          (limits.RateWatch) are refused with a nack of code rate, and the
//	          watch before stays.
//	presence  client: state, its own: online or away. Server: users, a state by id, of
//	          those watched who changed; gathered for 250 ms. Somebody with whom
//	          the person shares no room any more, or who was banned, is told as
//	          offline within a second. An entry is 45 bytes, so that none of
//	          these is longer than 7 KB.
//	people    server: users who have another name or role from now on, or are
//	          gone. What was missed comes with pages and user.get.
//
// The states are:
//
//	online   connected, and seen by the person
//	away     connected, but not looked at
//	offline  not connected for at least 10 s (limits.AwayGrace)
//
// # Codes
//
// A code is stable, and programs decide by it. The message beside it is a sentence
// for people, in English. key names the sentence and args are the names and numbers
// in it, as text: a client that has the sentence in the person's language says that,
// and one that does not know the key shows the message. A key is stable, too; there
// are hundreds, and more with every version. Where a message has none, there is no
// key.
//
// Permanent: the same request will fail again.
//
//	invalid       malformed, or outside the limits; the message says what
//	too_large     longer than the limits allow
//	unknown       no such command
//	forbidden     you may not. In a bye: do not come back by yourself.
//	not_found     it does not exist, or you may not know that it does
//	cid_conflict  the cid was used for another message
//	room_gone     the room is not there for you (any more)
//	conflict      the name is taken, or it is already so
//	deleted       the message was deleted
//	overtaken     a command of the lane with a larger number came first
//	unauthorized  sign in
//
// Temporary: worth another try after retry_ms, or after a wait that doubles.
//
//	rate          too many in too short a time
//	overload      the server has too much to do
//	storage_full  the server's disk is full; reading works
//	unavailable   something failed, or the result is unknown: the same cid or
//	              number settles it
//
// Only in a bye:
//
//	draining         the server goes down for a moment: come back after retry_ms
//	slow             you read too slowly; nothing is lost: resume
//	dead             no pong came
//	protocol         malformed frames or objects
//	session_revoked  signed out, banned, or the password was changed: do not come
//	                 back; forget what is kept of the person
//	replaced         another connection took this one's place
//	too_many         one person has too many sockets, this was the oldest: do not
//	                 come back by yourself
//
// # Heartbeats, and the end of a connection
//
//	ping  server, every 25 s (limits.Heartbeat): t is its clock
//	pong  client, within 10 s (limits.Pong): repeats t
//	bye   server: its last word before it closes, with code, message, retry_ms,
//	      key and args
//
// A client that has heard nothing for 40 s (limits.ClientQuiet) takes the
// connection for dead. A client that leaves closes with 1000. The server's
// close codes say no more than the bye before them: 1000 in answer to the
// client's, 1001 dead and replaced, 1002 and 1007 and 1009 broken frames, 1003 binary frames,
// 1008 session_revoked, too_many and protocol, 1011 unavailable, 1012 draining,
// 1013 slow.
//
// Coming back: after the n-th failure in a row wait a random time between 0 and
// min(20 s, 0.5 s * 2^n) (limits.BackoffBase, BackoffMax), not before retry_ms
// of the last bye is over; at once when the network is back or the person looks
// again; never after session_revoked, forbidden or too_many until the person
// asks for it. A connection counts as a success once it has lasted some
// seconds.
//
// # Limits
//
// Sizes, counts, times and rates are in shared/limits. Those a client meets
// first: a message of 16 KiB, 20 frames a second on a connection (beyond it the
// server reads more slowly), 2 messages a second with bursts of 20 for one
// person, a page of 100 events, 10 sockets for one person, who may open one a
// second with bursts of 20.
package wire

// Package wire is the protocol between Confab's server and its clients: every
// object, its fields, its codes and what they mean. Server and app are built from
// these types, and this text is the specification. Together with the descriptions
// at /api/v1/openapi.json (HTTP) and /api/v1/asyncapi.json (the socket, every
// object as JSON Schema) it is enough to write a client in any language. Fields
// have their JSON names here. Names in parentheses, such as limits.Frame, are the
// constants of this program that hold the number before them.
//
// # In one minute
//
// A room is a log. Every durable thing that happens in it (a message, an edit,
// a reaction, somebody joining) is an event with the next seq: 1, 2, 3 and so
// on, without a gap. A client says how far it has read, and gets everything after
// that or is told to start over. It never misses something without noticing.
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
//	POST /api/v1/auth/password {"old":"...","password":"...","others":true}
//
// The first makes an account with an invite, whose token is the last part of its
// address, after /join/; the password has 12 to 256 characters. device is the
// program's name for itself, shown in the person's list of sessions. The first three
// are answered with
//
//	{"access_token":"...","refresh_token":"...","expires":1767226200000,"user":"U","session":"S","room":"R"}
//
// where room, the room to begin in, is present only after joining. The access token
// lasts ten minutes, until expires; every request carries it as "Authorization:
// Bearer TOKEN". A socket stays open when the token expires: the server checks the
// token in the handshake, and after that only the session. A program should not renew
// the token by the clock, but when it is about to make a request or to connect and
// the token has expired.
//
// The refresh token lasts 30 days from its last use, 90 days in all. Each answer
// to refresh may contain a new one, which replaces the old one. If the answer is
// lost, the old one gets the same answer again, for a minute or until the new one is
// used. After that, or from another program (User-Agent), the old one counts as
// stolen, and the session ends: the answer is 401, and the person has to sign in. A
// session that refreshes more often than once a second, with bursts of 60, gets 429.
// enter takes somebody who is signed in into the room of an invite, and answers
// {"room":"R"}, without room if the invite is not for a room. signout ends the session. password
// changes the password of somebody who is signed in and knows it, and with others ends
// their other sessions.
//
// The first account is made on the first-run page, or with the command confab init.
//
// # The handshake
//
// GET /ws on the server's address, with the WebSocket subprotocol "confab.v1";
// a handshake without it is refused. The client is authenticated before the upgrade:
// a browser by its cookie, and then Origin must be the server's own; any other
// program by "Authorization: Bearer TOKEN" with an access token. A refusal is plain
// HTTP: 400 without the subprotocol, 401 for a missing, expired or foreign token,
// 403 for a foreign Origin, 429 or 503 with Retry-After if there is too much at
// once. A browser does not show these to a page. The page therefore asks
// GET /api/v1/auth/whoami, which answers with status 200 and the reason in state:
//
//	ok          signed in: the failure had another reason; wait and try again
//	refresh     the access token has expired: refresh it, then try again at once; if
//	            that is refused with 401, sign in
//	signed_out  sign in
//	setup       the workspace does not exist yet
//
// # Frames and objects
//
// A text frame holds one or more JSON objects, one on each line. No object contains
// a line break. Binary frames and compression are not
// used. A frame is at most 64 KiB (limits.Frame) in either direction, and so is an
// object: longer content is sent in several objects.
//
// Every object has a type, and an id if it expects an answer. The client chooses the
// id: a string of at most 64 bytes, unique among its unanswered requests. The answer
// repeats it. Answers to different requests may come in any order. Text is UTF-8; seqs and times are integers below 2^53; times are UTC
// milliseconds and for display only; ids of people, rooms, events and sessions
// are 32 lower-case hexadecimal digits, and so are those that a client makes (cid,
// instance, device): 16 bytes at random. A field that is absent has its zero
// value. A list may be absent or null when empty.
//
// Clients ignore types, kinds and fields they do not know. The server does not: it
// answers an unknown, misspelt or repeated field, nesting deeper than 16, text after
// the object, bad UTF-8 or half a surrogate pair with a nack of code invalid, and the
// third malformed object (limits.ProtocolErrors) ends the connection.
//
// # The order of a connection
//
//	hello     client: the first object, within 5 s (limits.Hello). v is 2; client is
//	          its name and version, for the server's log; device is an id made
//	          once per device; resume says how far the client has read: resume.user is
//	          the last useq of its inbox, resume.rooms a cursor [epoch, seq] for each
//	          room it knows. resume.brief can replace resume.rooms. It takes a quarter
//	          of the space, so that 2,000 rooms fit into a frame, and is served
//	          faster: for each room the last 10 digits of its id, the last 8 of its
//	          epoch and the seq, separated by points, such as
//	          61d3a85b2c.e1f0a93d.17; rooms are separated by blanks and sorted by those
//	          digits of the id. If not all rooms fit, the client leaves some out.
//	          For instance and replaces see Changing things once, and in order.
//	welcome   server: me is the person who is signed in, workspace its name, server
//	          the program's version, conn the id of this connection, node that of the
//	          server, heartbeat_ms how often it pings, user_top the last useq of the
//	          inbox, and rooms the rooms for which something has to be done, each with
//	          epoch, top and mode. More than 400 rooms come in several welcomes, which
//	          differ in rooms only.
//	inbox     server: every entry of the person's inbox after resume.user
//	event     server: the missed events of the rooms in mode replay, room by room
//	ready     server: the catch-up is complete. Everything after it is live.
//
// The cost of connecting depends on the person's rooms and on what was missed, not on
// how many people are online, because presence is not part of it. Rooms in which
// nothing happened are not sent, and with brief the server does not read them either.
//
// The client may send commands right after hello; they are carried out after
// the catch-up. If user_top of a welcome is below the client's own useq, the
// server was restored from a backup: the client forgets what it knows and
// connects again without resume.
//
// The modes of a room in a welcome:
//
//	replay  the events after the cursor follow
//	reset   too much was missed, the epoch has changed, resume did not name the room,
//	        or the cursor is before since: the cursor is now top. The client fetches
//	        the events in between as pages when the person looks at them. If the epoch
//	        has changed, everything the client knows about the room is invalid.
//	gone    the person is not in the room (any more): drop it. If brief named it,
//	        rooms has it by the last 10 digits of its id.
//
// In a room that resume named and that is not listed, nothing was missed.
//
// Too much is more than 300 events of one room (limits.ReplayRoom). For all rooms
// together, beginning with those that missed the fewest events, it is more than 2,000
// events (limits.ReplayAll) or 1 MiB (limits.ReplayBytes), where an event counts as
// its text and 256 bytes. On all connections together a person is replayed 200 events
// a second in the long run, with bursts of 10,000 (limits.RateReplay); beyond that,
// rooms are reset. A client has 60 s (limits.CatchUp) to receive a catch-up; then the
// server ends the connection with a bye of code slow, and the client resumes from where it was.
//
// # Versions
//
// This is version 2. A server answers a hello of a version it does not speak with a
// bye of code protocol. The client then tells the person to reload, keeps its data,
// and tries again from time to time, because it may be the server that is about to be
// replaced. A server still accepts clients of version 1, which are pages that were
// open during an update, with one difference: they are told that everybody is
// offline, and receive no presence after that. They notice the update because server
// in the welcome has changed.
//
// # Events
//
// A client keeps a cursor for each room: the seq of the last event it applied.
// It applies an event only if its seq is the next after the cursor. An event with a
// smaller seq is a duplicate and ignored. A larger one means that something was
// missed: the client closes the connection and resumes from its cursors, which is
// always right. It ignores events of a room it does not know.
//
// Each event has room, seq, kind, event (its id), author (a person's id) and at.
// Fields that only events of one kind have are in detail, an object; of these kinds
// only preview and message have one. The kinds, and the other fields they have:
//
//	message   body, cid, reply_to (the seq answered) with quote, mentions (ids, or
//	          "all" for everyone in the room), files, of which body, which may be
//	          empty then, is the caption. A row of the timeline. With thread it is a
//	          reply in a thread, see Threads. One that forwards another message was sent
//	          with from_room and from_seq; its detail has these, and from_author,
//	          from_at and from_body: what that message was then. Its files are its
//	          own, and body is a note.
//	edit      the text of the message at target is now body, and its mentions are these
//	delete    the message at target is now a tombstone: its text, files, reactions and
//	          mentions are erased. Erased text is erased everywhere: in a replay the message
//	          itself then comes with an empty body, followed by this event. Its action is
//	          removed if author is not the message's. thread, if it was a reply in a thread.
//	reaction  author put (on) or took away emoji on the message at target
//	vote      somebody chose detail.now in the poll at target, instead of detail.was:
//	          sums, in which 1 is the first choice, 2 the second, 4 the third. author
//	          is empty if the poll is hidden. With detail.closed: the poll was closed
//	pin       author pinned the message at target (on), or unpinned it
//	preview   the previews of the links of the message at target are now those in
//	          detail. They are the server's work, a moment after the message; author is
//	          then the message's, else who dismissed one.
//	member    user entered or left, see action. A row of the timeline.
//	room      the room's name and topic are now these, see action; history, if present,
//	          says which earlier messages newcomers see from now on. A row of the
//	          timeline.
//	hidden    a change to a message that the reader may not read; see What one may read
//
// The actions of a member event:
//
//	joined   user entered by themselves
//	left     user left by themselves
//	added    author added user
//	removed  author removed user
//
// The actions of a room event; without one both have changed, or it is not known:
//
//	named  only the name is another one
//	topic  only the topic is
//	previews  only whether links in the room are previewed (on) is
//	rules     only who may write messages (posting), address everyone (calling) and how
//	          often one person may write (slow, in seconds) is: detail has them all
//	archived  it is closed from now on: nothing is written or changed in it
//	restored  it is open again
//	host      user is one of its hosts from now on, or no longer one (on)
//	picture   only the picture is: detail has its id, {picture}, and "" if it was removed
//
// or which kind of room it is from now on:
//
//	public   everybody in the workspace may find and enter it, and then sees all of it
//	private  only its members see it; history says what newcomers see
//
// In a private room joined and added also have history, which says which earlier
// messages user sees:
//
//	all   all of them
//	none  none: the room begins for them with this event
//	from  those since the time in from
//
// Live and in a replay an event is what was logged. Its effects on the message at
// target: edit sets the text and state.edited_at; reaction changes state.reactions, a
// list of {emoji, count, me, users} in the order of first use, where an emoji keeps the form of its
// first use and is the same with and without U+FE0E or U+FE0F. count is how many people reacted,
// me whether the reader did, and users are the ids of some of them, at most 5 (limits.ReactionNames):
// who reacts is added while there are fewer, and removed if they are there. The log has a
// reaction only where it changes something, so count and me follow from the events alone, and
// reaction.list has everybody; vote counts in state.poll, as reactions are counted, and
// names nobody if the poll is hidden; pin sets or removes the mark
// "pin"; a message with reply_to adds one to state.replies of the message it answers;
// delete removes everything but state.v, state.deleted, state.replies and state.thread, and sets
// state.deleted_by if somebody else than the author deleted it. All of them
// set state.v to their own seq. Marks that were set on a message for everyone and can be
// removed again are in state.marks, a list of {mark, by, at, seq} in the order in which
// they were set. Each mark is in it once: by is who set it, at when, and seq is that of the
// event that set it.
//
// preview sets state.previews to the previews of its detail, {previews}: a list of {address,
// site, title, text, picture, dismissed, awaited, by}. address is a link of the text; site, title and text
// are what the page behind it said, as text without markup; picture, a file, is fetched as
// the files of a message are. One that is dismissed has only its address, and is not shown.
// A link to a message of this server has no preview: a client may show that message to
// those who may read it.
//
// The quote, {author, text, deleted}, is the answered message as it is when the event
// is sent: one line without markup, of at most 140 characters. Later edits and
// deletes of that message change the quote too.
//
// # Threads
//
// A message with thread is a reply in the thread of the message that has this seq, its
// root. It is an event of the room's log like every other. The room's timeline shows it
// only if in_room is set; a client that does not know of threads shows all of them there. A
// root is no reply in a thread itself. A reply can quote another reply of its thread (reply_to).
//
// The state of the root has thread, {replies, last}: how many replies there are without the
// deleted ones, and last, a list of {user, seq, at}: the last reply of each of the three people
// (limits.Repliers) who replied last, the newest at the end. A message with thread adds one
// to replies of its root, and moves its author to the end of last; a delete with thread
// takes one away, and its target from last. Without replies the state has no thread. The quote,
// the edits and the reactions of a reply are those of any message.
//
// # What one may read
//
// In public rooms and conversations everybody sees everything. A private room has
// history, which says which earlier messages newcomers see: none or all. The person
// who adds somebody may choose otherwise for them, but never more than they see
// themselves, and more than the room's history only as its host or as an admin.
// Somebody who left or was removed and comes back is a newcomer.
//
// For the caller the result is since of the room: the first seq they may read, 0 for
// all. No command and no event shows them anything before it. Pages end there, and
// their from is then since. A message before it is not_found, also when the caller
// wants to answer it, or to change it although it is their own. An answer to such a
// message has no quote. An edit, a delete, a reaction, a pin or a preview of it arrives as kind
// hidden, with only room, seq, event and at. When a person leaves a room and comes back, since
// rises: the client drops what it has stored from before it.
//
// # Pages
//
// fetch reads the history of a room: at most limit events before, after or around a
// seq, around the first event at a time or later (at), or the newest; limit is 50 by
// default, at most 100 (limits.PageMax). The answer covers every seq from from to to. In events it has the
// visible ones among them (message, member, room) in rising order, with their current
// text and state, and in users the people whom the events refer to. A page may cover
// less than was asked for, so that it fits into a frame; from and to say what it
// covers. If from is 1 (or since), the page begins where the room begins; if to is
// as_of or more, it reaches the end. For an empty room they are 1 and 0.
//
// With thread, fetch reads the thread under the message of that seq: events has all replies
// in it between from and to, also those that the room shows, and no other events. The page has
// thread, and root, the message itself. It begins where the thread begins if from is thread+1,
// and reaches the end if to is as_of or more. The pages of a room leave out replies that only
// their threads show, and cover them all the same.
//
// The as_of of a page is the room's top when the page was read. The page contains the
// effects of every event with a seq up to as_of, also if that event arrives later.
// The effects of events with a larger seq must be applied to it, also if they arrived
// earlier. So a client remembers the latest events of each room while it waits for a
// page, and applies an event to an item only if the event is newer than the page that
// the item came from.
//
// # The inbox
//
// The inbox is a log of the person's own, the same on all their devices, with rising
// useq. It is compacted: only the newest entry of each kind, room and item is kept, so
// useq has gaps, and a client without resume learns all its rooms from it, and nothing
// else. The kinds:
//
//	room  the person is in the room, or it has changed for them: info is the whole
//	      room. For a room that was unknown the cursor is info.top, and its events
//	      follow from there. For a known room the cursor stays, unless it is before
//	      info.since: then the client treats the room as if it had been unknown.
//	left  the person left or was removed: drop the room
//	own   something else of the person's own has changed, on some device: item says what,
//	      and room of which room; it is empty for what is of no room. A client
//	      ignores items that it does not know, and asks for what it shows when it starts.
//	read  the person has read up to seq, on some device, or has set their marker back to
//	      it (unread). backs, here and in info, is how often they have done that. If it is
//	      larger than what the client knows, seq holds in any case; otherwise a client
//	      whose own marker is further on keeps that. A read says in backs what the client
//	      knew when the person read, so that an old one undoes nothing.
//
// The counts unread and mentions (in info, and with read) are numbers of messages that
// others wrote after the read marker (info.read), that are not deleted and that the room shows,
// up to 100 (limits.UnreadCount). They contain the events up to the room's top at that time,
// info.top or top, which must not be counted again.
//
// # Sending exactly once
//
// When the person presses Enter, the client makes an id, the cid, and stores the
// message before it sends the first byte. It sends
//
//	send  cid, room, body, reply_to, thread, in_room, files, and captions, which has what
//	      is said of each of files
//
// until it gets an answer, on as many connections as that takes:
//
//	ack   the message is on disk, at seq. With dup, it was there already.
//	nack  with a permanent code: the message is refused for good; with a temporary
//	      one: send it again, unchanged, after retry_ms
//
// The same cid with another text in that room is refused (cid_conflict). Sends of one
// connection to one room are carried out in order. A client that wants to keep the
// order even if one of them gets a temporary nack sends the next one after the ack. At
// most 16 sends to one room (limits.UnackedSends) may be unanswered; then the server
// stops reading. An ack may come before or after the event.
//
// # Changing things once, and in order
//
// A connection that the client has given up may still have bytes on their way. A
// command without an answer may have been carried out, may never be, or may be carried
// out in a minute. Two rules resolve that for every command that changes something.
//
// First, the client numbers such commands. When it starts, it makes an id, the instance (each tab of a browser has its own),
// and names it in every hello. It gives each command except send, which has its cid, an n of 1 or more that is larger than the
// last one in the same lane. The lane is the room that the command names, or none. For each lane of a session the server
// remembers the last command that it carried out or refused for good, and carries out only commands with a larger number:
//
//	the same number   the server repeats the answer, with dup: the ack's seq, the room
//	                  as it is now, the invite without its token, or the refusal
//	a smaller number  the answer is a nack of code overtaken: the command is not
//	                  carried out now. If it was carried out before, it was answered
//	                  then.
//
// So a client sends a command without an answer again with its number, on any
// connection, until it is answered, and only then the next one of its lane. A nack
// with a temporary code other than unavailable says that nothing was done: the client
// may send the command again with its number, or give it up. Numbers may have gaps.
// The server remembers the 64 lanes of a session that were used last
// (store.TurnsKept). Commands without n are carried out each time they arrive.
//
// Second, the client says in replaces which connection a new one replaces: the conn of its last welcome. The server ends that
// one first. It finishes the commands of it that it has begun before it sends the welcome, and carries out no others that
// arrive on it, sends included. With several nodes, a connection to another node is ended as soon as that node is notified.
//
// If the descriptions name neither n nor cid for a command that changes something, do
// not repeat it: without an answer its outcome is unknown.
//
// Over HTTP the headers Confab-Instance and Confab-Number replace instance and n;
// without them a request is carried out each time it is made.
//
// # What is not stored
//
// A client receives the presence of the people it asks for, which are those it
// displays: however many people are online, the cost of a connection depends on what
// is on its screen. typing and a client's own presence are not answered.
//
//	typing    client: the person is writing in room, or in the thread of it that
//	          thread names; at most every 3 s (limits.TypingEvery). Server: user is
//	          writing there; remove the notice after 6 s (limits.TypingLasts), or when
//	          their message arrives there. Who writes in a thread is shown with it only.
//	watch     client: users has the ids of all people whose presence it wants to know
//	          from now on, at most 150 (limits.Watched); its own is allowed. It
//	          replaces an earlier watch and ends with the connection, so the client
//	          sends it again on the next one; it may follow hello at once. The answer
//	          is a presence with the watch's id: those of them who are not offline.
//	          People it does not name are offline, or share no room with the person.
//	          Each watch has the entire list. A client whose list changes while the
//	          person scrolls sends it when the scrolling pauses, after 150 ms for
//	          example. More than 4 a second of one person (limits.RateWatch) are
//	          refused with a nack of code rate, and the earlier watch stays.
//	presence  client: state, its own: online or away. Server: users maps the ids of
//	          watched people whose state has changed to their states; changes are
//	          collected for 250 ms. People who no longer share a room with the
//	          person, or were banned, are reported as offline within a second. An
//	          entry has 45 bytes, so that no presence is longer than 7 KB.
//	emoji     server: the list of the workspace's own emoji is another one now; revision is
//	          that of the list
//	people    server: users whose name, role or status has changed, who begin or
//	          cease to be undisturbed, or who are gone. Changes
//	          that were missed come with pages and user.get.
//
// The states are:
//
//	online   connected, and the person has the client in view
//	away     connected, but the client is not in view
//	offline  not connected for at least 10 s (limits.AwayGrace)
//
// # Codes
//
// A code is stable, and programs decide by it. The message is a sentence for people, in English. key is the name of the
// sentence, and args are the names and numbers in it, as text: a client that has the sentence in the person's language shows
// that, and a client that does not know the key shows the message. Keys are stable, too; there are hundreds, and more with
// every version. Some messages have no key.
//
// Permanent: the same request will fail again.
//
//	invalid       malformed, or outside the limits; the message says what
//	too_large     longer than the limits allow
//	unknown       no such command
//	forbidden     you are not allowed to. In a bye: do not reconnect automatically.
//	not_found     it does not exist, or you are not allowed to know that it does
//	cid_conflict  the cid was used for another message
//	room_gone     the room does not exist, or you are not in it (any more)
//	conflict      the name is taken, or the current state does not allow it
//	deleted       the message was deleted
//	overtaken     a command with a larger number in the same lane came first
//	unauthorized  sign in
//
// Temporary: try again after retry_ms, or after a wait that doubles each time.
//
//	rate          too many in too short a time
//	overload      the server is overloaded
//	storage_full  the server's disk is full; reading works
//	unavailable   something failed, or the result is unknown: send it again with the
//	              same cid or number to find out
//
// Only in a bye:
//
//	draining         the server is restarting: reconnect after retry_ms
//	slow             you read too slowly; nothing is lost: resume
//	dead             no pong was received in time
//	protocol         malformed frames or objects
//	session_revoked  signed out, banned, or the password was changed: do not
//	                 reconnect; delete what is stored for the person
//	replaced         another connection took this one's place
//	too_many         the person has too many sockets, and this was the oldest: do not
//	                 reconnect automatically
//
// # Heartbeats, and the end of a connection
//
//	ping  server, every 25 s (limits.Heartbeat): t is the time of its clock
//	pong  client, within 10 s (limits.Pong): repeats t
//	bye   server: the last object before it closes the socket, with code, message,
//	      retry_ms, key and args
//
// A client that has received nothing for 40 s (limits.ClientQuiet) considers the connection dead. A client that leaves closes
// with 1000. The server's close codes add nothing to the bye before them: 1000 in answer to the client's, 1001 dead and
// replaced, 1002, 1007 and 1009 broken frames, 1003 binary frames, 1008 session_revoked, too_many and protocol, 1011
// unavailable, 1012 draining, 1013 slow.
//
// To reconnect after the n-th failure in a row, wait a random time between 0 and min(20 s, 0.5 s * 2^n) (limits.BackoffBase,
// BackoffMax), and at least retry_ms of the last bye. As long as nothing answers at all, the bound may stay at 2 s
// (limits.ProbeMax) for the first 12 failures: the server may be restarting. Reconnect at once when the network is back or the
// person looks at the client again. After session_revoked, forbidden or too_many, reconnect only when the person asks for it. A
// connection counts as a success once it has lasted some seconds.
//
// # Limits
//
// Sizes, counts, times and rates are in shared/limits. The most important for a client: a message has at most 16 KiB; a
// connection may send 20 frames a second (beyond that the server reads more slowly); a person may send 2 messages a second with
// bursts of 20, have 10 sockets, and open one a second with bursts of 20; a page has at most 100 events.
package wire

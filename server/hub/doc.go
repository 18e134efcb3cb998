// Package hub holds the live connections: it lets sockets in, catches them up,
// carries their commands to server/chat, and brings what is committed to
// everyone who may see it. It holds no rules and stores nothing.
//
// # What is promised
//
// A session subscribed to a room is sent each event of the room once, in the
// order of their seqs, without a hole. The promise rests on one number a
// subscription, the seq it is due next (member.next): an event below it is a
// duplicate and passed over, one above it shows a gap, and the room reads the
// store for whatever is missing before it goes on. Hints (broker.Message) may
// therefore be lost or doubled. The same goes for the entries of a person's own
// log, with one number a session (session.told); that log is compacted, so what
// is missing is read and not counted.
//
// Subscribing leaves no window: a session is caught up from a snapshot,
// subscribed at the snapshot's tops, and whatever was heard of in between is a
// gap like any other: by a room that exists, or, where nobody was subscribed, by
// the directory, which remembers it for 10 s (strays). A catch-up that took
// longer reads the tops once more. Entries of the
// person's own log and changed people wait until the session is live.
//
// The rooms of a person in many are kept when they go (home), and with them how
// far each goes. A client that comes back says where it is, and only rooms that
// went beyond that are read; the others it is subscribed to where it is, like a
// session that never left. That holds as long as everything committed is heard,
// which is so on a node on its own: with Options.Cluster all rooms are read. Who
// is in a room is never taken from it alone: a home is of a useq, and the store
// must say that the person's own log goes no further.
//
// Presence is told of those whom a session watches, who share a room with its
// person: when the watch is set, and then whatever looks different, within half
// a second, whether they came or went or the room in common did. So a change
// costs those who watch, and an arrival nothing that depends on who is online.
//
// A session that was ended has nothing more carried out: a command under way is
// finished, what waits behind it in its lane is not begun. The same goes for a
// connection that the hello of a newer one names (Hub.replace), and there the
// newer one is served after what is under way: what a client gave up never
// comes after what it does next. At another node of a cluster such a connection
// is ended by a hint; should that be lost, the numbers of the commands keep
// order (chat: Service.update) and the cids of the sends, but a send that
// the person took back may still arrive.
//
// # More than one node
//
// With Options.Cluster other nodes commit to the same store, and what they hint
// at may be lost. Three things make up for it:
//
//   - Position checks. The tops of the rooms that someone here is subscribed to,
//     and of the logs of the people connected here, are compared with the store:
//     every 10 s where there was something in the last minute, every 60 s the
//     rest, spread; all of them at once when the broker says that hints arrive
//     again or that some were dropped, and every second while none arrive.
//     What is behind is a gap like any other. That includes the entry that
//     somebody left a room, so that they hear nothing more of it after that time.
//   - Sessions are checked against the store every 50 s, and every 25 s while
//     hints are lost and for 30 s after, so that nobody is connected for more
//     than a minute after they were signed out or banned.
//   - People who are online at other nodes only are in the directory as well,
//     without sessions, for those here who share a room with them.
//     Their rooms are read once when they appear, and kept true by the hints of
//     what they join and leave. Who is online is learned from the broker and,
//     at the start and whenever hints may have been lost, from Presence.Online;
//     their rooms are then read again. After a minute without hints they are
//     taken for offline: nobody can tell.
//
// What is not made up for: a name or role of somebody else that changed while
// hints were lost is shown as it was until the client next asks for it or loads
// anew. Rights are not concerned, which the rules look up for each command.
// Typing is lost for good. A hint of what a person elsewhere joined or left
// that was lost unnoticed leaves their presence to the wrong room until the
// next time hints are known to have been lost, or they are offline.
//
// A hint comes after its commit, and a read that begins after a commit sees it,
// with SQLite as with PostgreSQL; the store is therefore never behind a hint,
// unless a log was put back to an earlier state. Those it concerns are then let
// go, to start over from the store.
//
// # Goroutines
//
// Each is counted in Hub.work and gone when Close returns.
//
//   - A session's reader, started by the handshake, lives as long as its
//     connection; after the hello it goes on as a new one, with a small stack.
//     It alone reads, and it alone ends the connection: everyone else says how
//     (session.close) and wakes it.
//   - A lane of a session carries out the commands that change one room, one
//     after another, so that a sender's messages keep their order; those that
//     came while one was on its way to the disk go there together. Lanes of
//     different rooms, and commands that only read, run side by side; all of
//     them are bounded in number, and the reader waits when there are too many.
//   - A link's flusher writes what could not be written at once. It exists only
//     while there is a backlog.
//   - A room's deliverer hands out what was posted to the room: commits, who
//     comes and goes, typing. It exists only while there is something
//     to hand out; there is never more than one a room, which is what keeps the
//     order, and why a room's members need no lock. While there is none, whoever
//     holds room.inbox may change them, so that coming and going needs no
//     goroutine.
//   - A user's inbox worker completes entries of the person's own log and sends
//     them; likewise only while there are any. It alone sends them to sessions
//     that are live, and it alone subscribes those to rooms.
//   - One heart beats for all: it sends pings, ends the dead, and has sessions
//     checked against the store every 50 s.
//   - One herald tells of presence, several changes in one frame. A session whose
//     backlog is at half has its own wait until it is below.
//   - One announcer tells everybody of people with another name or role, in the
//     order of the commits. It exists only while there is something to tell.
//   - In a cluster, one poll compares positions with the store, and one reader
//     learns the rooms of people elsewhere; the latter exists only while there
//     are such people whose rooms are not known.
//
// # Panics
//
// A panic ends what it happened to, and nothing else (sparse.Log.Survive): it is
// counted, logged once a minute with its stack, and what was left half done is
// put right. The rule is that nobody may be left with a hole they do not know of.
// So whoever may have missed something is let go with a bye of code unavailable,
// and resumes from the store:
//
//   - in a command, nobody: it is answered with a nack of code unavailable, and
//     its cid or number settles what became of it.
//   - in a handshake, that connection; in a socket's reader, a lane, its link's
//     flusher or its catch-up, that socket.
//   - while a room's events are handed out, all who are in that room, since nobody
//     knows who was sent what; the room is then empty, and whoever subscribes
//     next finds it right.
//   - in a user's inbox worker, the sockets of that person.
//   - while a hint is taken in, those it concerns: the rooms compare with the store,
//     the people resume.
//   - in the heart, the herald and the poll nothing is let go: a turn left something
//     out that the next one does.
//
// # Delivery
//
// An event is encoded once, with its WebSocket header, and the bytes are shared
// by all members. While a member's socket takes them, they are written by the
// room's deliverer itself, with a write that never waits. What the socket does
// not take is queued, and the link's flusher joins all that is queued into one
// write. A sender's own event waits for the ack that follows it, and shares its
// write. So a slow reader costs the others nothing, and a room under load is
// written in batches: what is posted while the deliverer is busy goes out as
// one frame.
//
// # Locks
//
// In this order, any of them may be skipped:
//
//	outlook.mu    whom a session watches, and what it was told of them; also held
//	              while that is sent
//	directory.mu  who is here, their rooms, who is in those, the rooms,
//	              and the homes
//	link.mu       a link's queue; also held during a write that never waits
//
// The others are leaves, nothing else is locked under them: room.inbox (what
// waits for the deliverer), user.mu (what waits for the inbox worker),
// session.mu (state and held-back people), lanes.mu, heart.mu, heart.owed,
// herald.mu, watches.mu, strays.mu, changed.mu, elsewhere.mu, door.mu, conns.mu.
// No lock is held while the store is called or a room handed out to, so that the
// functions given to the broker and to presence, which lock and append, wait for
// nobody.
package hub

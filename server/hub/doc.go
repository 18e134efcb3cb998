// Package hub holds the live connections: it admits sockets, catches them up,
// passes their commands to server/chat, and delivers what is committed to everyone
// who may see it. It has no rules of its own and stores nothing.
//
// # What is promised
//
// A session that is subscribed to a room is sent each event of the room once, in the
// order of their seqs, without a gap. The promise rests on one number per
// subscription, the seq that is due next (member.next): an event below it is a
// duplicate and is skipped; one above it shows a gap, and the room reads what is
// missing from the store before it continues. Hints (broker.Message) may therefore be
// lost or repeated. The same holds for the entries of a person's own log, with one
// number per session (session.sentUseq); that log is compacted, so missing entries are
// read and not counted.
//
// Subscribing leaves no window: a session is caught up from a snapshot and subscribed
// at the tops of that snapshot. What was committed in between is a gap like any other.
// It is noticed by the room, if it is in the directory, and otherwise by the directory,
// which remembers the tops of other rooms for 10 s (strays). If the catch-up took
// longer, the tops are read once more. Entries of the person's own log and changed
// people wait until the session is live.
//
// The list of rooms of a person in many is kept when they disconnect (roomCache), and
// with it how far the log of each room goes. A client that comes back says where it is,
// and only rooms whose logs go further are read; it is subscribed to the others where it
// is, like a session that never left. This is correct as long as every commit is heard
// of, which is so on a node on its own: with Options.Cluster all rooms are read. Who is
// in a room is never decided by the list alone: a list is as of a useq, and the store
// must say that the person's own log goes no further.
//
// Presence is sent for the people whom a session watches and who share a room with its
// person: when the watchlist is set, and from then on whenever somebody on it looks
// different, within half a second, be it that they came, left, or joined or left the
// shared room. So a change costs those who watch, and an arrival costs the same however
// many people are online.
//
// Once a session was signed out, none of its commands is begun any more: a command under
// way is finished, those behind it in its lane are dropped. The same holds for a
// connection that the hello of a newer one names (Hub.replace), and the newer one is
// served only after what is under way: what a client gave up never comes after what it
// does next. At another node of a cluster such a connection is ended by a hint. If that
// hint is lost, the numbers of the commands keep their order (chat: records.update), and
// so do the cids of sends, but a send that the person took back may still arrive.
//
// # More than one node
//
// With Options.Cluster other nodes commit to the same store, and hints of their commits
// may be lost. Three things make up for it:
//
//   - Positions are compared with the store: the tops of the rooms with subscriptions
//     here, and of the logs of the people connected here. Those that were active in the
//     last minute are compared every 10 s, the rest every 60 s, spread over that time; all
//     of them at once when the broker says that hints arrive again or that some were
//     dropped, and every second while none arrive. What is behind is a gap like any
//     other. That includes the entry that says that somebody left a room, after which
//     they are sent nothing more of it.
//   - Sessions are checked against the store every 50 s, and every 25 s while hints are
//     lost and for 30 s after, so that nobody stays connected for more than a minute
//     after they were signed out or banned.
//   - People who are online only at other nodes are in the directory as well, without
//     sessions, for those here who share a room with them. Their rooms are read once
//     when they appear, and kept current by the hints of what they join and leave. Who is
//     online is learned from the broker and, at the start and whenever hints may have
//     been lost, from Presence.Online; their rooms are then read again. After a minute
//     without hints they are shown as offline, since their state cannot be known.
//
// Some things are not made up for. If the hint of somebody's new name or role is lost,
// the old one is shown until the client next asks for it or loads anew. Rights are not
// affected: the rules read them for each command. Typing notices are lost for good. If
// the hint that a person at another node joined or left a room is lost unnoticed, their
// presence goes to the wrong room until hints are next known to have been lost, or the
// person is offline.
//
// A hint comes after its commit, and a read that begins after a commit sees it, with
// SQLite as with PostgreSQL. The store is therefore never behind a hint, unless a log was
// reset to an earlier state. The sessions concerned are then closed, and start over from
// the store.
//
// # Goroutines
//
// Each is counted in Hub.work and has ended when Close returns.
//
//   - A session's reader, started by the handshake, lives as long as the connection.
//     After the hello it continues as a new goroutine with a small stack. It alone reads,
//     and it alone ends the connection: others set how (session.close) and wake it.
//   - A lane of a session carries out the commands that change one room, one after
//     another, so that a sender's messages keep their order. Those that came while one was
//     being written to the disk are written together. Lanes of different rooms, and
//     commands that only read, run side by side. The number of all of them is bounded; the
//     reader waits when there are too many.
//   - A link's flusher writes what could not be written directly. It exists only while
//     something is queued.
//   - A room's deliverer processes what was posted to the room: commits, subscriptions,
//     typing notices. It exists only while something is posted, and a room never has more
//     than one. That keeps the order, and is why a room's members need no lock. While there
//     is none, whoever holds room.inbox may change them, so that subscribing and
//     unsubscribing need no goroutine.
//   - A user's inbox worker completes entries of the person's own log and sends them. It
//     too exists only while there are any. It alone sends them to live sessions, and it
//     alone subscribes those to rooms.
//   - One heartbeat serves all sessions: it sends pings, closes sessions whose peers are
//     dead, and has sessions checked against the store every 50 s.
//   - One presence fan-out sends states, several in one frame. A session with half of its
//     queue used is sent its states when less is.
//   - One people fan-out sends everybody the people with another name or role, in the order
//     of the commits. It exists only while there are some.
//   - In a cluster, one poll compares positions with the store, and one goroutine reads
//     the rooms of people at other nodes. The latter exists only while there are such
//     people whose rooms are not known.
//
// # Panics
//
// A panic ends what it happened in, and nothing else (sparse.Log.Survive): it is counted,
// logged once a minute with its stack, and what was left half done is repaired. The rule
// is that no client may have a gap that it does not know of. So every session that may
// have missed something is closed with a bye of code unavailable, and resumes from the
// store. That is, for a panic
//
//   - in a command: no session. The command is answered with a nack of code unavailable,
//     and its cid or number decides what became of it.
//   - in a handshake: that connection. In a session's reader, its lanes, its link's
//     flusher or its catch-up: that session.
//   - in a room's delivery: all members of the room, since nobody knows who was sent what.
//     The room is then empty, and correct for whoever subscribes next.
//   - in a user's inbox worker: the sessions of that person.
//   - while a hint is handled: the rooms concerned compare with the store, and the sessions
//     of the people concerned are closed.
//   - in the heartbeat, the presence fan-out and the poll: no session. What was left out
//     has its turn again.
//
// # Delivery
//
// An event is encoded once, with its WebSocket header, and all members share the bytes. As
// long as a member's socket accepts them, the room's deliverer writes them itself, with a
// write that never waits. What the socket does not accept is queued, and the link's flusher
// joins all that is queued into one write. A sender's own event waits for the ack that
// follows it, and goes out in the same write. So a slow reader costs the others nothing,
// and a busy room is written in batches: what is posted while its deliverer is busy goes out
// as one frame.
//
// # Locks
//
// They are taken in this order; any of them may be left out:
//
//	watchlist.mu  whom a session watches, and what it was sent of them; also held
//	              while presence is sent
//	directory.mu  the people, their sessions and rooms, the attendance of the rooms,
//	              the rooms, and the room cache
//	link.mu       a link's queue; also held during a write that never waits
//
// The others are leaves, nothing else is locked while one is held: room.inbox (what waits
// for the deliverer), user.mu (what waits for the inbox worker), opening.mu (deferred
// frames), lanes.mu, wheel.mu, heartbeat.unchecked, presenceFanout.mu, watchers.mu,
// strays.mu, peopleFanout.mu, remotePeople.mu, admission.mu, conns.mu. No lock is held
// while the store is called or a room is delivered to. The functions given to the broker
// and to presence only lock and append, and so never wait.
package hub

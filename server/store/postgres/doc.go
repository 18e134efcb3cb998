// Package postgres keeps Confab's store in a PostgreSQL database (14 or
// newer), for more than one node: any number of Stores may have the same
// database open at once, each in a server of its own.
//
// # What decides, and what holds it still
//
// The function of an Update is written as if all Updates ran one after another.
// Here they run side by side, on several nodes, in READ COMMITTED transactions,
// and four locks of the database make that exact:
//
//   - rights, an advisory lock. Users, Rooms.Create and Set, Members.Put and
//     Remove, and Settings.Set write what others decide on: they run heavy, with
//     the lock to themselves. Every other Update runs light and shares it, so
//     that nothing of the kind changes under it. A light function that makes
//     such a write is undone and run again heavy; where functions of that place
//     in the program needed that before, they begin heavy.
//   - a session's or an invite's row, taken by whoever reads it in an Update.
//   - a room's row, taken by Append and by whatever reads the room's events in
//     an Update. It is held until the commit: commits have the order of the
//     seqs, and what is read of a message is still so when it is changed.
//   - a person's row of inbox_tops, taken by Inbox.Put, likewise.
//
// They are taken in this order. Whoever takes several rows of one kind in
// another order than somebody else is found out by PostgreSQL and run again.
// Room.Top, a read marker and the lists of people are read without a lock: they
// may be older by those light Updates that are on their way.
//
// # What is remembered
//
// type rights is this node's memory of people and members, each as of one
// version of table rights, which every heavy Update raises. A light Update
// reads from it, and the statement with which it begins reads the version too,
// under the shared lock; if it is another, the function is run again. So the
// memory costs no message to the server and is never believed when it is out of
// date, however the change was made. Only Member.Read, which no right depends
// on, may be older than the database.
//
// # Groups
//
// A light Update that went by memory alone and appends one event that answers
// nothing - a message - joins a group if others append to the room, or many
// connections are taken: up to groupMax events, in one transaction, by one
// statement, in two round trips. Without it a room with many writers has one
// flush to the disk for each message, and worse: 64 of them get a quarter as
// many through as in groups. Its function goes on when the events are in, and
// the group commits after all functions have ended. If one of them does anything
// more, fails, or takes too long, if a cid is there already, or a room is held by
// others for long, the group is undone and each runs again alone.
//
// # Concurrency contract
//
// The function of an Update or View runs on its caller's goroutine. Open starts,
// and Close ends, groupsMax goroutines that each take groups from Store.ungrouped,
// and one, of type health, that asks every two seconds, and whenever something
// failed, whether the server is there.
//
// A connection belongs to one goroutine at a time; Updates have Options.Writers
// of them, Views Options.Readers and Options.Urgent, so that neither starves the
// other. Store.open counts those inside; Close waits for them, then for the groups, then for the
// rest, but only three seconds for the connections of a server that is silent:
// the driver gives those up by itself.
//
// Locks: commitOrder.mu, rights.mu, contention.mu, health.mu and gate.mu each guard the
// fields of their type, are never held together, and not while a statement runs
// or a function of the caller is called. Store.nums is a cache of what never
// changes once it is committed.
//
// OnCommit's functions are called by type commitOrder: see there for the order.
//
// # Failures
//
// A statement that fails because its connection is gone is a function run again
// on another, at most lossesMax times, then store.ErrUnavailable: nothing was
// changed. COMMIT without an answer is store.ErrUnknown, unless the server says
// plainly that it did not happen. While the server is known to be away
// everything fails at once with store.ErrUnavailable.
//
// synchronous_commit is on, or stricter, on every connection, whatever the
// server's own setting. Statements have bounds below limits.Commit, and a
// transaction left open, by a node that vanished, ends after ten seconds.
//
// A pool between Confab and PostgreSQL (PgBouncer) must be in session mode, or
// know prepared statements.
//
// # Tables
//
// The same as sqlite's, with the room's number and seq in columns of their own.
// events is divided by hash of the room into partitions, whose number the
// database keeps from its first day. What else is by room (message_state,
// reactions, mentions) is a tenth of it and is not divided. rooms.last_seq is
// raised by the transaction that inserts; there is no sequence whose gaps a
// rolled back transaction would leave. Text is compared byte by byte, folded in
// Go, and written as Escape gives it: PostgreSQL knows no U+0000.
package postgres

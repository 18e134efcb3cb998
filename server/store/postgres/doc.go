// Package postgres keeps Confab's store in a PostgreSQL database (14 or newer),
// for more than one node: any number of Stores may have the same database open at
// once, each in a server of its own. The nouns that nobody measures are in package
// plain; this package runs their statements (nouns.go).
//
// # Locks
//
// An Update's function may assume that Updates run one at a time. In fact they
// run concurrently, on several nodes, in READ COMMITTED transactions. These locks
// of the database make the assumption true:
//
//   - The lock of the rights, an advisory lock. Creating and changing users, rooms
//     and members, noting a departure, and changing a setting write rows on which
//     other Updates base decisions. Such an Update runs as class heavy and holds
//     the lock alone; every other Update runs as class light and shares it, so that
//     rights do not change while it runs. A light function that makes such a write
//     is undone and run again as heavy. If the function at that place in the
//     program needed that before, it begins as heavy.
//   - The row of a session, an invite or a code, locked by every Update that reads it.
//   - The lane of a client's numbered commands, an advisory lock that Turns.Last
//     takes, one for what a person has saved, which SavedMessages.Count takes, one for their
//     plans, which Plans.Count takes, one for their drafts, which Drafts.Get takes, and one
//     for a blob, which Files.Use and Files.Doom take.
//   - The row of a plan, locked by every Update that reads it.
//   - The row of a file, locked by every Update that reads it.
//   - The row of a room, locked by Append and by every Update that reads the
//     room's events. It is held until the commit, so that the order of commits is
//     the order of seqs, and a message does not change between being read and
//     being changed.
//   - A person's row of inbox_tops, locked by Inbox.Put, for the same reasons.
//
// An Update takes them in this order. If it locks several rows of one kind in
// another order than another Update does, PostgreSQL detects the deadlock and one
// of the two is run again. Room.Top, a member's read marker and the lists of people
// are read without a lock: they may lack what concurrent light Updates have written.
//
// # The cache of rights
//
// Type rights caches people and members on this node, as they are at one version
// of table rights. Every heavy Update raises the version. A light Update reads from
// the cache; its first statement reads the version, under the shared lock, and if
// the version is another one, the function is run again. So the cache costs no
// round trip, and an outdated entry is never acted on, whoever made the change. Only
// Member.Read, on which no right depends, may be older than the database.
//
// # Groups
//
// An Update that has only read cached rights and appends one event without ReplyTo
// (that is: sends a message) joins a group if other Updates append to the same room,
// or if half of the connections are in use. A group is up to groupMax events in one
// transaction, inserted by one statement, in two round trips. Without groups a room
// with many writers needs one flush to the disk for each message: 64 writers then
// send a quarter as many messages. The function goes on when its event is inserted,
// and the group commits when all functions have returned. If a function does
// anything else, fails, or takes too long, if a cid exists already, or if another
// transaction holds a room for long, the group is rolled back and each Update runs
// again alone.
//
// # Concurrency contract
//
// The function of an Update or View runs on its caller's goroutine. Open starts
// groupsMax goroutines that take Updates from Store.ungrouped and commit groups, and
// one, of type health, that asks every two seconds, and whenever something failed,
// whether the server answers. An answer that comes late is no loss while others are
// answered. Close ends them.
//
// A connection belongs to one goroutine at a time. Updates have Options.Writers
// connections, Views Options.Readers and Options.Urgent, so that neither starves the
// other. Store.open counts the calls under way. Close waits for them, then for the
// groups, then for the rest, but only three seconds for the connections of a server
// that does not answer: the driver gives those up by itself.
//
// Locks: commitOrder.mu, rights.mu, contention.mu, health.mu and gate.mu each guard
// the fields of their type. No two are held together, and none while a statement
// runs or a function of the caller is called. Store.nums caches room numbers, which
// do not change once they are committed.
//
// Type commitOrder calls the OnCommit functions and says in which order.
//
// # Failures
//
// A function whose connection is lost before the commit is run again on another
// connection, at most lossesMax times, then Update returns store.ErrUnavailable:
// nothing was changed. A COMMIT without an answer is store.ErrUnknown, unless the
// server says plainly that it did not happen. While the server is known to be away
// everything fails at once with store.ErrUnavailable.
//
// synchronous_commit is on, or stricter, on every connection, whatever the server's
// own setting. Statements have time limits below limits.Commit, and a transaction
// that a vanished node left open ends after ten seconds.
//
// A pool between Confab and PostgreSQL (PgBouncer) must be in session mode, or know
// prepared statements.
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

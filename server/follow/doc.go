// Package follow does work that follows what was committed: an index, a digest,
// a notification. The rooms' logs are the queue. Sending a message writes
// nothing for a follower's sake; a follower reads the log behind it, at its own
// pace.
//
// # Where a follower stands
//
// A follower has a durable cursor in each room in which it has read: the seq up
// to which it is done (store.Cursors). A room without one is read from its
// beginning. A follower that is new (Follower.New) begins where the rooms are at
// its first start: each room's top then is written down as a cursor, once.
//
// Which rooms are behind is known in memory only: what the broker tells of is
// noted, done, and forgotten. At the start, and whenever something may have
// been missed, the tops of all rooms are compared with the cursors, page by page
// (Followers.compare). That is why there is a cursor for every room and not only
// for those that are behind: after a crash nobody knows any more which rooms
// those were, and only a durable position in each of them tells.
//
// # What a crash does
//
// Follower.Write runs in the transaction that moves the cursor over the events
// it was given, and the cursor moves only if it still stands before them. So
// what Write writes is written once for each event: a crash before the commit
// leaves neither, one after it both; of two nodes that did the same work one
// commits and the other starts over from the new place. A commit of which nobody
// knows the result is settled by reading the cursor.
//
// Follower.Do runs before that transaction, and what it does elsewhere is not
// undone: it is called at least once for each event, and again after a crash or a
// failure in between. It must be idempotent, by room and seq.
//
// # Failures
//
// A failure of the store, a panic or an error of Do or Write stops one room,
// never the others. What cannot be done for now for no fault of the event (the
// store is away, an error that wraps ErrAway) is tried again for as long as it
// takes. Otherwise the events are given one at a time, and the one that fails is
// tried again after 1, 2, 4 and so on seconds, up to ten minutes. The count is
// kept with the cursor, so that a restart does not begin anew. After maxTries
// the event is noted as dead (store.Cursors.Dead), which confab doctor tells,
// and the room goes on behind it.
//
// # Several nodes
//
// With Options.Lease one node at a time does a follower's work. A node that
// vanished is replaced when its lease has run out, after leaseLasts. That two
// nodes work at once, because one was stopped for longer than that, costs double
// calls of Do and nothing else; see above. Nodes without the lease note nothing,
// and compare all rooms once they have it. What other nodes commit is heard from
// the broker, and found by comparing every compareEvery if that was lost.
//
// # Concurrency
//
// Run owns a goroutine for each follower and one that distributes what the
// broker tells; it returns when all have ended. The function given to the broker
// locks news.mu, notes a room and returns. A worker's fields are its own,
// and its queue is for all. No lock is held while the store or a follower is called.
package follow

// Package follow runs work that follows what was committed: an index, a digest, a
// notification. The rooms' logs are the queue. Sending a message writes nothing
// for a follower; the follower reads the log later, at its own pace.
//
// # Where a follower stands
//
// A follower has a durable cursor in each room that it has read: the seq up to
// which it is done (store.Cursors). A room without one is read from its
// beginning. A new follower (Follower.New) starts at the rooms' tops at the time
// of its first start, which are stored as cursors once.
//
// Which rooms are behind is known in memory only: rooms named by the broker's
// hints are queued, processed, and forgotten. At the start, and whenever a hint
// may have been lost, the tops of all rooms are compared with the cursors, page
// by page (worker.look). That is why there is a cursor for every room and not
// only for those that are behind: after a crash, only a durable position in each
// room tells which rooms were behind.
//
// # What a crash does
//
// Follower.Write runs in the transaction that moves the cursor past its events,
// and the cursor moves only if it still stands before them. So Write's result is
// stored once for each event: after a crash before the commit neither is there,
// after it both. If two nodes do the same work, one commits and the other starts
// over from the new position. If the result of a commit is unknown, reading the
// cursor tells.
//
// Follower.Do runs before that transaction, and its effects elsewhere are not
// undone: it is called at least once for each event, and again after a crash or a
// failure in between. It must be idempotent, by room and seq.
//
// # Failures
//
// A failure of the store, a panic or an error of Do or Write stops one room,
// never the others. A failure that is not the event's (the store is away, an
// error that wraps ErrAway) is retried without limit. Otherwise the events are
// processed one at a time, and the one that fails is retried after 1, 2, 4 and so
// on seconds, up to ten minutes. The count is stored with the cursor, so that a
// restart does not reset it. After maxTries the event is recorded as dead
// (store.Cursors.Dead), which confab doctor reports, and the room continues with
// the next event.
//
// # Several nodes
//
// With Options.Lease one node at a time does a follower's work. A node that
// disappeared is replaced when its lease has expired, after leaseLasts. If two
// nodes work at once, because one was stopped for longer than that, Do is called
// twice, with no other effect; see above. Nodes without the lease queue nothing,
// and compare all rooms once they get it. Commits of other nodes are known from
// the broker, or, if a hint was lost, from comparing every compareEvery.
//
// # Concurrency
//
// Run owns a goroutine for each follower and one that distributes the broker's
// hints; it returns when all have ended. The function that is registered with the
// broker locks news.mu, adds a room and returns. A worker's fields belong to its
// goroutine, except its queue, which all may use. No lock is held while the store
// or a follower is called.
package follow

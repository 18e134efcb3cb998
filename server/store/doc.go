// Package store defines the interfaces of the database in which Confab keeps
// everything that must not be lost. Package sqlite implements them for one server,
// postgres for any number of servers on one database; plain has what both do alike,
// noun by noun, and form what both do alike within them. Package storetest is the
// suite that each implementation passes; contents lists the tables and columns.
//
// All work goes through two functions:
//
//	store.View(ctx, func(tx store.Tx) error)    // a consistent snapshot, read only
//	store.Update(ctx, func(tx store.Tx) error)  // all or nothing, on disk when it returns nil
//
// The function given to Update holds the rules (server/chat, server/auth): it
// reads what it needs to decide, then writes. An error it returns undoes its
// writes and comes back from Update unchanged.
//
// # Terms
//
// A View has a time, ViewTime unless its context says otherwise (Within), after
// which the database ends the statement under way and the View returns ErrLate.
// It ends likewise when its context does: nobody waits for it any more. The
// rules say for whom they read (For): a person has at most places.Each Views at
// once, and those who wait take turns by person, for two seconds at most, then
// ErrOverload. Views that find out who somebody is (Urgent, Urgently) have
// connections of their own. An Update has no such time: what it reads and
// writes must be bound by the rules themselves.
//
// # Contract
//
// Update's function may run more than once (a batch is tried again without a
// member that failed; others were in the way; a connection was lost), so it must have no effect but
// on tx and on variables it sets anew each time. It must not keep tx, must not
// block, and must not call View or Update.
//
// Updates are committed together in groups. Update returns after the group is
// on disk, never before. A commit runs under its own deadline, not under ctx:
// ctx only bounds the wait for a place in the queue.
//
// The functions registered with OnCommit are called after each commit of this
// Store (not after those of other nodes on the same database), one at a time, before
// the Updates of that commit return: in commit order within one room, within one
// person's inbox, and among changes of people. So they see the events of a room in
// the order of their seqs. They must not block.
package store

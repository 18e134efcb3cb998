// Package sqlite keeps Confab's store in one SQLite database, DATA/confab.db,
// in WAL mode with synchronous=FULL on every connection. The nouns that nobody
// measures are in package plain; this package runs their statements (nouns.go).
//
// # Concurrency contract
//
// One goroutine, the writer, started by Open and ended by Close, owns the only
// connection that writes and everything in type writer. Update hands it a
// function through a bounded queue and waits. The writer takes what is queued,
// at most groupMax functions or groupTime, runs them one after another in one
// transaction, commits, calls the OnCommit functions, and then answers each
// Update. When the queue is empty it commits at once. So a lone Update waits
// for nothing but its own fsync, and many share one.
//
// A function that fails before it wrote anything costs its group nothing. One
// that fails after writing makes the writer roll the group back and run the
// others again, this time each inside a savepoint: savepoints cost more than a
// rare second run, and a group is run again at most once. A panic is such a
// failure. Errors after which SQLite may have given up the transaction (disk
// full, I/O) fail the whole group.
//
// A second goroutine, of type checkpointer, moves the write-ahead log into the
// database beside the writer, on a connection of its own. The two speak through
// a channel that holds one and an atomic state. Close ends it after the writer.
//
// View runs on the caller's goroutine with a connection of the pool: read-only,
// at most Options.Readers and Options.Urgent, opened when first needed. A
// connection belongs to one goroutine at a time and is never locked. The timer
// of type guard interrupts what it does from another goroutine, under guard.mu,
// which ends before the connection is given back.
//
// Locks: Store.mu guards only the queue against Close; pool.mu only the list of
// idle connections; the lock of package places only who has a connection. None is
// held while a statement runs or a function of the caller is called. Store.nums
// caches room numbers, which do not change once they are committed.
//
// The data directory belongs to one process: DATA/confab.lock is held by
// flock for as long as the store is open, and the system releases it however
// the process ends.
//
// # Erasing
//
// secure_delete overwrites what is removed from the database. The last copies
// of an erased text are in the write-ahead log, until it is begun anew or the
// store is closed.
//
// # Keys
//
// events.key is rooms.num << 40 | seq. That is PRIMARY KEY (room, seq) in the
// form of a rowid: one b-tree in the order in which rooms are read. Measured
// with 600,000 messages in 100 rooms, 64 a commit: a page of 50 takes 0.10 ms,
// as WITHOUT ROWID does, against 0.25 ms with a rowid and an index, and the
// gap grows with the table; an insert takes 20 us of processor time against 15.
// A room's top is its greatest key and is stored nowhere else, so that it
// cannot disagree with the log.
package sqlite

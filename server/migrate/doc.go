// Package migrate moves a server that has grown from its SQLite database to
// PostgreSQL.
//
// What is in the directory is examined first, and is not touched. It is copied
// in chunks, each in one transaction with the note of how far it reaches, so
// that a move that was interrupted at any moment, when run again, goes on where
// it was and ends as if nothing had happened. When all is there it is read back
// from PostgreSQL, examined in the same way, and compared with the source,
// table by table and room by room: how many rows, and the sum of their hashes
// (contents.Sum). Only then does a server accept the database (postgres.Open
// refuses it with postgres.ErrIncoming until then).
//
// The signing keys, which a single server keeps in a file, come along, so that
// nobody is signed out.
//
// Text may hold what PostgreSQL refuses, U+0000 and bytes that are no UTF-8. It
// is kept in an escaped form (postgres.Escape) and reads as it was.
//
// # Concurrency
//
// Run reads the source on a goroutine of its own while it writes; it has ended
// when Run returns.
package migrate

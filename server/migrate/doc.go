// Package migrate moves a server that has outgrown its SQLite database to
// PostgreSQL.
//
// The source directory is checked first, and never changed. It is copied in
// chunks. The transaction of each chunk also records how far the copy has come,
// so that an interrupted move, when run again, continues there: the result is the
// same as of an uninterrupted run. Finally everything is read back from
// PostgreSQL, checked in the same way, and compared with the source, table by
// table and room by room: the number of rows, and the sum of their hashes
// (contents.Sum). Only then does a server accept the database (until then
// postgres.Open returns postgres.ErrIncoming).
//
// The signing keys, which a single server keeps in a file, are moved too, so that
// nobody is signed out.
//
// Text may contain what PostgreSQL refuses: U+0000 and bytes that are not UTF-8.
// It is stored in an escaped form (postgres.Escape) and reads unchanged.
//
// # Concurrency
//
// Run reads the source on a goroutine of its own while it writes. That goroutine
// has ended when Run returns.
package migrate

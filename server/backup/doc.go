// Package backup writes all data of a server to one file, while it runs or not,
// and restores a server from that file.
//
// The file is a tar archive, compressed with gzip, of these entries:
//
//	confab.db           the database, as it was at one moment
//	keys/signing.json   the signing keys, if there are any
//	files/...           the content of people's files that is in the data directory
//	manifest.json       the entries above, with sizes and SHA-256 hashes
//
// The manifest comes last: an archive without one is incomplete. The content is
// as secret as the server itself.
//
// Content that is kept elsewhere is not in the file, and needs a backup of its own.
// Content that is deleted while Write runs may be missing, and some may be in the
// file that the database does not know: a server deletes it after a while.
//
// Everything acknowledged before Write began is in the file. Clients of the old
// server can continue on the restored one: see sqlite.Restore.
package backup

// Package backup puts everything a server keeps into one file, while it runs
// or not, and makes a server of that file again.
//
// The file is a tar archive, compressed with gzip, of these entries:
//
//	confab.db           the database, as it was at one moment
//	keys/signing.json   the signing keys, if there are any
//	manifest.json       what is above, with sizes and SHA-256 hashes
//
// The manifest comes last: an archive that has none was cut short. What is in
// it is as secret as the server itself.
//
// Whatever was acknowledged before Write began is in the file. Read makes a
// server that clients of the old one may go on with: see sqlite.Restore.
package backup

// Package keys keeps the server's own secrets: the Ed25519 keys that sign
// access tokens, and the key that links each refresh token to its successor.
//
// There is always one next key, one active key, and for a while some retired
// ones. The active key signs; all of them verify and are published, so that a
// node or a third party that fetched the set before a rotation already knows
// the key that comes into use.
//
// # Where they are
//
// A Vault keeps all of a server's keys as one value, replaced as a whole. On
// one node that is a file, signing.json, readable by its owner only. Several
// nodes share theirs as a setting of the store they share; whoever can read
// that database can sign in as anybody, as whoever can read the file can.
//
// Nodes that start or rotate at once agree, because a change is made to what
// is kept at that moment: the later finds what the earlier did and takes it
// over. A node learns of a rotation elsewhere when it reads again (Reread), and
// by itself when a token names a key it does not know. It need not hurry: the
// key that comes into use was published since the rotation before, and one
// that was retired verifies for a day.
//
// # Concurrency
//
// A Ring is safe for concurrent use, and owns no goroutine. Its lock is held
// for reading and replacing the keys in memory, never while a Vault works;
// another one lets one goroutine at a time work with the Vault, so that what
// was read last is what was kept last.
package keys

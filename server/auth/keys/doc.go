// Package keys keeps the server's own secrets: the Ed25519 keys that sign access
// tokens, and the key that links each refresh token to its successor.
//
// There is always one next key, one active key, and for a while some retired
// ones. The active key signs; all of them verify and are published, so that a
// node or a third party that fetched the set before a rotation already knows the
// key that is activated.
//
// # Where they are
//
// A Vault keeps all of a server's keys as one value, replaced as a whole. On one
// node that is a file, signing.json, readable by its owner only. Several nodes
// keep theirs as a setting in their common store. Access to that database, like
// access to the file, allows signing in as anybody.
//
// Nodes that start or rotate at once agree, because a change is applied to the
// value stored at that moment: the later node finds what the earlier did and uses
// it. A node learns of another's rotation when it reads again (Reread), which it
// also does when a token names a key it does not know. There is no hurry: the key
// that is activated was published since the rotation before, and a retired one
// verifies for a day.
//
// # Concurrency
//
// A Ring is safe for concurrent use, and owns no goroutine. Its lock is held for
// reading and replacing the keys in memory, never while a Vault works. A second
// lock lets one goroutine at a time use the Vault, so that the keys in memory are
// those stored last.
package keys

// Package keys keeps the server's own secrets: the Ed25519 keys that sign
// access tokens, and the key that links each refresh token to its successor.
//
// There is always one next key, one active key, and for a while some retired
// ones. The active key signs; all of them verify and are published, so that a
// node or a third party that fetched the set before a rotation already knows
// the key that comes into use. They live in one file, signing.json, readable
// by its owner only and replaced as a whole.
//
// A Ring is safe for concurrent use.
package keys

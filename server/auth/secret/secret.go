// Package secret makes and hashes the random tokens of sessions, invites and
// links. A token is shown once; only its hash is stored.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// New returns a token of 256 random bits, 43 characters safe in a URL, and
// its hash.
func New() (token string, hash []byte) {
	var b [32]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, Hash(token)
}

// Hash returns the SHA-256 of a token. A token has enough randomness of its
// own to need no salt and no slow hash.
func Hash(token string) []byte {
	h := sha256.Sum256([]byte(token))
	return h[:]
}

package id

import (
	"encoding/hex"

	"github.com/google/uuid"
)

// Len is the length of an id in bytes and in characters.
const Len = 32

// New returns a new id. It panics only if the system has no randomness left,
// in which case nothing that follows could be safe.
func New() string {
	u, err := uuid.NewV7()
	if err != nil {
		panic("id: no randomness: " + err.Error())
	}
	return hex.EncodeToString(u[:])
}

// Valid reports whether s has the form of an id. It does not tell whether
// anything by that id exists.
func Valid(s string) bool {
	if len(s) != Len {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

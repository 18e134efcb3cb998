//go:build !js

package id

import (
	"crypto/rand"
	"encoding/binary"
)

// random ends the program if the system cannot provide random bytes, because
// nothing after that would be safe.
func random() uint64 {
	var b [8]byte
	rand.Read(b[:])
	return binary.NativeEndian.Uint64(b[:])
}

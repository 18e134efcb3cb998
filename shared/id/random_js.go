package id

import "math/rand/v2"

// random asks the runtime's generator, ChaCha8 with a key from the browser's
// crypto.getRandomValues. crypto/rand would add 39 kB (brotli) to the program
// for the same, and an id is no secret.
func random() uint64 { return rand.Uint64() }

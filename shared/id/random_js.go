package id

import "math/rand/v2"

// random uses the runtime's generator, which is ChaCha8 with a key from the browser's
// crypto.getRandomValues. crypto/rand would add 39 kB (brotli) to the program for
// the same result, and an id is not a secret.
func random() uint64 { return rand.Uint64() }

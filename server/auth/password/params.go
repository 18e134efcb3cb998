package password

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Params are the cost of one hash.
type Params struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// Default is the first choice of the OWASP password storage cheat sheet for
// argon2id: 19 MiB, two passes.
var Default = Params{Memory: 19456, Time: 2, Threads: 1}

const (
	saltLen = 16
	hashLen = 32

	// maxMemory and maxTime limit the cost of a hash whose stored parameters are
	// damaged.
	maxMemory = 1 << 20 // KiB
	maxTime   = 64
)

var errEncoding = errors.New("password: the stored hash is damaged")

var b64 = base64.RawStdEncoding.Strict()

// parsed is a decoded hash.
type parsed struct {
	Params
	salt, hash []byte
}

// make hashes password with a new salt and returns the encoded form.
func (p Params) make(password string) string {
	salt := make([]byte, saltLen)
	rand.Read(salt) // never fails: crypto/rand ends the program instead
	return p.encode(salt, p.key(password, salt, hashLen))
}

func (p Params) key(password string, salt []byte, n uint32) []byte {
	return argon2.IDKey([]byte(password), salt, p.Time, p.Memory, p.Threads, n)
}

func (p Params) encode(salt, hash []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, p.Memory, p.Time, p.Threads, b64.EncodeToString(salt), b64.EncodeToString(hash))
}

func parse(encoded string) (parsed, error) {
	var p parsed
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, errEncoding
	}
	n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.Memory, &p.Time, &p.Threads)
	if err != nil || n != 3 || p.Memory > maxMemory || p.Time < 1 || p.Time > maxTime || p.Threads < 1 {
		return p, errEncoding
	}
	if p.salt, err = b64.DecodeString(parts[4]); err != nil || len(p.salt) < 8 {
		return p, errEncoding
	}
	if p.hash, err = b64.DecodeString(parts[5]); err != nil || len(p.hash) < 16 || len(p.hash) > 64 {
		return p, errEncoding
	}
	return p, nil
}

package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

const (
	// Lifetime is how long a key signs before the next one takes over.
	Lifetime = 90 * 24 * time.Hour
	// Keep is how long a retired key still verifies: well beyond the ten
	// minutes of the last token it signed.
	Keep = 24 * time.Hour
)

// The states of a key, in the order in which it goes through them.
const (
	Next    = "next"
	Active  = "active"
	Retired = "retired"
)

// key is one signing key as it is stored. Since is when it entered its state.
type key struct {
	ID    string    `json:"kid"`
	State string    `json:"state"`
	Since time.Time `json:"since"`
	Seed  []byte    `json:"seed"`
}

// file is what signing.json holds.
type file struct {
	Keys  []key  `json:"keys"`
	Chain []byte `json:"chain"`
}

// Ring is the set of keys.
type Ring struct {
	path string
	now  func() time.Time

	mu   sync.RWMutex
	file file
}

// Open reads the keys from dir, making the directory and the keys if there are
// none yet. It tightens permissions that let others read them, and fails if
// that is not possible or the file is damaged.
func Open(dir string, now func() time.Time) (*Ring, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of the signing keys: %w", err)
	}
	r := &Ring{path: filepath.Join(dir, "signing.json"), now: now}
	content, err := os.ReadFile(r.path)
	if os.IsNotExist(err) {
		return r, r.create()
	}
	if err != nil {
		return nil, fmt.Errorf("read the signing keys: %w", err)
	}
	if err := os.Chmod(r.path, 0o600); err != nil {
		return nil, fmt.Errorf("keep the signing keys from others: %w", err)
	}
	if err := json.Unmarshal(content, &r.file); err != nil {
		return nil, fmt.Errorf("the signing keys in %s are damaged: %w", r.path, err)
	}
	if err := r.file.check(); err != nil {
		return nil, fmt.Errorf("the signing keys in %s are damaged: %w", r.path, err)
	}
	return r, nil
}

func (r *Ring) create() error {
	chain := make([]byte, 32)
	rand.Read(chain) // never fails: crypto/rand ends the program instead
	r.file = file{Keys: []key{r.fresh(Active), r.fresh(Next)}, Chain: chain}
	return r.file.save(r.path)
}

func (r *Ring) fresh(state string) key {
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	k := key{State: state, Since: r.now().UTC(), Seed: seed}
	thumb := sha256.Sum256(k.public())
	k.ID = base64.RawURLEncoding.EncodeToString(thumb[:12])
	return k
}

func (k key) private() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(k.Seed) }

func (k key) public() ed25519.PublicKey { return k.private().Public().(ed25519.PublicKey) }

// Signing returns the key that signs now.
func (r *Ring) Signing() (kid string, private ed25519.PrivateKey) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, k := range r.file.Keys {
		if k.State == Active {
			return k.ID, k.private()
		}
	}
	panic("keys: no active key") // check and rotate keep exactly one
}

// Public returns the key to verify with, if kid is one of ours.
func (r *Ring) Public(kid string) (ed25519.PublicKey, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, k := range r.file.Keys {
		if k.ID == kid && !r.over(k) {
			return k.public(), true
		}
	}
	return nil, false
}

// over reports whether a key has been retired for longer than Keep.
func (r *Ring) over(k key) bool { return k.State == Retired && r.now().Sub(k.Since) > Keep }

// Chain returns the key that links refresh tokens to their successors.
func (r *Ring) Chain() []byte {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.file.Chain
}

// RotateIfDue rotates when the active key is older than Lifetime, and drops
// retired keys older than Keep. It reports whether it rotated.
func (r *Ring) RotateIfDue() (bool, error) {
	r.mu.RLock()
	due := slices.ContainsFunc(r.file.Keys, func(k key) bool {
		return k.State == Active && r.now().Sub(k.Since) >= Lifetime
	})
	r.mu.RUnlock()
	if !due {
		return false, nil
	}
	return true, r.Rotate()
}

// Rotate makes the next key the active one at once.
func (r *Ring) Rotate() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now().UTC()
	var rotated []key
	for _, k := range r.file.Keys {
		switch k.State {
		case Next:
			k.State, k.Since = Active, now
		case Active:
			k.State, k.Since = Retired, now
		case Retired:
			if now.Sub(k.Since) > Keep {
				continue
			}
		}
		rotated = append(rotated, k)
	}
	changed := file{Keys: append(rotated, r.fresh(Next)), Chain: r.file.Chain}
	if err := changed.save(r.path); err != nil {
		return err
	}
	r.file = changed
	return nil
}

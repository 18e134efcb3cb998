package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
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

// set is the content of a Vault. It is immutable.
type set struct {
	Keys  []key  `json:"keys"`
	Chain []byte `json:"chain"`
}

// newSet creates the first keys of a server.
func newSet(now time.Time) set {
	chain := make([]byte, 32)
	rand.Read(chain) // never fails: crypto/rand ends the program instead
	return set{Keys: []key{newKey(Active, now), newKey(Next, now)}, Chain: chain}
}

func newKey(state string, now time.Time) key {
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	k := key{State: state, Since: now.UTC(), Seed: seed}
	thumb := sha256.Sum256(k.public())
	k.ID = base64.RawURLEncoding.EncodeToString(thumb[:12])
	return k
}

func (k key) private() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(k.Seed) }

func (k key) public() ed25519.PublicKey { return k.private().Public().(ed25519.PublicKey) }

// over reports whether a key has been retired for longer than Keep.
func (k key) over(now time.Time) bool { return k.State == Retired && now.Sub(k.Since) > Keep }

// due reports whether the active key is older than Lifetime.
func (s set) due(now time.Time) bool {
	return slices.ContainsFunc(s.Keys, func(k key) bool {
		return k.State == Active && now.Sub(k.Since) >= Lifetime
	})
}

// rotated returns s with the next key activated, and without the keys that are
// over.
func (s set) rotated(now time.Time) set {
	var keys []key
	for _, k := range s.Keys {
		switch {
		case k.State == Next:
			k.State, k.Since = Active, now.UTC()
		case k.State == Active:
			k.State, k.Since = Retired, now.UTC()
		case k.over(now):
			continue
		}
		keys = append(keys, k)
	}
	return set{Keys: append(keys, newKey(Next, now)), Chain: s.Chain}
}

func (s set) encode() ([]byte, error) {
	content, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the signing keys: %w", err)
	}
	return content, nil
}

// decode decodes the result of encode, and fails if it is damaged.
func decode(content []byte, place string) (s set, err error) {
	if err = json.Unmarshal(content, &s); err == nil {
		err = s.check()
	}
	if err != nil {
		return set{}, fmt.Errorf("the signing keys %s are damaged: %w", place, err)
	}
	return s, nil
}

// check returns an error if a set cannot be used.
func (s set) check() error {
	count := map[string]int{}
	seen := map[string]bool{}
	for _, k := range s.Keys {
		count[k.State]++
		if len(k.Seed) != ed25519.SeedSize || k.ID == "" || seen[k.ID] {
			return errors.New("a key is incomplete or there twice")
		}
		seen[k.ID] = true
	}
	if count[Active] != 1 || count[Next] != 1 || count[Retired] != len(s.Keys)-2 {
		return errors.New("there must be one active and one next key")
	}
	if len(s.Chain) < 32 {
		return errors.New("the key of the refresh tokens is missing")
	}
	return nil
}

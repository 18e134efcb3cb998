package keys

import (
	"context"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	// Lifetime is how long a key signs before the next one replaces it.
	Lifetime = 90 * 24 * time.Hour
	// Keep is how long a retired key still verifies: well beyond the ten
	// minutes of the last token it signed, and beyond the time in which every
	// node has learnt that it is retired.
	Keep = 24 * time.Hour
)

// Ring is the set of keys.
type Ring struct {
	vault Vault
	now   func() time.Time
	log   *slog.Logger

	turn   sync.Mutex // held while the vault is used; locked before mu
	looked time.Time  // when an unknown key was last looked up

	mu    sync.RWMutex
	set   set
	pairs map[string]ed25519.PrivateKey // of the keys in set, by name: deriving one from its seed takes as long as a signature
}

// Options are further parameters of a Ring. The zero value works.
type Options struct {
	// Before is where the keys were until now, if that was elsewhere. If the new
	// Vault is empty, they are copied to it; Before is not changed.
	Before Vault
	Clock  func() time.Time // nil: time.Now
	Log    *slog.Logger     // nil: slog.Default
}

// Open is New over the file in dir.
func Open(dir string, now func() time.Time) (*Ring, error) {
	return New(context.Background(), InDir(dir), Options{Clock: now})
}

// New reads the keys from v, and creates them if there are none; if several nodes
// create them at once, all get the same. It fails if they are damaged, and does
// not change them.
func New(ctx context.Context, v Vault, o Options) (*Ring, error) {
	r := &Ring{vault: v, now: o.Clock, log: o.Log}
	if r.now == nil {
		r.now = time.Now
	}
	if r.log == nil {
		r.log = slog.Default()
	}
	kept, err := v.Read(ctx)
	if err != nil {
		return nil, err
	}
	if kept != nil {
		s, err := decode(kept, v.Place())
		if err != nil {
			return nil, err
		}
		r.take(s)
		return r, nil
	}
	first, err := r.first(ctx, o.Before)
	if err != nil {
		return nil, err
	}
	// Another node may have been faster since the Read.
	return r, r.change(ctx, func(kept *set) (*set, error) {
		if kept != nil {
			return nil, nil
		}
		return &first, nil
	})
}

// first returns the initial keys: those of before, or new ones.
func (r *Ring) first(ctx context.Context, before Vault) (set, error) {
	if before != nil {
		kept, err := before.Read(ctx)
		if err != nil {
			return set{}, err
		}
		if kept != nil {
			r.log.Info("the signing keys are taken over", "from", before.Place(), "to", r.vault.Place())
			return decode(kept, before.Place())
		}
	}
	return newSet(r.now()), nil
}

// keys returns the keys in memory.
func (r *Ring) keys() set {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.set
}

// pair returns both halves of a key.
func (r *Ring) pair(k key) ed25519.PrivateKey {
	r.mu.RLock()
	pair, ok := r.pairs[k.ID]
	r.mu.RUnlock()
	if !ok { // another set has replaced it meanwhile
		return k.private()
	}
	return pair
}

// Signing returns the active key.
func (r *Ring) Signing() (kid string, private ed25519.PrivateKey) {
	for _, k := range r.keys().Keys {
		if k.State == Active {
			return k.ID, r.pair(k)
		}
	}
	panic("keys: no active key") // check and rotated guarantee exactly one
}

// Public returns the key to verify with, if kid is one of this server's. An
// unknown key is looked up in the Vault, at most once a second.
func (r *Ring) Public(kid string) (ed25519.PublicKey, bool) {
	public, known, ok := r.find(kid)
	if known || !r.look() {
		return public, ok
	}
	public, _, ok = r.find(kid)
	return public, ok
}

// find returns the key called kid, whether it exists, and whether it still
// verifies.
func (r *Ring) find(kid string) (public ed25519.PublicKey, known, ok bool) {
	for _, k := range r.keys().Keys {
		if k.ID == kid {
			if k.over(r.now()) {
				return nil, true, false
			}
			return r.pair(k).Public().(ed25519.PublicKey), true, true
		}
	}
	return nil, false, false
}

// Chain returns the key that links refresh tokens to their successors.
func (r *Ring) Chain() []byte { return r.keys().Chain }

// Derive returns 32 bytes for a purpose of their own. They are the same at every
// node of a server, for as long as its keys are kept.
func (r *Ring) Derive(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, r.Chain(), nil, "confab "+purpose, 32)
	if err != nil {
		panic(fmt.Sprintf("keys: %v", err)) // the length is right
	}
	return key
}

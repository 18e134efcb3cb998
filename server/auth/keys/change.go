package keys

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"time"

	"github.com/confab/confab/server/store"
)

const (
	// lookEvery is how often an unknown key may make a Ring read its Vault, so
	// that forged tokens cause no load.
	lookEvery = time.Second
	// lookFor limits the time that a token waits for that.
	lookFor = 2 * time.Second
)

// errGone means that the Vault was emptied while a server used it.
var errGone = errors.New("keys: the signing keys are gone")

// Reread reads the keys again, to see what other nodes have changed. If it fails,
// nothing changes.
func (r *Ring) Reread(ctx context.Context) error {
	r.turn.Lock()
	defer r.turn.Unlock()
	return r.rereadLocked(ctx)
}

func (r *Ring) rereadLocked(ctx context.Context) error {
	kept, err := r.vault.Read(ctx)
	if err != nil {
		return err
	}
	if kept == nil {
		return errGone
	}
	s, err := decode(kept, r.vault.Place())
	if err != nil {
		return err
	}
	r.take(s)
	return nil
}

// look rereads because a key is not known here, and reports whether it makes
// sense to look for the key again. Concurrent callers wait for the one that
// reads.
func (r *Ring) look() bool {
	r.turn.Lock()
	defer r.turn.Unlock()
	now := r.now()
	if past := now.Sub(r.looked); past >= 0 && past < lookEvery {
		return true // another caller has just done it
	}
	r.looked = now
	ctx, cancel := context.WithTimeout(context.Background(), lookFor)
	defer cancel()
	if err := r.rereadLocked(ctx); err != nil {
		level := slog.LevelWarn
		if errors.Is(err, store.ErrUnavailable) { // logged once by the store
			level = slog.LevelDebug
		}
		r.log.Log(ctx, level, "a token names an unknown key, and the keys cannot be read", "error", err)
		return false
	}
	return true
}

// RotateIfDue rotates when the active key is older than Lifetime, and drops
// retired keys older than Keep. It reports whether it rotated. If another node
// was faster, it takes over that node's result.
func (r *Ring) RotateIfDue(ctx context.Context) (bool, error) {
	if !r.keys().due(r.now()) {
		return false, nil
	}
	var rotated bool
	err := r.change(ctx, func(kept *set) (*set, error) {
		rotated = false
		if kept == nil {
			return nil, errGone
		}
		if !kept.due(r.now()) {
			return nil, nil
		}
		rotated = true
		return r.rotated(kept), nil
	})
	return err == nil && rotated, err
}

// Rotate makes the next key the active one at once.
func (r *Ring) Rotate(ctx context.Context) error {
	return r.change(ctx, func(kept *set) (*set, error) {
		if kept == nil {
			return nil, errGone
		}
		return r.rotated(kept), nil
	})
}

func (r *Ring) rotated(kept *set) *set {
	next := kept.rotated(r.now())
	return &next
}

// change replaces the stored keys by fn's result, and then uses the stored keys.
// fn gets the stored keys (nil: there are none) and may return nil to leave them.
func (r *Ring) change(ctx context.Context, fn func(kept *set) (*set, error)) error {
	r.turn.Lock()
	defer r.turn.Unlock()
	var now set
	err := r.vault.Replace(ctx, func(old []byte) ([]byte, error) {
		var kept *set
		if old != nil {
			s, err := decode(old, r.vault.Place())
			if err != nil {
				return nil, err
			}
			kept, now = &s, s
		}
		to, err := fn(kept)
		if err != nil || to == nil {
			return nil, err
		}
		now = *to
		return to.encode()
	})
	if err != nil {
		return err // fn may still be running, so now must not be read
	}
	r.take(now)
	return nil
}

func (r *Ring) take(s set) {
	pairs := make(map[string]ed25519.PrivateKey, len(s.Keys))
	for _, k := range s.Keys {
		pairs[k.ID] = k.private()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.set, r.pairs = s, pairs
}

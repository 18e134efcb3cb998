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
	// lookEvery is how often a token may make a Ring look for its key, so that
	// forged ones cost nothing.
	lookEvery = time.Second
	// lookFor bounds the time a token waits for that.
	lookFor = 2 * time.Second
)

// errGone says that the Vault has been emptied while a server worked with it.
var errGone = errors.New("keys: the signing keys are gone")

// Reread takes over what others have made of the keys since they were read.
// If that fails, everything stays as it was.
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

// look rereads because of a key that is not known here, and reports whether it
// is worth looking again. Those who come while another one looks wait for that.
func (r *Ring) look() bool {
	r.turn.Lock()
	defer r.turn.Unlock()
	now := r.now()
	if past := now.Sub(r.looked); past >= 0 && past < lookEvery {
		return true // somebody just has
	}
	r.looked = now
	ctx, cancel := context.WithTimeout(context.Background(), lookFor)
	defer cancel()
	if err := r.rereadLocked(ctx); err != nil {
		level := slog.LevelWarn
		if errors.Is(err, store.ErrUnavailable) { // which the store tells once
			level = slog.LevelDebug
		}
		r.log.Log(ctx, level, "a token names an unknown key, and the keys cannot be read", "error", err)
		return false
	}
	return true
}

// RotateIfDue rotates when the active key is older than Lifetime, and drops
// retired keys older than Keep. It reports whether it rotated; if another node
// was quicker, it takes over what that has done.
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

// change keeps what fn makes of the keys that are kept (nil: there are none),
// or leaves them as they are if that is nil, and takes over how they are then.
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
		return err // fn may still be running: now is not ours to read
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

package password

import (
	"context"
	"crypto/subtle"
	"errors"
	"runtime"
	"sync/atomic"
)

// ErrBusy means that the queue of hashes is full; try again in a second.
var ErrBusy = errors.New("password: too many sign-ins at once")

// queuePerSlot limits the wait: 32 hashes of 30 ms are a second.
const queuePerSlot = 32

// Hasher makes and checks hashes. It is safe for concurrent use.
type Hasher struct {
	params  Params
	dummy   parsed // compared with the passwords of unknown people
	slots   chan struct{}
	waiting atomic.Int64
	spare   spare
}

// New returns a Hasher of the given cost.
func New(p Params) *Hasher { return newHasher(p, min(runtime.NumCPU(), 4)) }

func newHasher(p Params, slots int) *Hasher {
	h := &Hasher{params: p, slots: make(chan struct{}, slots)}
	// Its hash is all zeros, which no password has.
	h.dummy = parsed{Params: p, salt: make([]byte, saltLen), hash: make([]byte, hashLen)}
	return h
}

// Hash returns the encoded hash of password as Prepare has it. It waits for its
// turn, until ctx ends. It returns ErrBusy if too many wait already.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return h.params.make(Prepare(password)), nil
}

// Check reports whether encoded was made from password, and whether it should be
// renewed: because the parameters have changed since, or because it was made of
// the password as it was typed, before Prepare. An empty encoded never matches and
// takes as long as any other. Check waits and fails like Hash.
func (h *Hasher) Check(ctx context.Context, password, encoded string) (ok, rehash bool, err error) {
	known, p := encoded != "", h.dummy
	if known {
		if p, err = parse(encoded); err != nil {
			return false, false, err
		}
	}
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	prepared := Prepare(password)
	ok = p.matches(prepared) && known
	rehash = p.Params != h.params
	if !ok && prepared != password {
		ok, rehash = p.matches(password) && known, true
	}
	return ok, ok && rehash, nil
}

// matches reports whether p was made from exactly this password.
func (p *parsed) matches(password string) bool {
	return subtle.ConstantTimeCompare(p.key(password, p.salt, uint32(len(p.hash))), p.hash) == 1
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		h.spare.took(len(h.slots))
		return nil
	default:
	}
	if h.waiting.Add(1) > int64(queuePerSlot*cap(h.slots)) {
		h.waiting.Add(-1)
		return ErrBusy
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
		h.spare.took(len(h.slots))
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hasher) leave() {
	<-h.slots
	h.spare.gave(len(h.slots))
}

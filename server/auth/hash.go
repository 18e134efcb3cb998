package auth

import (
	"context"

	"github.com/confab/confab/server/auth/turn"
)

// hashing is where passwords are hashed, in turns.
type hashing struct {
	*turn.Queue
	Hasher
}

// hash makes the hash of a new password of somebody at c, who waits for their
// turn with the strangers. Returns what people are told if they cannot.
func (h hashing) hash(ctx context.Context, password string, c Client) (string, error) {
	leave, err := h.Enter(ctx, c.network(), false)
	if err != nil {
		return "", hashed(err)
	}
	defer leave()
	encoded, err := h.Hash(ctx, password)
	if err != nil {
		return "", hashed(err)
	}
	return encoded, nil
}

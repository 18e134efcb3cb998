package auth

import (
	"context"

	"github.com/confab/confab/server/auth/turn"
)

// hashing hashes passwords, one after the other in the order of package turn.
type hashing struct {
	*turn.Queue
	Hasher
}

// hash hashes a new password of somebody at c, who waits in the line of
// strangers. It returns an error for people if it cannot.
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

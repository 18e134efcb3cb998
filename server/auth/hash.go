package auth

import "context"

// hash makes the hash of a new password of somebody at c, who waits for their
// turn with the strangers. Returns what people are told if they cannot.
func (a *Auth) hash(ctx context.Context, password string, c Client) (string, error) {
	leave, err := a.queue.Enter(ctx, c.network(), false)
	if err != nil {
		return "", hashed(err)
	}
	defer leave()
	encoded, err := a.accounts.Hasher.Hash(ctx, password)
	if err != nil {
		return "", hashed(err)
	}
	return encoded, nil
}

package keys

import "context"

// Vault keeps one value, all the keys of a Ring, where it lasts. It is safe
// for concurrent use.
type Vault interface {
	// Read returns the value, nil if none was kept yet.
	Read(ctx context.Context) ([]byte, error)
	// Replace keeps what fn makes of the value; it lasts when Replace returns.
	// Of several that replace it at once, each is given what the one before
	// has made. If fn fails or returns nil, everything stays as it is. fn may
	// be called more than once, even after Replace has given up; only what it
	// did last counts.
	Replace(ctx context.Context, fn func(old []byte) ([]byte, error)) error
	// Place says where the value is, for people: "in /var/lib/x/signing.json".
	Place() string
}

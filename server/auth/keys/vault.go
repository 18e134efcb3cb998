package keys

import "context"

// Vault stores one value durably: all the keys of a Ring. It is safe for
// concurrent use.
type Vault interface {
	// Read returns the value, nil if there is none yet.
	Read(ctx context.Context) ([]byte, error)
	// Replace replaces the value by the result of fn. It is durable when Replace
	// returns. Concurrent calls run one after the other, each fn on the result of
	// the one before. If fn fails or returns nil, nothing changes. fn may be
	// called more than once, even after Replace has given up; only its last call
	// counts.
	Replace(ctx context.Context, fn func(old []byte) ([]byte, error)) error
	// Place says where the value is, for people: "in /var/lib/x/signing.json".
	Place() string
}

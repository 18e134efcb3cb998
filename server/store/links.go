package store

import "github.com/confab/confab/shared/wire"

// Link is what was found behind an address.
type Link struct {
	Address string
	Preview wire.Preview // without Title: nothing to show. Its Picture is a file of some message, which may be gone
	At      int64        // when it was looked at, UTC milliseconds
}

// Links are the addresses that messages link to, for a while after somebody looked at
// them.
type Links interface {
	// Get returns ErrNotFound for an address that nobody looked at lately.
	Get(address string) (Link, error)
	// Put adds or overwrites.
	Put(l Link) error
	// Forget removes at most so many of those looked at before at, and reports whether
	// there may be more.
	Forget(at int64, most int) (more bool, err error)
}

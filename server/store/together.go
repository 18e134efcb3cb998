package store

import "context"

// Together is a Store that can be given several Updates at once, for less than
// one after another costs.
type Together interface {
	Store
	// UpdateAll is Update for each of fns, in their order: each commits what it
	// wrote or fails by itself, and sees what those before it wrote. The errors
	// are Update's, one a function. Once one is refused with ErrOverload before
	// it was begun, so are all after it.
	UpdateAll(ctx context.Context, fns []func(Tx) error) []error
}

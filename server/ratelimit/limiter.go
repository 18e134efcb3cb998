package ratelimit

import (
	"context"
	"time"

	"github.com/confab/confab/shared/limits"
)

// Limiter keeps token buckets by key. The rate belongs to the key: the same
// key is always asked for with the same rate.
type Limiter interface {
	// Take takes a token. It returns 0 if there was one, otherwise how long it
	// takes until there is; nothing is taken then. The zero Rate never
	// refuses. An error means that the count could not be kept; the caller
	// decides what that is worth.
	Take(ctx context.Context, key string, rate limits.Rate) (time.Duration, error)
	// Give puts a token back that was taken for something that did not happen.
	Give(ctx context.Context, key string, rate limits.Rate) error
}

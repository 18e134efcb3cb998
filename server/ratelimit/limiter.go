package ratelimit

import (
	"context"
	"time"

	"github.com/confab/confab/shared/limits"
)

// Limiter keeps token buckets by key. The same key must always be used with the
// same rate.
type Limiter interface {
	// Take takes a token. It returns 0 if there was one. Otherwise it takes
	// nothing and returns the time until there is one. The zero Rate never
	// refuses. An error means that the count is not available; the caller decides
	// what to do then.
	Take(ctx context.Context, key string, rate limits.Rate) (time.Duration, error)
	// Give returns a token that was taken for something that did not happen.
	Give(ctx context.Context, key string, rate limits.Rate) error
}

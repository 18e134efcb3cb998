package ratelimit

import (
	"time"

	"github.com/confab/confab/server/cluster"
)

// NewRedisOf is NewRedis with other time limits.
func NewRedisOf(link *cluster.Link, fallback Limiter, patience, rest time.Duration) *Redis {
	r := NewRedis(link, fallback)
	r.patience, r.rest = patience, rest
	return r
}

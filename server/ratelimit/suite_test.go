package ratelimit_test

import (
	"testing"
	"time"

	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/ratelimit/ratelimittest"
)

func TestMemory(t *testing.T) {
	ratelimittest.Run(t, func(*testing.T) ratelimittest.Backend {
		now := time.Unix(1_700_000_000, 0)
		m := ratelimit.NewMemory(func() time.Time { return now })
		return ratelimittest.Backend{
			Node: func(*testing.T) ratelimit.Limiter { return m },
			Now:  func() time.Time { return now }, Pass: func(d time.Duration) { now = now.Add(d) },
		}
	})
}

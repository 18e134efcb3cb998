package hub

import (
	"time"

	"github.com/confab/confab/shared/limits"
)

// bucket is a token bucket of one owner, full at first. Not safe for
// concurrent use.
type bucket struct {
	spent float64 // tokens missing from a full bucket
	at    time.Time
}

// take takes a token, or returns how long until there is one.
func (b *bucket) take(r limits.Rate, now time.Time) time.Duration {
	if r.PerSecond <= 0 {
		return 0
	}
	b.spent = max(0, b.spent-now.Sub(b.at).Seconds()*r.PerSecond)
	b.at = now
	if over := b.spent + 1 - float64(r.Burst); over > 0 {
		return time.Duration(over / r.PerSecond * float64(time.Second))
	}
	b.spent++
	return 0
}

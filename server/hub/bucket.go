package hub

import (
	"sync"
	"time"

	"github.com/confab/confab/shared/limits"
)

// bucket is a token bucket of one owner, full at first. Not safe for
// concurrent use.
type bucket struct {
	spent float64 // tokens missing from a full bucket
	at    time.Time
}

// take takes a token, or returns how long it takes until there is one.
func (b *bucket) take(r limits.Rate, now time.Time) time.Duration { return b.takeSome(r, 1, now) }

// takeSome takes n tokens, a full bucket at most, or returns how long it takes until
// they are there.
func (b *bucket) takeSome(r limits.Rate, n int, now time.Time) time.Duration {
	if r.PerSecond <= 0 {
		return 0
	}
	n = min(n, r.Burst)
	b.fill(r, now)
	if over := b.spent + float64(n-r.Burst); over > 0 {
		// Not 0, however little is missing: that would mean that they were taken.
		return max(time.Nanosecond, time.Duration(over/r.PerSecond*float64(time.Second)))
	}
	b.spent += float64(n)
	return 0
}

// fill adds the tokens that have come back since the last call.
func (b *bucket) fill(r limits.Rate, now time.Time) {
	b.spent = max(0, b.spent-now.Sub(b.at).Seconds()*r.PerSecond)
	b.at = now
}

// budget limits by person something whose cost is known only afterwards: it may be
// overdrawn, and comes back at the rate. It is safe for concurrent use; its lock is a
// leaf.
type budget struct {
	rate limits.Rate // 0: no limit

	mu      sync.Mutex
	of      map[string]*bucket
	sweepAt int // drop the full ones when there are so many
}

// left returns how much a person may spend now.
func (b *budget) left(user string, now time.Time) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rate.PerSecond <= 0 {
		return limits.ReplayAll
	}
	has := b.of[user]
	if has == nil {
		return b.rate.Burst
	}
	has.fill(b.rate, now)
	return max(0, b.rate.Burst-int(has.spent))
}

// spend notes what a person has spent.
func (b *budget) spend(user string, n int, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rate.PerSecond <= 0 || n == 0 {
		return
	}
	if b.of == nil {
		b.of = map[string]*bucket{}
	}
	if len(b.of) >= max(b.sweepAt, 1024) {
		for id, has := range b.of {
			if has.fill(b.rate, now); has.spent == 0 {
				delete(b.of, id)
			}
		}
		b.sweepAt = 2 * len(b.of)
	}
	if b.of[user] == nil {
		b.of[user] = &bucket{at: now}
	}
	b.of[user].fill(b.rate, now)
	b.of[user].spent += float64(n)
}

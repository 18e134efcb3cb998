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

// take takes a token, or returns how long until there is one.
func (b *bucket) take(r limits.Rate, now time.Time) time.Duration { return b.takeSome(r, 1, now) }

// takeSome takes n tokens, at most a full bucket, or returns how long until
// they are there.
func (b *bucket) takeSome(r limits.Rate, n int, now time.Time) time.Duration {
	if r.PerSecond <= 0 {
		return 0
	}
	n = min(n, r.Burst)
	b.fill(r, now)
	if over := b.spent + float64(n-r.Burst); over > 0 {
		// However little is missing, the wait is one: 0 would say that they were taken.
		return max(time.Nanosecond, time.Duration(over/r.PerSecond*float64(time.Second)))
	}
	b.spent += float64(n)
	return 0
}

// fill puts in what has come back since.
func (b *bucket) fill(r limits.Rate, now time.Time) {
	b.spent = max(0, b.spent-now.Sub(b.at).Seconds()*r.PerSecond)
	b.at = now
}

// budget is what each person may still cause of something whose cost is known
// afterwards only: it may be overdrawn, and comes back at the rate's pace.
// Full ones are forgotten. It is safe for concurrent use; its lock is a leaf.
type budget struct {
	rate limits.Rate // 0: no limit

	mu      sync.Mutex
	of      map[string]*bucket
	sweepAt int // forget the full ones when there are so many
}

// left returns how much a person may cause now.
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

// spend notes what a person has caused.
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

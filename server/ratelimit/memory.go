package ratelimit

import (
	"context"
	"sync"
	"time"

	"github.com/confab/confab/shared/limits"
)

// maxBuckets is the maximum number of buckets in a Memory. Beyond it some are
// dropped, which means that they are full again. At about 100 bytes each that is
// 100 MB in the worst case.
const maxBuckets = 1 << 20

// Memory is a Limiter within one process.
//
// It keeps one instant for each bucket instead of a count and a time: the
// moment at which the bucket is full again (the generic cell rate algorithm,
// ITU-T I.371). A bucket whose moment has passed is full, the same as one
// never seen, so it can be forgotten at any time.
type Memory struct {
	now func() time.Time
	max int

	mu      sync.Mutex
	full    map[string]int64 // when the bucket is full again, in ns since 1970
	sweepAt int              // sweep when there are this many buckets
}

// NewMemory returns an empty Memory that uses the time of now; nil is time.Now.
func NewMemory(now func() time.Time) *Memory {
	if now == nil {
		now = time.Now
	}
	return &Memory{now: now, max: maxBuckets, full: map[string]int64{}, sweepAt: 1024}
}

// Take implements Limiter. It never returns an error.
func (m *Memory) Take(_ context.Context, key string, rate limits.Rate) (time.Duration, error) {
	if rate.PerSecond <= 0 || rate.Burst <= 0 {
		return 0, nil
	}
	each := interval(rate)
	now := m.now().UnixNano()

	m.mu.Lock()
	defer m.mu.Unlock()
	full := max(m.full[key], now)
	if full > now+each*int64(rate.Burst) {
		full = now // the clock was set back: treat the bucket as new
	}
	full += each
	if wait := full - now - each*int64(rate.Burst); wait > 0 {
		return time.Duration(wait), nil
	}
	m.full[key] = full
	if len(m.full) >= m.sweepAt {
		m.sweepLocked(now)
	}
	return 0, nil
}

// Give implements Limiter. It never returns an error.
func (m *Memory) Give(_ context.Context, key string, rate limits.Rate) error {
	if rate.PerSecond <= 0 || rate.Burst <= 0 {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if full, ok := m.full[key]; ok {
		m.full[key] = full - interval(rate)
	}
	return nil
}

// Len returns the number of buckets stored, including full ones that were not
// swept yet.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.full)
}

// sweepLocked drops the buckets that are full and, if that leaves too many, as
// many others as necessary. The next sweep is due when the number has doubled, so
// sweeping costs each Take a constant on average.
func (m *Memory) sweepLocked(now int64) {
	for key, full := range m.full {
		if full <= now {
			delete(m.full, key)
		}
	}
	for key := range m.full {
		if len(m.full) <= m.max/2 {
			break
		}
		delete(m.full, key)
	}
	m.sweepAt = min(max(1024, 2*len(m.full)), m.max)
}

// interval is the time in which one token comes back, in ns.
func interval(rate limits.Rate) int64 {
	return int64(float64(time.Second) / rate.PerSecond)
}

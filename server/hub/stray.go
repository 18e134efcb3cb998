package hub

import (
	"sync"
	"time"
)

// strayFor is how long a hint for a room without subscriptions here is remembered, at
// least: for sessions that read the store before it and subscribe after it.
const strayFor = 10 * time.Second

// strays are the tops of rooms without subscriptions here, by the hints that came for
// them. The older half is dropped every strayFor. Its lock is a leaf.
type strays struct {
	mu       sync.Mutex
	now, was map[string]int64
	since    time.Time
}

// note notes a top of a room that is not in the directory.
func (y *strays) note(room string, seq int64) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if t := time.Now(); y.now == nil || t.Sub(y.since) > strayFor {
		y.was, y.now, y.since = y.now, map[string]int64{}, t
	}
	y.now[room] = max(y.now[room], seq)
}

// top returns the top that was noted for a room lately; 0: none.
func (y *strays) top(room string) int64 {
	y.mu.Lock()
	defer y.mu.Unlock()
	return max(y.now[room], y.was[room])
}

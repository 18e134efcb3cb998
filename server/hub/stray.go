package hub

import (
	"sync"
	"time"
)

// strayFor is how long a hint for a room that nobody here is subscribed to is
// remembered, at least: for whoever reads the store before it, and subscribes
// after it.
const strayFor = 10 * time.Second

// strays are the last seqs that were heard of in rooms that nobody here was
// subscribed to. The older half is forgotten every strayFor.
type strays struct {
	mu       sync.Mutex
	now, was map[string]int64
	since    time.Time
}

// note notes a seq of a room that is not here.
func (y *strays) note(room string, seq int64) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if t := time.Now(); y.now == nil || t.Sub(y.since) > strayFor {
		y.was, y.now, y.since = y.now, map[string]int64{}, t
	}
	y.now[room] = max(y.now[room], seq)
}

// top is the last seq heard of lately in a room that was not here; 0: none.
func (y *strays) top(room string) int64 {
	y.mu.Lock()
	defer y.mu.Unlock()
	return max(y.now[room], y.was[room])
}

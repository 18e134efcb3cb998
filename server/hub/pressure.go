package hub

import (
	"cmp"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"slices"
)

// The shares of the memory limit beyond which nobody is admitted, and beyond which the
// sessions with the longest queues are closed.
const (
	crowdedAt = 0.85
	fullAt    = 0.92
)

// relief is the share of the sessions that are closed at once when memory is full, and
// reliefBytes is how many bytes must be queued for one for that to help.
const (
	relief      = 0.01
	reliefBytes = 16 << 10
)

// Memory returns how much memory the program uses and how much it may use
// (GOMEMLIMIT), both in bytes; a limit of 0 is none.
func Memory() (used, limit uint64) {
	most := debug.SetMemoryLimit(-1) // only asks
	if most == math.MaxInt64 {
		return 0, 0
	}
	// What counts towards the limit, says the documentation of GOMEMLIMIT.
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64(), uint64(most)
}

// Admitting people takes several times the memory that keeping them connected does.
// After a crowd of crowdSize or more, that memory is returned to the system once nobody
// has arrived for quietTicks; the garbage collector by itself would wait until the heap
// has doubled.
const (
	crowdSize  = 500
	quietTicks = 4
)

// crowd counts who has arrived since memory was last returned. Only the heartbeat's
// goroutine uses it.
type crowd struct {
	admitted int64 // in all, at the last tick
	arrived  int64
	quiet    int // ticks since anyone did
}

// passed is called once a tick with the number of all admitted so far, and reports
// whether a crowd has just arrived in full.
func (c *crowd) passed(admitted int64) bool {
	if n := admitted - c.admitted; n > 0 {
		c.admitted, c.arrived, c.quiet = admitted, c.arrived+n, 0
		return false
	}
	if c.quiet++; c.quiet < quietTicks || c.arrived < crowdSize {
		return false
	}
	c.arrived = 0
	return true
}

// relieve returns memory to the system, stops admission or closes sessions, as the use of
// memory requires.
func (h *Hub) relieve() {
	if h.heartbeat.crowd.passed(h.stats.admitted.Load()) {
		h.work.Go(debug.FreeOSMemory)
	}
	used, limit := h.o.Memory()
	share := 0.0
	if limit > 0 {
		share = float64(used) / float64(limit)
	}
	if crowded := share > crowdedAt; h.admission.crowded.Swap(crowded) != crowded {
		h.log.Warn("memory", "crowded", crowded, "used", used, "limit", limit)
		if crowded {
			h.dir.roomCache.dropAll()
		}
	}
	if share <= fullAt {
		return
	}
	all := h.dir.sessions()
	backlog := make(map[*session]int, len(all))
	for _, s := range all {
		backlog[s] = s.link.backlog()
	}
	slices.SortFunc(all, func(a, b *session) int { return cmp.Compare(backlog[b], backlog[a]) })
	for _, s := range all[:min(len(all), 1+int(relief*float64(len(all))))] {
		if backlog[s] < reliefBytes {
			return
		}
		h.stats.slow.Add(1)
		s.close(byeSlow)
	}
}

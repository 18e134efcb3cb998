package hub

import (
	"cmp"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"slices"
)

// Memory, as shares of the limit, beyond which nobody new is let in, and
// beyond which those go for whom most is kept.
const (
	crowdedAt = 0.85
	fullAt    = 0.92
)

// relief is the share of the sockets that are let go at once when memory is
// full, and reliefBytes how much must be kept for one for that to help.
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

// Letting people in takes several times the memory that keeping them does.
// What a crowd of crowdSize took is given back once quietBeats have passed
// without anyone arriving; the collector by itself would wait for the heap to
// double.
const (
	crowdSize  = 500
	quietBeats = 4
)

// crowd is who has arrived since memory was last given back. The heart's own.
type crowd struct {
	admitted int64 // in all, at the last beat
	arrived  int64
	quiet    int // beats since anyone did
}

// passed takes the number of all admitted so far, once a beat, and reports
// whether a crowd has just passed.
func (c *crowd) passed(admitted int64) bool {
	if n := admitted - c.admitted; n > 0 {
		c.admitted, c.arrived, c.quiet = admitted, c.arrived+n, 0
		return false
	}
	if c.quiet++; c.quiet < quietBeats || c.arrived < crowdSize {
		return false
	}
	c.arrived = 0
	return true
}

// relieve looks at memory and does what is needed.
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

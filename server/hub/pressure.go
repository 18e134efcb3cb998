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

// relieve looks at memory and does what is needed.
func (h *Hub) relieve() {
	used, limit := h.o.Memory()
	share := 0.0
	if limit > 0 {
		share = float64(used) / float64(limit)
	}
	if crowded := share > crowdedAt; h.door.crowded.Swap(crowded) != crowded {
		h.log.Warn("memory", "crowded", crowded, "used", used, "limit", limit)
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

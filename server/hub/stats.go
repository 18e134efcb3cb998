package hub

import "sync/atomic"

// counters are what the hub counts.
type counters struct {
	admitted  atomic.Int64
	refused   [refusalCount]atomic.Int64
	delivered atomic.Int64
	writes    atomic.Int64
	slow      atomic.Int64
	dropped   atomic.Int64
	replayed  atomic.Int64
	gaps      atomic.Int64
	commands  atomic.Int64
	faults    atomic.Int64
}

// refusal is why a handshake was refused.
type refusal int

// The reasons, in the order of the checks.
const (
	refusedDraining refusal = iota
	refusedMemory
	refusedHandshake
	refusedOrigin
	refusedToken
	refusedThrottled
	refusedScope
	refusedPerson
	refusedBusy
	refusalCount
)

var refusalNames = [refusalCount]string{
	"draining", "memory", "handshake", "origin", "token", "throttled", "scope", "person", "busy",
}

// Stats are counts since the start, except for Sockets, Users and Rooms, which are
// current. Users includes people who are shown as online though they are not connected
// here: those who left a moment ago, and those connected to other nodes.
type Stats struct {
	Sockets   int              `json:"sockets"`
	Users     int              `json:"users"`
	Rooms     int              `json:"rooms"`
	Admitted  int64            `json:"admitted"`
	Refused   map[string]int64 `json:"refused"`   // handshakes, by reason
	Delivered int64            `json:"delivered"` // events, one for each socket
	Writes    int64            `json:"writes"`    // system calls for frames
	Slow      int64            `json:"slow"`      // sockets closed because they did not read
	Dropped   int64            `json:"dropped"`   // typing notices that slow readers were not sent
	Replayed  int64            `json:"replayed"`  // events sent while catching up
	Gaps      int64            `json:"gaps"`      // reads of the store for events whose hints were missing
	Commands  int64            `json:"commands"`
	Faults    int64            `json:"faults"` // malformed frames and objects
}

// Stats returns the counts.
func (h *Hub) Stats() Stats {
	h.dir.mu.RLock()
	defer h.dir.mu.RUnlock()
	s := Stats{
		Sockets: h.dir.sockets, Users: len(h.dir.users), Rooms: len(h.dir.rooms), Refused: map[string]int64{},
		Admitted: h.stats.admitted.Load(), Delivered: h.stats.delivered.Load(), Writes: h.stats.writes.Load(),
		Slow: h.stats.slow.Load(), Dropped: h.stats.dropped.Load(), Replayed: h.stats.replayed.Load(),
		Gaps: h.stats.gaps.Load(), Commands: h.stats.commands.Load(), Faults: h.stats.faults.Load(),
	}
	for i, name := range refusalNames {
		s.Refused[name] = h.stats.refused[i].Load()
	}
	return s
}

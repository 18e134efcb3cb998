package checkup

import (
	"maps"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/contents"
)

// Work is what is done in the background, and what came of it. None of it is a
// fault of the data.
type Work struct {
	Behind     []Behind          // followers whose cursors are not at the tops, by name
	DeadEvents []store.DeadEvent // at most Shown
	DeadJobs   []store.Job       // at most Shown
	Jobs       []Waiting         // that wait, by kind
	Days       []store.ActiveDay // rising
}

// Waiting are the jobs of a kind that have not ended.
type Waiting struct {
	Kind string
	Jobs int
	Due  int64 // when the first of them is or was due, UTC milliseconds; 0: none waits
	Dead int   // how many of the kind were given up
}

// Behind is how much a follower has not done yet.
type Behind struct {
	Follower string `json:"follower"`
	Rooms    int    `json:"rooms"`
	Events   int64  `json:"events"`
}

// work is what was read of it.
type work struct {
	found Work
	at    map[string]map[string]int64 // the cursors, by follower and room
	rooms map[int64]map[string]bool   // with messages, by day
	users map[int64]map[string]bool   // who sent any, by day
	sums  map[int64]int64             // messages, by day
	jobs  map[string]Waiting          // by kind
}

// cursor: follower, room, seq, tries, due.
func (w *work) cursor(l *look) func(contents.Row) {
	w.at = make(map[string]map[string]int64)
	return func(r contents.Row) {
		follower, room, seq := r.Text(0), r.Text(1), r.Int(2)
		if w.at[follower] == nil {
			w.at[follower] = make(map[string]int64)
		}
		if room == "" {
			return // it says that a new follower has begun
		}
		w.at[follower][room] = seq
		switch known := l.ids[room]; {
		case known == nil:
			l.findings.add(Orphans, "a cursor of %s is in room %s, which is not there", follower, room)
		case seq > known.top:
			l.findings.add(Counters, "the cursor of %s in room %s stands at %d, beyond its top, %d", follower, known, seq, known.top)
		}
	}
}

// deadEvent: follower, room, seq, at, error.
func (w *work) deadEvent(r contents.Row) {
	if len(w.found.DeadEvents) < Shown {
		w.found.DeadEvents = append(w.found.DeadEvents,
			store.DeadEvent{Follower: r.Text(0), Room: r.Text(1), Seq: r.Int(2), At: r.Int(3), Error: r.Text(4)})
	}
}

// job: key, kind, payload, due, tries, holder, until, error, died.
func (w *work) job(r contents.Row) {
	if w.jobs == nil {
		w.jobs = make(map[string]Waiting)
	}
	died, k := r.Int(8), w.jobs[r.Text(1)]
	k.Kind = r.Text(1)
	if died > 0 {
		k.Dead++
	} else {
		if due := r.Int(3); k.Jobs == 0 || due < k.Due {
			k.Due = due
		}
		k.Jobs++
	}
	w.jobs[k.Kind] = k
	if died > 0 && len(w.found.DeadJobs) < Shown {
		w.found.DeadJobs = append(w.found.DeadJobs,
			store.Job{Key: r.Text(0), Kind: r.Text(1), Tries: int(r.Int(4)), Error: r.Text(7), Died: died})
	}
}

// count: day, room, person, messages.
func (w *work) count(l *look) func(contents.Row) {
	w.rooms, w.users, w.sums = make(map[int64]map[string]bool), make(map[int64]map[string]bool), make(map[int64]int64)
	return func(r contents.Row) {
		day, room, user := r.Int(0), r.Text(1), r.Text(2)
		if w.rooms[day] == nil {
			w.rooms[day], w.users[day] = make(map[string]bool), make(map[string]bool)
		}
		w.rooms[day][room], w.users[day][user] = true, true
		w.sums[day] += r.Int(3)
		if l.ids[room] == nil {
			l.findings.add(Orphans, "messages are counted in room %s, which is not there", room)
		}
	}
}

// sum returns what was found, once all was read.
func (w *work) sum(rooms map[string]*room) Work {
	for _, follower := range slices.Sorted(maps.Keys(w.at)) {
		b := Behind{Follower: follower}
		for id, r := range rooms {
			if left := r.top - w.at[follower][id]; left > 0 {
				b.Rooms++
				b.Events += left
			}
		}
		if b.Rooms > 0 {
			w.found.Behind = append(w.found.Behind, b)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(w.jobs)) {
		w.found.Jobs = append(w.found.Jobs, w.jobs[kind])
	}
	for _, day := range slices.Sorted(maps.Keys(w.sums)) {
		w.found.Days = append(w.found.Days, store.ActiveDay{Day: day, Messages: w.sums[day], Rooms: int64(len(w.rooms[day])),
			People: int64(len(w.users[day]))})
	}
	return w.found
}

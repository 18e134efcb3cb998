package history

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"
)

// RemovalGrace is how long after an acknowledged removal a delivery may still
// arrive: Confab guarantees that a removed member gets nothing after that.
const RemovalGrace = time.Second

var seed = maphash.MakeSeed()

// contentHash identifies a message's content within this process.
func contentHash(body string, replyTo int64) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	h.WriteString(body)
	maphash.WriteComparable(&h, replyTo)
	return h.Sum64()
}

// Recorder holds the logs of one run.
type Recorder struct {
	now   func() time.Time
	clock atomic.Int64 // orders Invokes and OKs of all clients

	mu    sync.Mutex
	logs  []*Log
	rooms map[string]*delivered
}

// delivered is what the subscribers of a room received, by seq: the first
// delivery is kept, the others are compared with it, and Check compares it with
// the row.
type delivered struct {
	mu    sync.Mutex
	hash  map[int64]uint64
	blank map[int64]bool // delivered to some subscriber without a text
	top   int64
}

// NewRecorder returns an empty Recorder. now is the clock of I7.
func NewRecorder(now func() time.Time) *Recorder {
	return &Recorder{now: now, rooms: map[string]*delivered{}}
}

// Log returns a new log of one client. author is the id of the signed-in person;
// several logs may have the same.
func (r *Recorder) Log(author string) *Log {
	l := &Log{rec: r, author: author, sends: map[sendKey]*send{}, subs: map[string]*subscription{}, acked: map[ackKey]int64{},
		first: map[string]int64{}}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.logs = append(r.logs, l)
	return l
}

func (r *Recorder) room(room string) *delivered {
	r.mu.Lock()
	defer r.mu.Unlock()
	d := r.rooms[room]
	if d == nil {
		d = &delivered{hash: map[int64]uint64{}, blank: map[int64]bool{}}
		r.rooms[room] = d
	}
	return d
}

// see records that a subscriber received content at seq, and reports whether
// everyone else received the same. An empty text may be that of a message erased
// meanwhile, which Check decides.
func (d *delivered) see(seq int64, body string, replyTo int64) bool {
	hash := contentHash(body, replyTo)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.top = max(d.top, seq)
	if body == "" {
		d.blank[seq] = true
		return true
	}
	first, ok := d.hash[seq]
	if !ok {
		d.hash[seq] = hash
		return true
	}
	return first == hash
}

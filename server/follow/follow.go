package follow

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// ErrAway means that what a follower works with cannot be reached for now. An
// error that wraps it counts as no failure of the event.
var ErrAway = errors.New("follow: away for now")

// Follower is one kind of work.
type Follower struct {
	Name string // short, and for ever: cursors are kept under it

	// New: it begins where the rooms are when it is first started. Otherwise it
	// reads all that was ever said.
	New bool
	// Pause is how long what is committed may wait, so that more comes together.
	Pause time.Duration

	// Do works on the next events of one room, seq rising, as they were logged. It
	// is called at least once for each. nil: there is nothing to do outside the
	// store.
	Do func(ctx context.Context, es []wire.Event) error
	// Write writes what follows from them, once for each event: in the
	// transaction that moves the cursor. It is an Update's function and must not
	// change es. nil: there is nothing to write.
	Write func(tx store.Tx, es []wire.Event) error
}

// Options say what Followers work with. Store, Broker and Faults are required.
type Options struct {
	Store  store.Store
	Broker broker.Broker

	// Lease gives this node the lease of that name for a time and reports whether
	// it has it. nil: no other node works on Store.
	Lease func(ctx context.Context, name string, lasts time.Duration) (bool, error)

	Clock  func() time.Time // nil: time.Now
	Log    *slog.Logger     // nil: slog.Default
	Faults *sparse.Log

	// Times are for tests; the zero value is right.
	Times Times
}

// Times are how often and how long. Zero fields mean the package's own.
type Times struct {
	Backoff time.Duration // after the first failure, doubled with each
	Tries   int           // after so many an event is given up
	Compare time.Duration // how often all rooms are compared where there are other nodes
	Lease   time.Duration // how long a lease lasts
}

// The package's own Times.
const (
	firstBackoff = time.Second
	maxBackoff   = 10 * time.Minute
	maxTries     = 10
	compareEvery = 30 * time.Second
	leaseLasts   = 30 * time.Second
	gather       = 20 * time.Millisecond // how long what is told is gathered
)

// Followers carry out the work of all followers of a node.
type Followers struct {
	o       Options
	workers []*worker
	news    news
}

// New follows what o.Broker tells from now on. Call it before the first Update;
// Run does the work.
func New(o Options, list ...Follower) *Followers {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	o.Times = o.Times.complete()
	f := &Followers{o: o, news: news{rooms: make(map[string]struct{}), kick: make(chan struct{}, 1)}}
	for _, one := range list {
		f.workers = append(f.workers, newWorker(&f.o, one))
	}
	o.Broker.Subscribe(func(m broker.Message) {
		if m.Last > 0 {
			f.news.note(m.Room)
		}
	})
	o.Broker.Watch(func(bool) {
		for _, w := range f.workers {
			w.queue.doubt() // what was lost is found by comparing
		}
	})
	return f
}

func (t Times) complete() Times {
	if t.Backoff == 0 {
		t.Backoff = firstBackoff
	}
	if t.Tries == 0 {
		t.Tries = maxTries
	}
	if t.Compare == 0 {
		t.Compare = compareEvery
	}
	if t.Lease == 0 {
		t.Lease = leaseLasts
	}
	return t
}

// Run works until ctx ends.
func (f *Followers) Run(ctx context.Context) {
	var work sync.WaitGroup
	for _, w := range f.workers {
		work.Go(func() { f.o.Faults.Keep(ctx, f.o.Times.Backoff, "the follower "+w.Name, w.run) })
	}
	work.Go(func() { f.o.Faults.Keep(ctx, f.o.Times.Backoff, "waking followers", f.distribute) })
	work.Wait()
}

// distribute passes on what the broker told.
func (f *Followers) distribute(ctx context.Context) {
	var rooms []string
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.news.kick:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(gather): // whoever is busy is not asked for each message
		}
		rooms = f.news.take(rooms[:0])
		for _, w := range f.workers {
			w.queue.note(rooms)
		}
	}
}

// news are the rooms in which something was committed.
type news struct {
	kick chan struct{}

	mu    sync.Mutex
	rooms map[string]struct{}
}

// note notes a room. It waits for nobody: it is called while something is committed.
func (n *news) note(room string) {
	n.mu.Lock()
	first := len(n.rooms) == 0
	n.rooms[room] = struct{}{}
	n.mu.Unlock()
	if !first {
		return
	}
	select {
	case n.kick <- struct{}{}:
	default:
	}
}

// take empties n into to.
func (n *news) take(to []string) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	for room := range n.rooms {
		to = append(to, room)
	}
	clear(n.rooms)
	return to
}

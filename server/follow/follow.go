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

// ErrAway means that something a follower depends on cannot be reached for now.
// An error that wraps it does not count as a failure of the event.
var ErrAway = errors.New("follow: away for now")

// Follower is one kind of work.
type Follower struct {
	Name string // short, and never changed: cursors are stored under it

	// New means that the follower starts at the rooms' tops at its first start.
	// Otherwise it reads all logs from their beginning.
	New bool
	// Pause is how long an event may wait so that more are processed together.
	Pause time.Duration

	// Do processes the next events of one room, in rising order of seq, as they
	// were logged. It is called at least once for each. nil: there is nothing to
	// do outside the store.
	Do func(ctx context.Context, es []wire.Event) error
	// Write stores the result for these events, once for each event, in the
	// transaction that moves the cursor. It is an Update's function and must not
	// change es. nil: there is nothing to store.
	Write func(tx store.Tx, es []wire.Event) error
	// Wrote is called after a transaction in which Write was called was committed.
	// A crash may come in between. nil: nobody waits for it.
	Wrote func()
}

// Options are the parameters of Followers. Store, Broker and Faults are required.
type Options struct {
	Store  store.Store
	Broker broker.Broker

	// Lease acquires or renews the lease with that name for this node, and
	// reports whether this node has it. nil: no other node uses Store.
	Lease func(ctx context.Context, name string, lasts time.Duration) (bool, error)

	Clock  func() time.Time // nil: time.Now
	Log    *slog.Logger     // nil: slog.Default
	Faults *sparse.Log

	// Times are for tests; the zero value is right.
	Times Times
}

// Times are intervals and limits. Zero fields mean the package's defaults.
type Times struct {
	Backoff time.Duration // after the first failure, doubled with each
	Tries   int           // number of tries after which an event is given up
	Compare time.Duration // how often all rooms are compared if there are other nodes
	Lease   time.Duration // how long a lease lasts
}

// The defaults of Times.
const (
	firstBackoff = time.Second
	maxBackoff   = 10 * time.Minute
	maxTries     = 10
	compareEvery = 30 * time.Second
	leaseLasts   = 30 * time.Second
	gather       = 20 * time.Millisecond // how long hints are collected before they are distributed
)

// Followers run all followers of a node.
type Followers struct {
	o       Options
	workers []*worker
	news    news
}

// New registers with o.Broker. Call it before the first Update; Run does the
// work.
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
			w.queue.doubt() // lost hints are found by comparing
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

// distribute passes the broker's hints on to the queues.
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
		case <-time.After(gather): // so that a busy server does not wake the workers for each message
		}
		rooms = f.news.take(rooms[:0])
		for _, w := range f.workers {
			w.queue.note(rooms)
		}
	}
}

// news collects the rooms in which something was committed.
type news struct {
	kick chan struct{}

	mu    sync.Mutex
	rooms map[string]struct{}
}

// note adds a room. It never blocks, because it is called during commits.
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

// take moves the rooms of n to to.
func (n *news) take(to []string) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	for room := range n.rooms {
		to = append(to, room)
	}
	clear(n.rooms)
	return to
}

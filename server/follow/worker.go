package follow

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/store"
)

const (
	// roomsAtOnce is the maximum number of rooms processed in one transaction,
	// and of rooms compared by one read.
	roomsAtOnce    = 16
	comparedAtOnce = 500
	// eventsAtOnce is the maximum number of events of a room processed at once.
	// With the longest messages, those of roomsAtOnce rooms take about 30 MB.
	eventsAtOnce = 100
)

// worker runs one follower. All fields except queue belong to its goroutine.
type worker struct {
	Follower
	o     *Options
	queue *queue

	begun    bool      // the cursors of a new follower have been stored
	held     time.Time // when the lease expires
	compared time.Time // when all rooms were last compared; zero: the last attempt failed
}

func newWorker(o *Options, f Follower) *worker {
	return &worker{Follower: f, o: o, queue: newQueue(f.Pause)}
}

// run works until ctx ends. It begins by comparing all rooms.
func (w *worker) run(ctx context.Context) {
	w.queue.doubt()
	for ctx.Err() == nil {
		wait := w.turn(ctx)
		select {
		case <-ctx.Done():
		case <-w.queue.kick:
		case <-time.After(wait):
		}
	}
	w.queue.lead(false)
	if w.o.Lease == nil {
		return
	}
	// Release the lease, so that another node need not wait until it expires.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if _, err := w.o.Lease(ctx, w.leaseName(), 0); err != nil {
		w.failed("a lease cannot be given back", err)
	}
}

// leaseName returns the name of this follower's lease.
func (w *worker) leaseName() string { return "follow/" + w.Name }

// turn does a part of what is due: between two parts the lease is renewed, and
// rooms are compared, however much there is to do. It returns the time until the
// next turn, unless a hint comes.
func (w *worker) turn(ctx context.Context) time.Duration {
	ours, err := w.lease(ctx)
	if err == nil && ours {
		err = w.begin(ctx)
	}
	if err == nil && ours {
		err = w.look(ctx)
	}
	switch {
	case err != nil:
		w.failed("a follower cannot work for now", err)
		return w.o.Times.Backoff
	case !ours:
		return w.o.Times.Lease / 3
	}
	rooms, tasks := w.queue.due(roomsAtOnce)
	if len(rooms) == 0 {
		return w.idle()
	}
	w.work(ctx, rooms, tasks)
	return 0
}

// lease renews the lease when a third of its time has passed, and reports whether
// this node has it.
func (w *worker) lease(ctx context.Context) (bool, error) {
	if w.o.Lease == nil {
		w.queue.lead(true)
		return true, nil
	}
	asked, lasts := time.Now(), w.o.Times.Lease
	if asked.Before(w.held.Add(-lasts * 2 / 3)) {
		return true, nil
	}
	ours, err := w.o.Lease(ctx, w.leaseName(), lasts)
	if err != nil && asked.Before(w.held) {
		return true, nil // it is still held; the renewal is retried soon
	}
	w.held = time.Time{}
	if ours {
		w.held = asked.Add(lasts)
	}
	w.queue.lead(ours)
	return ours, err
}

// idle returns the time until something is due.
func (w *worker) idle() time.Duration {
	if w.o.Lease == nil {
		return w.queue.idle(w.o.Times.Compare)
	}
	return w.queue.idle(min(w.o.Times.Lease/3, time.Until(w.compared.Add(w.o.Times.Compare))))
}

// failed logs, once a minute, an error that no event caused.
func (w *worker) failed(message string, err error) {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, store.ErrClosed), errors.Is(err, store.ErrUnavailable):
		w.o.Log.Debug(message, "follower", w.Name, "error", err) // the server stops, or the store logs it once
	default:
		w.o.Faults.Warn(w.Name, message, "follower", w.Name, "error", err)
	}
}

// Lag is the state of a follower.
type Lag struct {
	Leads    bool  `json:"leads"`     // this node has the lease
	Rooms    int   `json:"rooms"`     // number of rooms with something to do, as far as known
	OldestMS int64 `json:"oldest_ms"` // time that the oldest of these rooms has waited
	Events   int64 `json:"events"`    // processed since the start
	Failures int64 `json:"failures"`
	Dead     int64 `json:"dead"`
}

// Lags returns the state of each follower on this node, by name.
func (f *Followers) Lags() map[string]Lag {
	lags := make(map[string]Lag, len(f.workers))
	for _, w := range f.workers {
		lags[w.Name] = w.queue.lag()
	}
	return lags
}

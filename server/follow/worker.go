package follow

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/store"
)

const (
	// roomsAtOnce is how many rooms are worked on in one transaction at most, and
	// how many are compared by one read.
	roomsAtOnce    = 16
	comparedAtOnce = 500
	// eventsAtOnce is how many events of a room are worked on at once at most. Of
	// the longest messages, those of roomsAtOnce rooms take some 30 MB.
	eventsAtOnce = 100
)

// worker carries out the work of one follower. All of it but its queue is its
// loop's own.
type worker struct {
	Follower
	o     *Options
	queue *queue

	begun    bool      // the cursors of a new follower were written down
	held     time.Time // until then the lease lasts
	compared time.Time // when all rooms were compared last
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
	// Another node need not wait until it has run out.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if _, err := w.o.Lease(ctx, w.leaseName(), 0); err != nil {
		w.failed("a lease cannot be given back", err)
	}
}

// leaseName is what the lease of this work is called.
func (w *worker) leaseName() string { return "follow/" + w.Name }

// turn does what is due and returns how long there is nothing to do unless
// something comes.
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
	for ctx.Err() == nil {
		if ours, err := w.lease(ctx); err != nil || !ours {
			return 0
		}
		rooms, tasks := w.queue.due(roomsAtOnce)
		if len(rooms) == 0 {
			break
		}
		w.work(ctx, rooms, tasks)
	}
	return w.idle()
}

// lease has the lease renewed when a third of its time has passed, and reports
// whether this node has it.
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
		return true, nil // it is asked again soon
	}
	w.held = time.Time{}
	if ours {
		w.held = asked.Add(lasts)
	}
	w.queue.lead(ours)
	return ours, err
}

// idle returns how long nothing is due.
func (w *worker) idle() time.Duration {
	if w.o.Lease == nil {
		return w.queue.idle(w.o.Times.Compare)
	}
	return w.queue.idle(min(w.o.Times.Lease/3, w.compared.Add(w.o.Times.Compare).Sub(time.Now())))
}

// failed logs, once a minute, what is no event's fault.
func (w *worker) failed(message string, err error) {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, store.ErrClosed), errors.Is(err, store.ErrUnavailable):
		w.o.Log.Debug(message, "follower", w.Name, "error", err) // ends, or the store tells it once
	default:
		w.o.Faults.Warn(w.Name, message, "follower", w.Name, "error", err)
	}
}

// Lag is how a follower is.
type Lag struct {
	Leads    bool  `json:"leads"`     // this node does its work
	Rooms    int   `json:"rooms"`     // in which there is something to do, as far as known
	OldestMS int64 `json:"oldest_ms"` // since when, of the room that has waited longest
	Events   int64 `json:"events"`    // done since the start
	Failures int64 `json:"failures"`
	Dead     int64 `json:"dead"`
}

// Lags returns how each follower is on this node, by name.
func (f *Followers) Lags() map[string]Lag {
	lags := make(map[string]Lag, len(f.workers))
	for _, w := range f.workers {
		lags[w.Name] = w.queue.lag()
	}
	return lags
}

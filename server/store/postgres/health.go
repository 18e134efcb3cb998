package postgres

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/sparse"
)

// How often PostgreSQL is asked whether it is there, while it is and while it
// is not, and how long it may take to answer.
const (
	probeEvery   = 2 * time.Second
	probeLost    = 200 * time.Millisecond
	probeTimeout = 2 * time.Second
)

// health knows whether PostgreSQL can be reached. One goroutine, which runs
// from begin to end, asks; everyone else reads. A question that is not answered in
// time does not count if somebody else was answered meanwhile: then the server is
// there and has much to do, and whoever waits for it would only be refused.
type health struct {
	log    *slog.Logger
	faults *sparse.Log
	probe  func(context.Context) error

	up    atomic.Bool
	heard atomic.Bool   // somebody was answered since the last question
	asked chan struct{} // holds one: something failed, ask now

	mu      sync.Mutex
	watches []func(up bool)

	stop context.CancelFunc
	done chan struct{}
}

func newHealth(log *slog.Logger, faults *sparse.Log, probe func(context.Context) error) *health {
	h := &health{log: log, faults: faults, probe: probe, asked: make(chan struct{}, 1), done: make(chan struct{})}
	h.up.Store(true)
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	go h.loop(ctx)
	return h
}

// Up reports whether PostgreSQL answered when it was last asked.
func (h *health) Up() bool { return h.up.Load() }

// Watch registers fn to be told of each change, on one goroutine. fn must not block.
func (h *health) Watch(fn func(up bool)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watches = append(h.watches, fn)
}

// answered notes that PostgreSQL carried something out.
func (h *health) answered() {
	if !h.heard.Load() { // most of the time it is noted, and reading is shared by all
		h.heard.Store(true)
	}
}

// suspect has PostgreSQL asked at once.
func (h *health) suspect() {
	select {
	case h.asked <- struct{}{}:
	default:
	}
}

// end waits for the goroutine.
func (h *health) end() {
	h.stop()
	<-h.done
}

func (h *health) loop(ctx context.Context) {
	defer close(h.done)
	clock := time.NewTimer(probeEvery)
	defer clock.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-clock.C:
		case <-h.asked:
		}
		clock.Reset(h.ask(ctx))
	}
}

// ask asks once, and returns when to ask again.
func (h *health) ask(ctx context.Context) (again time.Duration) {
	again = probeEvery
	defer h.faults.Survive("asking whether PostgreSQL is there", nil)
	bounded, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	h.heard.Store(false)
	err := h.probe(bounded)
	if ctx.Err() != nil {
		return again
	}
	if err != nil {
		again = probeLost
	}
	if err != nil && bounded.Err() != nil && h.heard.Load() {
		return again
	}
	h.set(err)
	return again
}

// set notes the answer, and tells of it if it is another than before.
func (h *health) set(err error) {
	up := err == nil
	if h.up.Swap(up) == up {
		return
	}
	if up {
		h.log.Info("PostgreSQL is back")
	} else {
		h.log.Error("PostgreSQL is lost: nothing can be read or written until it is back", "error", err)
	}
	h.mu.Lock()
	watches := h.watches
	h.mu.Unlock()
	for _, fn := range watches {
		fn(up)
	}
}

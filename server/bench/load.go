package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/confab/confab/server/bench/history"
)

// Load is one way of using the server. The rooms, their members and the people
// must have been prepared.
type Load struct {
	Name     string        `json:"name"`
	Rooms    int           `json:"rooms"`
	Members  int           `json:"members"`   // of each room, all connected
	Senders  int           `json:"senders"`   // of each room
	Rate     float64       `json:"rate"`      // messages a second, all senders together; 0: each sends as fast as it may
	InFlight int           `json:"in_flight"` // messages of a sender on their way at once, limits.UnackedSends at most; 0: 1
	Messages int           `json:"messages"`  // in all
	Size     int           `json:"size"`      // bytes of a message's text; 0: 150
	Patience time.Duration `json:"-"`         // until the last delivery; 0: two minutes
}

// Result is how a load went.
type Result struct {
	Load       Load           `json:"load"`
	Took       time.Duration  `json:"took_ns"`  // from the first Send to the last delivery
	Messages   int64          `json:"messages"` // acknowledged
	Deliveries int64          `json:"deliveries"`
	Ack        Quantiles      `json:"ack"`      // from Send to ack
	Delivery   Quantiles      `json:"delivery"` // from Send to delivery
	CPU        time.Duration  `json:"server_cpu_ns"`
	RSS        int64          `json:"server_rss"` // of the server, after the load, bytes
	History    history.Report `json:"history"`
}

// Quantiles are the times that half, 95 and 99 of 100 were not above.
type Quantiles struct {
	P50 time.Duration `json:"p50_ns"`
	P95 time.Duration `json:"p95_ns"`
	P99 time.Duration `json:"p99_ns"`
}

func quantiles(t *Times) Quantiles { return Quantiles{t.At(0.5), t.At(0.95), t.At(0.99)} }

// PerSecond is the number of deliveries a second.
func (r Result) PerSecond() float64 { return float64(r.Deliveries) / r.Took.Seconds() }

// Sends is the number of acknowledged messages a second.
func (r Result) Sends() float64 { return float64(r.Messages) / r.Took.Seconds() }

// PerDelivery is the server's processor time for each delivery.
func (r Result) PerDelivery() time.Duration {
	return time.Duration(float64(r.CPU) / float64(max(r.Deliveries, 1)))
}

// Target is a server under load.
type Target struct {
	URL   string
	Usage func() (cpu time.Duration, rss int64, err error) // nil: not known
}

func (t Target) usage() (time.Duration, int64, error) {
	if t.Usage == nil {
		return 0, 0, nil
	}
	return t.Usage()
}

// withDefaults fills in what was left out.
func (l Load) withDefaults() Load {
	if l.Size == 0 {
		l.Size = 150
	}
	if l.InFlight == 0 {
		l.InFlight = 1
	}
	if l.Patience == 0 {
		l.Patience = 2 * time.Minute
	}
	return l
}

// drive connects everybody, puts the load on the server, waits until
// everything has been delivered, and lets everybody go. progress is told how
// much of it has been, by one goroutine; it may be nil.
func drive(ctx context.Context, target Target, w *Workspace, load Load, progress func(done, total int64)) (Result, *run, error) {
	r := newRun(target, load.withDefaults())
	defer r.stop()
	if err := r.connect(ctx, w); err != nil {
		return Result{}, nil, err
	}
	cpu, _, err := target.usage()
	if err != nil {
		return Result{}, nil, err
	}
	defer r.watch(progress)()
	begin := time.Now()
	if err := r.send(ctx); err != nil {
		return Result{}, nil, err
	}
	if err := r.settle(ctx); err != nil {
		return Result{}, nil, fmt.Errorf("load %s: %w", load.Name, err)
	}
	took := time.Since(begin)
	r.lastAcks(ctx)
	result := r.result(took)
	after, rss, err := target.usage()
	result.CPU, result.RSS = after-cpu, rss
	return result, r, err
}

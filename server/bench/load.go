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
	Name     string
	Rooms    int
	Members  int           // of each room, all connected
	Senders  int           // of each room
	Rate     float64       // messages a second, all senders together; 0: each sends as fast as it may
	InFlight int           // without Rate: unacknowledged messages of a sender; 0: 1
	Messages int           // in all
	Size     int           // bytes of a message's text; 0: 150
	Patience time.Duration // until the last delivery; 0: two minutes
}

// Result is how a load went.
type Result struct {
	Load       Load
	Took       time.Duration // from the first Send to the last delivery
	Messages   int64         // acknowledged
	Deliveries int64
	Ack        Quantiles // from Send to ack
	Delivery   Quantiles // from Send to delivery
	CPU        time.Duration
	RSS        int64 // of the server, after the load, bytes
	History    history.Report
}

// Quantiles are the times that half, 95 and 99 of 100 were not above.
type Quantiles struct{ P50, P95, P99 time.Duration }

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

// Run connects everybody, puts the load on the server and waits until
// everything has been delivered. progress is told how much of it has been, by
// one goroutine; it may be nil. rows gives the rooms' events at the end, for
// the history checker; nil leaves the check to what clients saw.
func Run(ctx context.Context, target Target, w *Workspace, load Load, progress func(done, total int64)) (_ Result, rec *history.Recorder, err error) {
	if load.Size == 0 {
		load.Size = 150
	}
	if load.Patience == 0 {
		load.Patience = 2 * time.Minute
	}
	r := &run{load: load, target: target, rec: history.NewRecorder(time.Now), sentAt: make([]sent, load.Messages)}
	defer func() {
		for _, c := range r.clients {
			c.engine.Stop()
		}
	}()
	if err := r.connect(ctx, w); err != nil {
		return Result{}, nil, err
	}
	cpu, _, err := target.usage()
	if err != nil {
		return Result{}, nil, err
	}
	begin := time.Now()
	if err := r.send(ctx); err != nil {
		return Result{}, nil, err
	}
	if err := r.settle(ctx, progress); err != nil {
		return Result{}, nil, fmt.Errorf("load %s: %w", load.Name, err)
	}
	result := r.result(time.Since(begin))
	after, rss, err := target.usage()
	result.CPU, result.RSS = after-cpu, rss
	return result, r.rec, err
}

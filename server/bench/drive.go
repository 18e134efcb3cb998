package bench

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/server/bench/history"
)

// connecting is how many clients connect at the same time: a crowd, and within
// what the server admits.
const connecting = 50

// run is a load under way.
type run struct {
	load    Load
	target  Target
	rec     *history.Recorder
	clients []*client
	senders []*client
	rooms   []string        // of the i-th sender
	authors map[string]bool // the people of the load
	sentAt  []atomic.Int64  // by message number, nanoseconds since the epoch

	next      atomic.Int64 // number of the next message
	arrived   atomic.Int64 // messages acknowledged, or seen by their senders
	acked     atomic.Int64 // messages acknowledged
	refused   atomic.Int64
	delivered atomic.Int64
}

func newRun(target Target, load Load) *run {
	return &run{
		load: load, target: target, rec: history.NewRecorder(time.Now),
		authors: map[string]bool{}, sentAt: make([]atomic.Int64, load.Messages),
	}
}

// connect starts an engine for each seat of each room and waits until all are
// live.
func (r *run) connect(ctx context.Context, w *Workspace) error {
	if len(w.Rooms) < r.load.Rooms {
		return fmt.Errorf("the workspace has %d rooms, the load wants %d", len(w.Rooms), r.load.Rooms)
	}
	bySeat := map[int]*client{}
	for i, room := range w.Rooms[:r.load.Rooms] {
		for m := range r.load.Members {
			at := (i*r.load.Members + m) % len(w.Seats)
			c := bySeat[at]
			if c == nil {
				c = r.newClient(w.Seats[at])
				bySeat[at] = c
				r.clients = append(r.clients, c)
				r.authors[w.Seats[at].User] = true
			}
			c.enter(room)
			if m < r.load.Senders {
				r.senders, r.rooms = append(r.senders, c), append(r.rooms, room)
			}
		}
	}
	var g errgroup.Group
	g.SetLimit(connecting)
	for _, c := range r.clients {
		g.Go(func() error {
			c.engine.Start()
			select {
			case <-c.live:
				return nil
			case <-time.After(r.load.Patience):
				return fmt.Errorf("not connected within %v: %w", r.load.Patience, c.trouble())
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}
	return g.Wait()
}

// trouble is why a client is not connected.
func (c *client) trouble() error {
	if reason := c.engine.Status().Reason; reason != nil {
		return reason
	}
	return fmt.Errorf("it is still %s", c.engine.Status().Phase)
}

// stop ends every client.
func (r *run) stop() {
	var g errgroup.Group
	for _, c := range r.clients {
		g.Go(func() error {
			c.engine.Stop()
			return nil
		})
	}
	_ = g.Wait() // none of them fails
}

// send lets every sender send until the load's messages are used up.
func (r *run) send(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for i, c := range r.senders {
		g.Go(func() error {
			if r.load.Rate == 0 {
				return r.closed(ctx, c, r.rooms[i])
			}
			return r.open(ctx, c, r.rooms[i], i)
		})
	}
	return g.Wait()
}

// closed is the closed loop: the next message as soon as there is room for one.
func (r *run) closed(ctx context.Context, c *client, room string) error {
	for {
		if more, err := c.say(ctx, room); !more {
			return err
		}
	}
}

// open is the open loop: messages at fixed moments, whether or not the server
// keeps up. The i-th of n senders begins i/n of an interval later.
func (r *run) open(ctx context.Context, c *client, room string, i int) error {
	every := time.Duration(float64(len(r.senders)) / r.load.Rate * float64(time.Second))
	due := time.Now().Add(every * time.Duration(i) / time.Duration(len(r.senders)))
	timer := time.NewTimer(0)
	defer timer.Stop()
	<-timer.C
	for {
		timer.Reset(time.Until(due))
		select {
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if more, err := c.say(ctx, room); !more {
			return err
		}
		due = due.Add(every)
	}
}

// settled reports whether all is said, and delivered to all members.
func (r *run) settled() bool {
	arrived := r.arrived.Load()
	return arrived+r.refused.Load() == int64(r.load.Messages) && r.delivered.Load() >= arrived*int64(r.load.Members)
}

// settle waits until settled, from the moment begin on.
func (r *run) settle(ctx context.Context) error {
	deadline := time.After(r.load.Patience)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !r.settled() {
		select {
		case <-tick.C:
		case <-deadline:
			return fmt.Errorf("%d of %d deliveries after %v; %d of %d messages acknowledged",
				r.delivered.Load(), r.total(), r.load.Patience, r.arrived.Load(), r.load.Messages)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// lastAcks gives acks that come after the events a moment to arrive; those that
// were lost with a connection do not come any more.
func (r *run) lastAcks(ctx context.Context) {
	late := time.After(time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for r.acked.Load() < r.arrived.Load() {
		select {
		case <-tick.C:
		case <-late:
			return
		case <-ctx.Done():
			return
		}
	}
}

// total is how many deliveries the load comes to.
func (r *run) total() int64 { return int64(r.load.Messages) * int64(r.load.Members) }

// watch tells progress a few times a second until stop is called.
func (r *run) watch(progress func(done, total int64)) (stop func()) {
	if progress == nil {
		return func() {}
	}
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			progress(r.delivered.Load(), r.total())
			select {
			case <-tick.C:
			case <-end:
				progress(r.delivered.Load(), r.total())
				return
			}
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}

func (r *run) result(took time.Duration) Result {
	var acks, seen Times
	for _, c := range r.clients {
		c.mu.Lock()
		acks.Add(&c.acks)
		seen.Add(&c.seen)
		c.mu.Unlock()
	}
	return Result{
		Load: r.load, Took: took, Messages: r.arrived.Load(), Deliveries: r.delivered.Load(),
		Ack: quantiles(&acks), Delivery: quantiles(&seen),
	}
}

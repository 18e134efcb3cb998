package bench

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

// connecting is how many clients connect at the same time: a crowd, and within
// what the server admits.
const connecting = 50

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
			}
			c.rooms[room] = true
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
				return fmt.Errorf("not connected within %v: %+v", r.load.Patience, c.engine.Status())
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}
	return g.Wait()
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

// settle waits until every acknowledged message has been delivered to all
// members, telling progress meanwhile.
func (r *run) settle(ctx context.Context, progress func(done, total int64)) error {
	deadline := time.After(r.load.Patience)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	total := int64(r.load.Messages) * int64(r.load.Members)
	for {
		done := r.delivered.Load()
		if progress != nil {
			progress(done, total)
		}
		if r.acked.Load()+r.refused.Load() == int64(r.load.Messages) && done >= r.acked.Load()*int64(r.load.Members) {
			return nil
		}
		select {
		case <-tick.C:
		case <-deadline:
			return fmt.Errorf("%d of %d deliveries after %v; %d of %d messages acknowledged",
				done, total, r.load.Patience, r.acked.Load(), r.load.Messages)
		case <-ctx.Done():
			return ctx.Err()
		}
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
		Load: r.load, Took: took, Messages: r.acked.Load(), Deliveries: r.delivered.Load(),
		Ack: quantiles(&acks), Delivery: quantiles(&seen),
	}
}

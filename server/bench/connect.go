package bench

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

// connect starts a client for each seat of each room, spread over the target's
// servers, and waits until all are live.
func (r *run) connect(ctx context.Context, w *Workspace) error {
	if len(w.Rooms) < r.load.Rooms {
		return fmt.Errorf("the workspace has %d rooms, the load wants %d", len(w.Rooms), r.load.Rooms)
	}
	r.seat(w)
	var g errgroup.Group
	g.SetLimit(connecting)
	for _, c := range r.clients {
		g.Go(func() error {
			c.voice.start()
			select {
			case <-c.live:
				return c.placed()
			case <-time.After(r.load.Patience):
				return fmt.Errorf("not connected to %s within %v: %w", r.target.URLs[c.node], r.load.Patience, c.voice.trouble())
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
	}
	return g.Wait()
}

// seat makes the clients and says who of them sends where.
func (r *run) seat(w *Workspace) {
	bySeat := map[int]*client{}
	for i, room := range w.Rooms[:r.load.Rooms] {
		for m := range r.load.Members {
			at := (i*r.load.Members + m) % len(w.Seats)
			c := bySeat[at]
			if c == nil {
				node := at % len(r.target.URLs)
				c = r.newClient(w.Seats[at], node)
				bySeat[at] = c
				r.clients = append(r.clients, c)
				r.home[w.Seats[at].User] = node
			}
			c.enter(room)
			if m < r.load.Senders {
				r.senders, r.rooms = append(r.senders, c), append(r.rooms, room)
			}
		}
	}
}

// placed checks that the client is in all its rooms.
func (c *client) placed() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for room, s := range c.rooms {
		if !s.in {
			return fmt.Errorf("the person %s is not in room %s", c.log.Author(), room)
		}
	}
	return nil
}

// stop ends every client.
func (r *run) stop() {
	var g errgroup.Group
	for _, c := range r.clients {
		g.Go(func() error {
			c.voice.stop()
			return nil
		})
	}
	_ = g.Wait() // none of them fails
}

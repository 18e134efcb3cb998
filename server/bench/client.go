package bench

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/bench/history"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// client is one connected person: an engine and what it is told.
type client struct {
	run    *run
	rooms  map[string]bool // those of the load
	engine *engine.Engine
	live   chan struct{} // closed at the first ready

	// mu guards what follows: the engine's loop calls the trace functions, and
	// the sender notes what it sends.
	mu     sync.Mutex
	log    *history.Log
	sends  map[string]int // cid -> message number, until acknowledged
	conn   string
	acks   Times
	seen   Times
	ready  bool
	flight chan struct{} // a place for each message that may be on its way
}

// run is a load under way.
type run struct {
	load    Load
	target  Target
	rec     *history.Recorder
	clients []*client
	senders []*client
	rooms   []string // of the i-th sender
	sentAt  []sent   // by message number

	next      atomic.Int64 // number of the next message
	acked     atomic.Int64
	refused   atomic.Int64
	delivered atomic.Int64
}

// sent is the moment a message was sent, as nanoseconds since the epoch.
type sent = atomic.Int64

func (r *run) newClient(seat Seat) *client {
	c := &client{run: r, rooms: map[string]bool{}, live: make(chan struct{}), log: r.rec.Log(seat.User), sends: map[string]int{}}
	inFlight := max(r.load.InFlight, 1)
	c.flight = make(chan struct{}, inFlight)
	c.engine = engine.New(engine.Options{
		Dialer:  dial.Dialer{URL: r.target.URL, Token: dial.Fixed(seat.Token)},
		Device:  id.New(),
		Client:  "confab-bench",
		Unacked: inFlight,
		Trace: engine.Trace{
			Welcome: c.welcome, Ready: c.isReady, Event: c.event, Ack: c.ack, Nack: c.nack,
		},
	})
	return c
}

func (c *client) welcome(w *wire.Welcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = w.Conn
	for room, m := range w.Rooms {
		if c.rooms[room] && m.Mode == wire.ModeReset {
			c.log.Subscribe(room, m.Top)
		}
	}
}

func (c *client) isReady() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ready {
		c.ready = true
		close(c.live)
	}
}

func (c *client) event(e *wire.Event) {
	if !c.rooms[e.Room] {
		return
	}
	now := time.Now().UnixNano()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log.Deliver(e.Room, e.Seq, e.Body, e.ReplyTo)
	if n, ok := number(e.Body); ok && n < len(c.run.sentAt) {
		c.seen.Note(time.Duration(now - c.run.sentAt[n].Load()))
		c.run.delivered.Add(1)
	}
}

func (c *client) ack(a *wire.Ack) {
	now := time.Now().UnixNano()
	c.mu.Lock()
	c.log.OK(c.conn, a.Room, a.CID, a.Seq)
	c.acks.Note(time.Duration(now - c.run.sentAt[c.sends[a.CID]].Load()))
	delete(c.sends, a.CID)
	c.mu.Unlock()
	c.run.acked.Add(1)
	<-c.flight
}

func (c *client) nack(n *wire.Nack) {
	if n.Code.Temporary() {
		return // the engine tries again
	}
	c.mu.Lock()
	c.log.Fail(n.Room, n.CID)
	c.mu.Unlock()
	c.run.refused.Add(1)
	<-c.flight
}

// say sends the next message of the load into room; false when there is none
// left.
func (c *client) say(ctx context.Context, room string) (bool, error) {
	select {
	case c.flight <- struct{}{}:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	n := int(c.run.next.Add(1) - 1)
	if n >= c.run.load.Messages {
		return false, nil
	}
	text := body(n, c.run.load.Size)
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.run.rec.Tick()
	c.run.sentAt[n].Store(time.Now().UnixNano())
	cid, err := c.engine.Send(room, text, 0)
	if err != nil {
		return false, err
	}
	c.log.Invoke(at, room, cid, text, 0)
	c.sends[cid] = n
	return true, nil
}

package bench

import (
	"context"
	"sync"
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
	engine *engine.Engine
	live   chan struct{} // closed at the first ready

	// mu guards what follows: the engine's loop calls the trace functions, and
	// the sender notes what it sends.
	mu    sync.Mutex
	log   *history.Log
	rooms map[string]*place // those of the load
	conn  string
	acks  Times
	seen  Times
	ready bool
	other []history.Row // events that no page shows
}

// place is a client's place in one room.
type place struct {
	after  int64          // the room's top when the client came
	last   int64          // the seq delivered last
	own    int64          // the seq of the client's last message that arrived
	flight chan struct{}  // one for each message that may be on its way; nil: any number
	sends  map[string]int // cid -> number of a message without an ack
	landed map[string]int // those whose event has come before the ack
}

func (r *run) newClient(s Seat) *client {
	c := &client{run: r, rooms: map[string]*place{}, live: make(chan struct{}), log: r.rec.Log(s.User)}
	c.engine = engine.New(engine.Options{
		Dialer:  dial.Dialer{URL: r.target.URL, Token: dial.Fixed(s.Token)},
		Device:  id.New(),
		Client:  "confab-bench",
		Unacked: r.load.InFlight,
		Trace: engine.Trace{
			Welcome: c.welcome, Ready: c.isReady, Event: c.event, Ack: c.ack, Nack: c.nack,
		},
	})
	return c
}

// enter adds a room of the load, before the engine is started.
func (c *client) enter(room string) {
	s := &place{sends: map[string]int{}, landed: map[string]int{}}
	if c.run.load.Rate == 0 {
		s.flight = make(chan struct{}, c.run.load.InFlight)
	}
	c.rooms[room] = s
}

func (c *client) welcome(w *wire.Welcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = w.Conn
	for room, m := range w.Rooms {
		if s := c.rooms[room]; s != nil && m.Mode == wire.ModeReset {
			c.log.Subscribe(room, m.Top)
			if s.last == 0 {
				s.after = m.Top
			}
			s.last = m.Top
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
	now := time.Now().UnixNano()
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.rooms[e.Room]
	if s == nil {
		return
	}
	s.last = e.Seq
	c.log.Deliver(e.Room, e.Seq, e.Body, e.ReplyTo)
	if !e.Visible() {
		c.other = append(c.other, history.Row{Room: e.Room, Seq: e.Seq, Author: e.Author})
	}
	if n, ok := number(e.Body); ok && n < len(c.run.sentAt) && c.run.authors[e.Author] {
		c.seen.Note(time.Duration(now - c.run.sentAt[n].Load()))
		c.run.delivered.Add(1)
	}
	if n, mine := s.sends[e.CID]; mine {
		s.own = max(s.own, e.Seq)
		delete(s.sends, e.CID)
		s.landed[e.CID] = n
		c.through(s)
	}
}

// through makes room for the next message.
func (c *client) through(s *place) {
	c.run.arrived.Add(1)
	if s.flight != nil {
		<-s.flight
	}
}

func (c *client) ack(a *wire.Ack) {
	now := time.Now().UnixNano()
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.rooms[a.Room]
	if s == nil {
		return
	}
	s.own = max(s.own, a.Seq)
	n, first := s.sends[a.CID]
	if first {
		delete(s.sends, a.CID)
		c.through(s)
	} else if n, first = s.landed[a.CID]; first {
		delete(s.landed, a.CID)
	}
	if first {
		c.run.acked.Add(1)
		c.acks.Note(time.Duration(now - c.run.sentAt[n].Load()))
	}
	c.log.OK(c.conn, a.Room, a.CID, a.Seq)
}

func (c *client) nack(n *wire.Nack) {
	if n.Code.Temporary() {
		return // the engine tries again
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log.Fail(n.Room, n.CID)
	s := c.rooms[n.Room]
	if s == nil {
		return
	}
	delete(s.sends, n.CID)
	c.run.refused.Add(1)
	if s.flight != nil {
		<-s.flight
	}
}

// say sends the next message of the load into room; false when there is none
// left.
func (c *client) say(ctx context.Context, room string) (bool, error) {
	s := c.rooms[room] // the map does not change any more
	if s.flight != nil {
		select {
		case s.flight <- struct{}{}:
		case <-ctx.Done():
			return false, ctx.Err()
		}
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
	s.sends[cid] = n
	return true, nil
}

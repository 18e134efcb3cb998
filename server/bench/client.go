package bench

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// voice is a client's connection: it calls the client's welcome, isReady,
// event, ack, nack and lost.
type voice interface {
	start()
	// send puts a message on its way. It calls noted with the message's cid
	// before the server can have answered, with the client's mu held.
	send(room, text string, noted func(cid string)) error
	// trouble is why there is no connection.
	trouble() error
	// stop ends it and waits until nothing is called any more.
	stop()
}

// client is one connected person.
type client struct {
	run   *run
	node  int // index of the server
	voice voice
	live  chan struct{} // closed at the first ready

	// mu guards what follows: the voice calls, and the sender notes what it
	// sends.
	mu    sync.Mutex
	log   *history.Log
	rooms map[string]*place // those of the load
	conn  string
	ready bool
	other []history.Row // events that no page shows
}

// place is a client's place in one room.
type place struct {
	in     bool           // the server says that the person is there
	after  int64          // the room's top when the client came
	last   int64          // the seq delivered last
	own    int64          // the seq of the client's last message that arrived
	flight chan struct{}  // one for each message that may be on its way; nil: any number
	sends  map[string]int // cid -> number of a message without an ack
	landed map[string]int // those whose event has come before the ack
}

func (r *run) newClient(s Seat, node int) *client {
	c := &client{run: r, node: node, rooms: map[string]*place{}, live: make(chan struct{}), log: r.rec.Log(s.User)}
	if r.load.Client == ClientLean {
		c.voice = newLean(c, r.target.URLs[node], s)
	} else {
		c.voice = newFull(c, r.target.URLs[node], s)
	}
	return c
}

// enter adds a room of the load, before the voice is started.
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
	if c.conn != "" {
		c.run.reconnects.Add(1)
	}
	c.conn = w.Conn
	for room, m := range w.Rooms {
		if s := c.rooms[room]; s != nil && m.Mode == wire.ModeReset {
			c.log.Subscribe(room, m.Top)
			if s.last == 0 {
				s.after = m.Top
			}
			s.in, s.last = true, m.Top
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

// event takes in an event that arrived at the moment now, in nanoseconds since
// the epoch. It does not change e.
func (c *client) event(e *wire.Event, now int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.rooms[e.Room]
	if s == nil {
		return
	}
	s.last = e.Seq
	c.log.Deliver(e.Room, e.Seq, e.Body, e.ReplyTo)
	if !effect.Visible(e) {
		c.other = append(c.other, history.Row{Room: e.Room, Seq: e.Seq, Author: e.Author})
	}
	if n, ok := number(e.Body); ok {
		c.run.deliver(c, e, n, now)
	}
	if n, mine := s.sends[e.CID]; mine {
		s.own = max(s.own, e.Seq)
		delete(s.sends, e.CID)
		s.landed[e.CID] = n
		c.through(s)
	}
}

// through makes room for the next message, unless all are to have this one
// first.
func (c *client) through(s *place) {
	c.run.arrived.Add(1)
	if s.flight != nil && !c.run.load.Lockstep {
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
		c.run.acks.Note(time.Duration(now - c.run.moments.of(n).at.Load()))
	}
	c.log.OK(c.conn, a.Room, a.CID, a.Seq)
}

func (c *client) nack(n *wire.Nack) {
	if n.Code == wire.CodeRate {
		c.run.give(fmt.Errorf("the server limits how much a person may send (%q); a load needs one without limits on rates (confab "+
			"serve --limits off), or more people and a lower --rate", n.Message))
	}
	if n.Code.Temporary() {
		c.run.putOff.Add(1)
		return // the voice tries again
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
	c.run.why.CompareAndSwap(nil, n.Err())
	if s.flight != nil {
		<-s.flight
	}
}

// say sends the next message of the load into room, as the i-th sender. Due is
// when it ought to be sent; the zero time: now. It returns false when there is
// none left.
func (c *client) say(ctx context.Context, room string, i int, due time.Time) (bool, error) {
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
	m := c.run.moments.of(n)
	m.sender.Store(int32(i))
	at, now := c.run.rec.Tick(), time.Now()
	if due.IsZero() {
		due = now
	} else {
		c.run.late.Note(now.Sub(due))
	}
	m.at.Store(due.UnixNano())
	err := c.voice.send(room, text, func(cid string) {
		c.log.Invoke(at, room, cid, text, 0)
		s.sends[cid] = n
		c.run.said.Add(1)
	})
	return err == nil, err
}

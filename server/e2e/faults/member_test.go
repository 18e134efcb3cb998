package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// impatience scales the time between attempts to connect, so that a story of
// many disconnections takes seconds: 1 is a person's client. Of thousands at
// once, attempts alone would keep a machine busy.
func impatience(people int) float64 {
	if people > 2_000 {
		return 1
	}
	return 0.05
}

// member is a person at a client of their own that keeps a history log. The
// client may be started anew with what it had kept, like a page that is
// reloaded.
type member struct {
	t      *testing.T
	user   string
	rec    *history.Recorder
	kept   *engine.Memory
	dialer engine.Dialer
	engine *engine.Engine // the story's own

	impatience float64
	guest      *guest // whom they let in and out of a room, as its host; nil: nobody

	mu    sync.Mutex
	log   *history.Log
	wrote map[string]*history.Log  // cid -> where it was noted
	open  map[string]chan struct{} // cid -> closed when it has arrived or was refused
	conn  string
	node  string           // that it is on
	lives int              // connections that caught up
	count int              // messages that arrived
	acked map[string]int64 // room -> the highest seq that was acknowledged
	heard func(*wire.Event)

	putOff map[wire.Code]int // why messages were to be sent later, and how often
}

// sits makes a member and starts their client, which connects by dialer with
// so much impatience.
func sits(t *testing.T, rec *history.Recorder, dialer engine.Dialer, seat bench.Seat, impatience float64) *member {
	m := &member{
		t: t, user: seat.User, rec: rec, kept: engine.NewMemory(),
		dialer: dialer, impatience: impatience,
		wrote: map[string]*history.Log{}, open: map[string]chan struct{}{}, acked: map[string]int64{}, putOff: map[wire.Code]int{},
	}
	m.start()
	return m
}

// start starts a client with what the one before it has kept.
func (m *member) start() {
	m.mu.Lock()
	m.log = m.rec.Log(m.user)
	for room, top := range m.cursors() {
		m.log.Subscribe(room, top)
	}
	m.mu.Unlock()
	m.engine = engine.New(engine.Options{
		Dialer: m.dialer, Device: id.New(), Client: "faults", Store: m.kept, Unacked: 4,
		Rand: func() float64 { return m.impatience * rand.Float64() },
		Trace: engine.Trace{
			Welcome: m.welcome, Ready: m.ready, Event: m.event, Ack: m.ack, Nack: m.nack,
		},
	})
	m.engine.Start()
}

// reload ends the client and starts another one in its place.
func (m *member) reload() {
	m.engine.Stop()
	m.mu.Lock()
	m.log.End()
	m.mu.Unlock()
	m.start()
}

// cursors are how far the kept state has come in each room.
func (m *member) cursors() map[string]int64 {
	records, err := m.kept.All(context.Background(), "room/")
	if err != nil {
		m.t.Error(err)
	}
	tops := map[string]int64{}
	for _, r := range records {
		var kept struct{ Room wire.Room }
		if err := json.Unmarshal([]byte(r.Value), &kept); err != nil {
			m.t.Errorf("record %s: %v", r.Key, err)
			continue
		}
		tops[strings.TrimPrefix(r.Key, "room/")] = kept.Room.Top
	}
	return tops
}

// say writes a message; arrived is closed once it is known to be in the log.
func (m *member) say(room, body string, replyTo int64) (arrived <-chan struct{}, err error) {
	return m.posts(engine.Message{Room: room, Body: body, ReplyTo: replyTo})
}

// posts is say for all that a message can have.
func (m *member) posts(message engine.Message) (arrived <-chan struct{}, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.rec.Tick()
	cid, err := m.engine.SendMessage(message)
	if err != nil {
		return nil, fmt.Errorf("send: %w", err)
	}
	m.log.Invoke(at, message.Room, cid, message.Body, message.ReplyTo)
	m.wrote[cid] = m.log
	done := make(chan struct{})
	m.open[cid] = done
	return done, nil
}

func (m *member) settle(cid string) {
	if done := m.open[cid]; done != nil {
		delete(m.open, cid)
		close(done)
		m.count++
	}
}

func (m *member) welcome(w *wire.Welcome) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.conn, m.node = w.Conn, w.Node
	for room, mode := range w.Rooms {
		if mode.Mode == wire.ModeReset {
			m.log.Subscribe(room, mode.Top)
		}
	}
}

func (m *member) ready() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lives++
}

func (m *member) event(e *wire.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log.Deliver(e.Room, e.Seq, e.Body, e.ReplyTo)
	if m.heard != nil {
		m.heard(e)
	}
	if e.Author == m.user && e.CID != "" {
		m.settle(e.CID)
	}
}

// hears has fn called with every event from now on, the member locked.
func (m *member) hears(fn func(*wire.Event)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.heard = fn
}

func (m *member) ack(a *wire.Ack) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.acked[a.Room] = max(m.acked[a.Room], a.Seq)
	if log := m.wrote[a.CID]; log != nil {
		log.OK(m.conn, a.Room, a.CID, a.Seq)
	}
	m.settle(a.CID)
}

func (m *member) nack(n *wire.Nack) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n.Code.Temporary() {
		m.putOff[n.Code]++
		return
	}
	if log := m.wrote[n.CID]; log != nil {
		log.Fail(n.Room, n.CID)
	}
	m.settle(n.CID)
	m.t.Errorf("a message was refused: %s: %s", n.Code, n.Message)
}

// connections is how many connections of the member's have caught up.
func (m *member) connections() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.lives
}

// arrived is how many of the member's messages are known to be in the log.
func (m *member) arrived() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.count
}

package hub_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/store"
)

// air is what hints travel through from node to node. A node hears its own at
// once; those of others are lost, doubled and delayed as the weather has it,
// and keep their order from one node to another.
type air struct {
	mu       sync.Mutex
	dice     *rand.Rand
	lost     float64 // of hints, from 0 to 1
	doubled  float64
	delay    time.Duration // at most
	down     bool
	antennas []*antenna
}

// antenna is the Broker of a node.
type antenna struct {
	air   *air
	local broker.Memory
	watch []func(up bool)

	mu   sync.Mutex
	last time.Time // the moment before which nothing more arrives here
}

func (a *air) antenna() *antenna {
	n := &antenna{air: a}
	a.antennas = append(a.antennas, n)
	return n
}

// Publish implements broker.Broker.
func (n *antenna) Publish(ctx context.Context, m broker.Message) error {
	if err := n.local.Publish(ctx, m); err != nil {
		return err
	}
	a := n.air
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, other := range a.antennas {
		if other == n || a.down || a.dice.Float64() < a.lost {
			continue
		}
		times := 1
		if a.dice.Float64() < a.doubled {
			times = 2
		}
		for range times {
			other.arrive(m, time.Duration(a.dice.Int64N(int64(a.delay)+1)))
		}
	}
	return nil
}

// arrive has a message heard after a while.
func (n *antenna) arrive(m broker.Message, after time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	at := time.Now().Add(after)
	if !at.After(n.last) {
		at = n.last.Add(time.Nanosecond)
	}
	n.last = at
	time.AfterFunc(time.Until(at), func() {
		// A node that has gone hears nothing.
		_ = n.local.Publish(context.Background(), m)
	})
}

func (n *antenna) Subscribe(fn func(broker.Message)) { n.local.Subscribe(fn) }
func (n *antenna) Watch(fn func(up bool))            { n.watch = append(n.watch, fn) }
func (n *antenna) Close() error                      { return n.local.Close() }

// weather sets how many hints are lost and doubled, and how late they come.
func (a *air) weather(lost, doubled float64, delay time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lost, a.doubled, a.delay = lost, doubled, delay
}

// cut ends or mends the connection between the nodes. They notice.
func (a *air) cut(down bool) {
	a.mu.Lock()
	a.down = down
	a.mu.Unlock()
	for _, n := range a.antennas {
		for _, fn := range n.watch {
			fn(!down)
		}
	}
}

// counter is a Presence that all nodes share; a change is told by the node that
// brought it about.
type counter struct {
	*presence.Memory
	mu    sync.Mutex
	tell  []func(user, state string)
	where map[string]int // user -> node of the last change
}

// seat is a node's side of the counter.
type seat struct {
	*counter
	node int
}

func (s seat) here(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.where[user] = s.node
}

func (s seat) Connect(ctx context.Context, user, conn string) error {
	s.here(user)
	return s.Memory.Connect(ctx, user, conn)
}

func (s seat) Disconnect(ctx context.Context, user, conn string) error {
	s.here(user)
	return s.Memory.Disconnect(ctx, user, conn)
}

func (s seat) Watch(fn func(user, state string)) { s.tell[s.node] = fn }

func (c *counter) changed(user, state string) {
	c.mu.Lock()
	fn := c.tell[c.where[user]]
	c.mu.Unlock()
	fn(user, state)
}

// cluster is several nodes over one store. Each is a stage of its own; they
// share the World.
type cluster struct {
	*chattest.World
	air   *air
	nodes []*stage
}

// newCluster starts n nodes, for a story in a bubble. What is committed is
// published by one of them, chosen by the dice.
func newCluster(t *testing.T, n int, seed uint64, change ...func(*stage, *hub.Options)) *cluster {
	t.Helper()
	c := &cluster{air: &air{dice: rand.New(rand.NewPCG(seed, 7))}}
	c.World = chattest.New(t, func(w *chattest.World, _ *chat.Options) { w.Store.OnCommit(c.committed) })
	here := &counter{Memory: presence.NewMemory(), tell: make([]func(string, string), n), where: map[string]int{}}
	here.Memory.Watch(here.changed)
	t.Cleanup(func() {
		if err := here.Close(); err != nil {
			t.Error(err)
		}
	})
	for i := range n {
		st := &stage{World: c.World}
		piped(st, nil)
		o := hub.Options{
			Chat: c.Chat, Presence: seat{here, i}, Broker: c.air.antenna(), Authenticate: st.authenticate,
			Cluster: true, Loose: true, Log: slog.New(slog.DiscardHandler),
		}
		for _, fn := range change {
			fn(st, &o)
		}
		st.hub = hub.New(o)
		st.server = httptest.NewUnstartedServer(st.hub)
		if err := st.server.Listener.Close(); err != nil {
			t.Fatal(err)
		}
		st.server.Listener = st.pipe
		st.server.Start()
		t.Cleanup(func() {
			if err := st.hub.Close(); err != nil {
				t.Error(err)
			}
			st.server.Close()
		})
		c.nodes = append(c.nodes, st)
	}
	return c
}

func (c *cluster) committed(told store.Commit) {
	c.air.mu.Lock()
	if len(c.air.antennas) == 0 { // the World is being made
		c.air.mu.Unlock()
		return
	}
	n := c.air.antennas[c.air.dice.IntN(len(c.air.antennas))]
	c.air.mu.Unlock()
	for _, m := range broker.OfCommit(told) {
		if err := n.Publish(context.Background(), m); err != nil {
			c.T.Error(err)
		}
	}
}

package engine

import (
	"context"
	"sync"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/id"
)

// core is what the parts of an engine share. Each part is a type of its own that holds
// core, so that it can use the state, the timers and the other parts. Only the loop
// calls the methods of the parts, except where their comments say otherwise.
type core struct {
	o Options

	mu      sync.RWMutex // guards what View and Status read; only the loop writes
	state   *state.State
	status  Status
	changed state.Changes // in addition to the state's own changes

	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup // every goroutine

	post posts      // functions for the loop
	in   chan frame // frames for the loop

	// Everything below belongs to the loop.
	begun    bool              // begin has run
	at       [timers]time.Time // when each timer is due; zero: never
	net      *network
	inbound  *inbound
	requests *requests
	outbox   *outbox
	delivery *delivery
	history  *history
	marks    *marks
	people   *people
	emoji    *emoji
	watch    *watch
	tabs     *tabs
	persist  *persister
}

func newCore(o Options) *core {
	c := &core{o: o, state: state.New(), in: make(chan frame)}
	c.status = Status{Phase: PhaseStopped, Kept: o.Store != nil}
	c.ctx, c.stop = context.WithCancel(context.Background())
	c.post.wake = make(chan struct{}, 1)
	c.net = &network{core: c, active: true}
	c.inbound = &inbound{c}
	c.requests = &requests{core: c, instance: id.New(), open: map[string]*request{}, lanes: map[string][]*request{}}
	c.outbox = &outbox{core: c}
	c.delivery = &delivery{box: c.outbox}
	c.history = newHistory(c)
	c.marks = newMarks(c)
	c.people = &people{core: c}
	c.emoji = &emoji{core: c}
	c.watch = &watch{core: c}
	c.tabs = &tabs{core: c}
	c.persist = newPersister(c)
	return c
}

// begin runs first on the loop.
func (c *core) begin() {
	c.begun = true
	c.persist.restore()
	c.tabs.join()
	c.net.connect()
}

// do makes the loop run f soon, under mu. It returns false if the engine has stopped
// and f will not run. Any goroutine may call it.
func (c *core) do(f func()) bool { return c.post.add(f) }

// spawn runs f in a goroutine that Stop waits for.
func (c *core) spawn(f func()) {
	c.work.Add(1)
	go func() {
		defer c.work.Done()
		f()
	}()
}

// apply brings the state up to date.
func (c *core) apply(input any) error { return c.state.Apply(input, time.Now()) }

// mustApply applies an input that cannot fail.
func (c *core) mustApply(input any) {
	if err := c.apply(input); err != nil {
		panic("engine: " + err.Error()) // a bug of the program
	}
}

// room returns a room, or the thread that is open, by its state.ThreadID.
func (c *core) room(id string) *state.Room { return c.state.At(id) }

// setStatus changes the status.
func (c *core) setStatus(change func(*Status)) {
	before := c.status
	change(&c.status)
	if before != c.status {
		c.changed.Status = true
	}
}

package engine

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/confab/confab/app/state"
)

// Engine is a client. Make one with New; a stopped one is not started again.
type Engine struct {
	o Options

	mu      sync.RWMutex // guards what View and Status read; written by the loop alone
	state   *state.State
	status  Status
	changed state.Changes // besides the state's own

	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup // every goroutine
	once sync.Once

	post posts      // functions for the loop
	in   chan frame // frames for the loop

	// Everything below belongs to the loop.
	at       [timers]time.Time // when each timer is due; zero: never
	net      network
	requests requests
	outbox   outbox
	history  history
	marks    marks
	people   people
	tabs     tabs
	keep     keeper
}

// New makes an engine that does nothing yet.
func New(o Options) *Engine {
	passing := o.Store == nil
	if passing {
		o.Store = NewMemory()
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.Unacked <= 0 {
		o.Unacked = 1
	}
	e := &Engine{o: o, state: state.New(), in: make(chan frame)}
	e.status = Status{Phase: PhaseStopped, Kept: true}
	e.ctx, e.stop = context.WithCancel(context.Background())
	e.post.wake = make(chan struct{}, 1)
	e.keep.init()
	e.keep.passing = passing
	e.requests.init()
	e.outbox.init()
	e.history.init()
	e.marks.init()
	e.net.active = true
	return e
}

// Start reads what the Store kept, connects, and keeps connected until Stop.
func (e *Engine) Start() {
	e.once.Do(func() {
		e.work.Add(2)
		go e.keeping()
		go e.loop()
		e.do(e.begin)
	})
}

// Stop keeps what is to be kept, closes the connection and waits until every
// goroutine has ended.
func (e *Engine) Stop() {
	e.once.Do(func() {}) // never started: nothing will be
	e.stop()
	e.work.Wait()
}

// View calls look with the state. look must be quick, must change nothing and
// must not call the engine.
func (e *Engine) View(look func(*state.State)) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	look(e.state)
}

// begin runs first on the loop.
func (e *Engine) begin() {
	e.restore()
	e.joinTabs()
	e.connect()
}

// do has the loop run f soon, under mu. It reports whether it will: not once
// the engine has stopped.
func (e *Engine) do(f func()) bool { return e.post.add(f) }

// spawn runs f in a goroutine that Stop waits for. The loop calls it.
func (e *Engine) spawn(f func()) {
	e.work.Add(1)
	go func() {
		defer e.work.Done()
		f()
	}()
}

// apply brings the state up to date; the loop calls it.
func (e *Engine) apply(input any) error { return e.state.Apply(input, time.Now()) }

func (e *Engine) room(id string) *state.Room { return e.state.Rooms[id] }

package engine

import (
	"math/rand/v2"
	"sync"

	"github.com/confab/confab/app/state"
)

// Engine is a client. Make one with New; a stopped one is not started again.
type Engine struct {
	core *core
	once sync.Once
}

// New makes an engine that does nothing yet.
func New(o Options) *Engine {
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.Unacked <= 0 {
		o.Unacked = 1
	}
	return &Engine{core: newCore(o)}
}

// Start reads the Store, connects, and reconnects whenever that is needed, until Stop.
func (e *Engine) Start() {
	e.once.Do(func() {
		e.core.work.Add(2)
		go e.core.persist.run()
		go e.core.loop()
		e.core.do(e.core.begin)
	})
}

// Stop writes outstanding changes to the Store, closes the connection and waits until
// all goroutines have ended.
func (e *Engine) Stop() {
	e.once.Do(func() {}) // a later Start must do nothing
	e.core.stop()
	e.core.work.Wait()
}

// View calls look with the state. look must be quick, must change nothing and
// must not call the engine.
func (e *Engine) View(look func(*state.State)) {
	e.core.mu.RLock()
	defer e.core.mu.RUnlock()
	look(e.core.state)
}

// Status returns the status of the connection and the device. Changes.Status reports
// its changes.
func (e *Engine) Status() Status {
	e.core.mu.RLock()
	defer e.core.mu.RUnlock()
	return e.core.status
}

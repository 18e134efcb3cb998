package postgres

import "sync"

// gate counts the calls under way (those that entered and have not left), and
// refuses further ones once it is shut. Its lock is held for the counting only.
type gate struct {
	mu     sync.RWMutex
	shut   bool
	inside sync.WaitGroup
}

// enter reports whether the gate is open. If so, the caller must call leave.
func (g *gate) enter() bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.shut {
		return false
	}
	g.inside.Add(1)
	return true
}

func (g *gate) leave() { g.inside.Done() }

// close shuts the gate and waits until all calls have left. It reports whether the
// gate was open.
func (g *gate) close() bool {
	g.mu.Lock()
	was := g.shut
	g.shut = true
	g.mu.Unlock()
	g.inside.Wait()
	return !was
}

package postgres

import "sync"

// gate counts those inside, and lets nobody in once it is shut. Its lock is
// held for the counting only.
type gate struct {
	mu     sync.RWMutex
	shut   bool
	inside sync.WaitGroup
}

// enter reports whether the gate let its caller in, who must leave then.
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

// close shuts the gate and waits until everyone has left. It reports whether
// it was open.
func (g *gate) close() bool {
	g.mu.Lock()
	was := g.shut
	g.shut = true
	g.mu.Unlock()
	g.inside.Wait()
	return !was
}

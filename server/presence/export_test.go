package presence

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/cluster"
)

// Clock is advanced by the test. The grace is measured by it.
type Clock struct {
	mu  sync.Mutex
	now time.Duration
	due []*alarm
}

type alarm struct {
	clock *Clock
	at    time.Duration
	ring  func()
}

func (c *Clock) after(d time.Duration, f func()) timer {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &alarm{c, c.now + d, f}
	c.due = append(c.due, a)
	return a
}

// Stop implements timer.
func (a *alarm) Stop() bool {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	before := len(a.clock.due)
	a.clock.due = slices.DeleteFunc(a.clock.due, func(b *alarm) bool { return a == b })
	return len(a.clock.due) < before
}

// Advance lets d pass and runs the timers that are due in it.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	c.now += d
	var ring []*alarm
	c.due = slices.DeleteFunc(c.due, func(a *alarm) bool {
		if a.at <= c.now {
			ring = append(ring, a)
		}
		return a.at <= c.now
	})
	c.mu.Unlock()
	slices.SortStableFunc(ring, func(a, b *alarm) int { return int(a.at - b.at) })
	for _, a := range ring {
		a.ring()
	}
}

// Impatient are the times of a Redis for tests, in which a minute becomes a
// second.
type Impatient struct{ Beat, Dead, Expire, Settle, Leave time.Duration }

// NewImpatientRedis is NewRedis with a clock and shorter times.
func NewImpatientRedis(link *cluster.Link, b broker.Broker, clock *Clock, t Impatient) *Redis {
	return newRedis(link, b, newMemory(clock.after), times{
		beat: cmp.Or(t.Beat, 25*time.Millisecond), refresh: 200 * time.Millisecond,
		dead: t.Dead, expire: t.Expire, settle: t.Settle, leave: t.Leave,
	})
}

// Told reports whether all changes of this node have been announced.
func (r *Redis) Told() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.pending.states) == 0
}

// Die ends the syncer without a final message, as the end of the process would.
func (r *Redis) Die() {
	r.close.Do(func() {
		r.cancel()
		r.work.Wait()
		_ = r.local.Close()
	})
}

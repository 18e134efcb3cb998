package faults

import (
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/history"
)

// crowd is everybody of a workspace at their clients.
type crowd struct {
	t       *testing.T
	rec     *history.Recorder
	members []*member
}

// gathers has everybody of w sit down and waits until they are connected.
func gathers(t *testing.T, url string, w *bench.Workspace) *crowd {
	t.Helper()
	return gathersAt(t, w, func(int) dial.Dialer { return dial.Dialer{URL: url} })
}

// gathersAt is gathers, the i-th of the people connecting in a way of their
// own; the token is put in.
func gathersAt(t *testing.T, w *bench.Workspace, way func(i int) dial.Dialer) *crowd {
	t.Helper()
	return gathersBy(t, w, func(i int) engine.Dialer {
		d := way(i)
		d.Token = dial.Fixed(w.Seats[i].Token)
		return d
	})
}

// gathersBy is gathers, the i-th of the people connecting by a dialer of their
// own.
func gathersBy(t *testing.T, w *bench.Workspace, by func(i int) engine.Dialer) *crowd {
	t.Helper()
	c := &crowd{t: t, rec: history.NewRecorder(time.Now)}
	for i, seat := range w.Seats {
		c.members = append(c.members, sits(t, c.rec, by(i), seat, impatience(len(w.Seats))))
	}
	t.Cleanup(c.leave)
	atLength(t, len(c.members), "everybody is connected", func() bool {
		for _, m := range c.members {
			if m.connections() == 0 {
				return false
			}
		}
		return true
	})
	return c
}

// leave ends every client; once is enough.
func (c *crowd) leave() {
	var all sync.WaitGroup
	for _, m := range c.members {
		all.Go(m.engine.Stop)
	}
	all.Wait()
}

// each has every member do something at the same time and waits for all.
func (c *crowd) each(do func(i int, m *member) error) {
	var all sync.WaitGroup
	for i, m := range c.members {
		all.Go(func() {
			if err := do(i, m); err != nil {
				c.t.Errorf("member %d: %v", i, err)
			}
		})
	}
	all.Wait()
}

// total sums something up over all members.
func (c *crowd) total(of func(*member) int) (n int) {
	for _, m := range c.members {
		n += of(m)
	}
	return n
}

// rests waits until everybody is connected, has sent everything, and has come
// as far as anybody has, or was told that the log goes: an ack may come before
// the event.
func (c *crowd) rests() {
	c.t.Helper()
	atLength(c.t, len(c.members), "everybody is caught up", func() bool {
		tops := map[string]int64{}
		for _, m := range c.members {
			m.engine.View(func(s *state.State) {
				for id, r := range s.Rooms {
					tops[id] = max(tops[id], r.Info.Top)
				}
			})
			m.mu.Lock()
			for id, seq := range m.acked {
				tops[id] = max(tops[id], seq)
			}
			m.mu.Unlock()
		}
		for _, m := range c.members {
			if !m.idle(tops) {
				return false
			}
		}
		return true
	})
}

// idle reports whether the client is connected, has sent everything, and has
// come to the tops of its rooms.
func (m *member) idle(tops map[string]int64) bool {
	done := m.engine.Status().Phase == engine.PhaseLive
	m.engine.View(func(s *state.State) {
		for id, r := range s.Rooms {
			done = done && len(r.Pending) == 0 && r.Info.Top == tops[id]
		}
	})
	return done
}

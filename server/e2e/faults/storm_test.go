package faults

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/instance"
)

const (
	// stormBack is how soon nineteen in twenty have to be back.
	stormBack = 30 * time.Second
	// witnesses are those of the storm who are at whole clients and write.
	witnesses = 50
)

// A server with 1,000 people connected (10,000 in a long dose) is killed and
// started again. They all come back, the thousand twenty times as impatient as
// people's clients are: the server admits as many at a time as it can carry,
// keeps its memory, and goes on delivering.
func TestFaultStorm(t *testing.T) {
	people := dose.Of(1_000, 10_000)
	w := prepare(t, people, 1, witnesses)
	s := serve(t, w.Data, "--trusted-proxy", "127.0.0.1")
	// Everybody has an address of their own, so that the limits can stay on.
	address := func(i int) string { return fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255) }
	seats := w.Seats
	w.Seats = seats[:witnesses]
	c := gathersAt(t, w, func(i int) dial.Dialer {
		return dial.Dialer{URL: s.URL, Header: http.Header{"X-Forwarded-For": {address(i)}}}
	})
	mass := brews(t, s.URL, seats[witnesses:], func(i int) string { return address(i + witnesses) })
	atLength(t, people, "everybody is connected", func() bool { return mass.connected() == people-witnesses })
	calm := used(t, s)
	before, others := c.lives(), mass.total()
	s.Kill()
	atLength(t, people, "everybody has noticed", func() bool { return mass.connected() == 0 })
	begin := time.Now()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	peak := calm.RSS
	var most time.Duration // until nineteen in twenty were back
	atLength(t, people, "everybody is back", func() bool {
		peak = max(peak, used(t, s).RSS)
		back := c.backSince(before) + mass.total() - others
		if most == 0 && back >= people*19/20 {
			most = time.Since(begin)
		}
		return back >= people && mass.connected() == people-witnesses
	})
	t.Logf("%d people: 95 %% back after %v, all after %v; memory %d MB before, %d MB at most", people, most, time.Since(begin),
		calm.RSS>>20, peak>>20)
	if most > stormBack {
		t.Errorf("95 %% were back after %v, want at most %v", most, stormBack)
	}
	if bound := 2*calm.RSS + 64<<20; peak > bound {
		t.Errorf("the server took %d MB for the storm, want at most %d", peak>>20, bound>>20)
	}
	c.each(func(_ int, m *member) error {
		arrived, err := m.say(w.Rooms[0], "still here", 0)
		if err != nil {
			return err
		}
		return within("the message arrives", func() bool { return closed(arrived) })
	})
	c.rests()
	c.leave()
	mass.calms()
	verdict(t, s, w, c.rec)
}

// mass is many stormers.
type mass struct {
	all   []*stormer
	calms func()
}

// brews has people connect, each from an address, until the mass calms.
func brews(t *testing.T, url string, seats []bench.Seat, address func(i int) string) *mass {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	m := &mass{calms: func() { cancel(); work.Wait() }}
	t.Cleanup(m.calms)
	for i, seat := range seats {
		s := &stormer{url: url, token: seat.Token, address: address(i), impatience: impatience(len(seats))}
		m.all = append(m.all, s)
		work.Go(func() { s.storms(ctx) })
	}
	return m
}

// connected counts those who are caught up.
func (m *mass) connected() (n int) {
	for _, s := range m.all {
		if s.live.Load() {
			n++
		}
	}
	return n
}

// total counts the connections that were caught up so far.
func (m *mass) total() (n int) {
	for _, s := range m.all {
		n += int(s.lives.Load())
	}
	return n
}

// lives is how often each of the members has caught up so far.
func (c *crowd) lives() []int {
	all := make([]int, len(c.members))
	for i, m := range c.members {
		all[i] = m.connections()
	}
	return all
}

// backSince counts those who have caught up once more since then.
func (c *crowd) backSince(then []int) (n int) {
	for i, m := range c.members {
		if m.connections() > then[i] {
			n++
		}
	}
	return n
}

func used(t *testing.T, s *instance.Server) instance.Usage {
	t.Helper()
	u, err := s.Usage()
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

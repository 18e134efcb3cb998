package faults

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/e2e/dose"
	"github.com/confab/confab/server/e2e/instance"
)

// stormBack is how soon nineteen in twenty have to be back.
const stormBack = 30 * time.Second

// A server with 1,000 people connected (10,000 in a long dose) is killed and
// started again. They all come back, the thousand twenty times as impatient as
// people's clients are: the server admits as many at a time as it can carry, keeps its
// memory, and goes on delivering.
func TestFaultStorm(t *testing.T) {
	people := dose.Of(1_000, 10_000)
	w := prepare(t, people, people/50, 50)
	s := serve(t, w.Data, "--trusted-proxy", "127.0.0.1")
	c := gathersAt(t, w, func(i int) dial.Dialer {
		from := fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255)
		return dial.Dialer{URL: s.URL, Header: http.Header{"X-Forwarded-For": {from}}}
	})
	calm, err := s.Usage()
	if err != nil {
		t.Fatal(err)
	}
	before := c.lives()
	s.Kill()
	atLength(t, people, "everybody has noticed", func() bool {
		return !slices.ContainsFunc(c.members, func(m *member) bool { return m.engine.Status().Phase == engine.PhaseLive })
	})
	begin := time.Now()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	peak := calm.RSS
	var most time.Duration // until nineteen in twenty were back
	atLength(t, people, "everybody is back", func() bool {
		peak = max(peak, used(t, s).RSS)
		back := c.backSince(before)
		if most == 0 && back >= people*19/20 {
			most = time.Since(begin)
		}
		return back == people
	})
	t.Logf("%d people: 95 %% back after %v, all after %v; memory %d MB before, %d MB at most", people, most, time.Since(begin), calm.RSS>>20, peak>>20)
	if most > stormBack {
		t.Errorf("95 %% were back after %v, want at most %v", most, stormBack)
	}
	if bound := 2*calm.RSS + 64<<20; peak > bound {
		t.Errorf("the server took %d MB for the storm, want at most %d", peak>>20, bound>>20)
	}
	c.each(func(i int, m *member) error {
		if i%50 != 0 {
			return nil
		}
		arrived, err := m.say(w.Rooms[i/50], "still here", 0)
		if err != nil {
			return err
		}
		return within("the message arrives", func() bool { return closed(arrived) })
	})
	c.rests()
	c.leave()
	verdict(t, s, w, c.rec)
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

package faults

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// What the story of the killed server is made of.
const (
	kills   = 25
	writers = 32
	// readyAgain is generous: the budget is 2 s, on a machine that does nothing else.
	readyAgain = 10 * time.Second
)

// PROOF: kill -9 under 32 writers. They go on writing all the time; what the
// server acknowledged must be there, once and in order, each time it is back.
func TestNothingIsLostWhenTheServerIsKilled(t *testing.T) {
	w := prepare(t, writers, 4, writers/4)
	s := serve(t, w.Data, "--limits", "off")
	c := gathers(t, s.URL, w)
	writing, enough := context.WithCancel(t.Context())
	defer enough()
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.each(func(i int, m *member) error { return m.writes(writing, w.Rooms[i/(writers/4)]) })
	}()
	var took []time.Duration
	for range kills {
		want := c.total((*member).arrived) + 50 + rand.IntN(900)
		eventually(t, "messages arrive", func() bool { return c.total((*member).arrived) >= want })
		<-time.After(rand.N(20 * time.Millisecond)) // in the midst of whatever it does
		s.Kill()
		begin := time.Now()
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(begin))
		for _, m := range c.members {
			m.engine.Connect() // as a browser does when the network is back
		}
	}
	enough()
	<-done
	c.rests()
	c.leave()
	report := verdict(t, s, w, c.rec)
	slices.Sort(took)
	t.Logf("ready again after %v at the median, %v at most", took[len(took)/2], took[len(took)-1])
	if took[len(took)-1] > readyAgain {
		t.Errorf("it took %v to be ready again", took[len(took)-1])
	}
	if report.Acked < kills*50 {
		t.Errorf("only %d messages were acknowledged: too few for a proof", report.Acked)
	}
	if n := c.total((*member).connections); n < writers*kills/2 {
		t.Errorf("only %d connections: the server was not missed", n)
	}
}

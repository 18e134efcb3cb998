package faults

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/limits"
)

// Those who write while a server is killed under them: so many people, a
// quarter of them in each of four rooms.
const (
	writers      = 32
	writersRooms = 4
)

// office is a workspace of writers, and everybody at their clients.
func office(t *testing.T) *bench.Workspace {
	t.Helper()
	return prepare(t, writers, writersRooms, writers/writersRooms)
}

// keepsWriting has everybody write one message after another, each in their
// room, until stop is called, which returns when all have been sent.
func (c *crowd) keepsWriting(w *bench.Workspace, write func(m *member, ctx context.Context, room string) error) (stop func()) {
	writing, enough := context.WithCancel(c.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.each(func(i int, m *member) error { return write(m, writing, w.Rooms[i/(writers/writersRooms)]) })
	}()
	rest := func() {
		enough()
		<-done
	}
	c.t.Cleanup(rest) // before their clients end, if the story fails
	return func() {
		rest()
		c.rests()
		c.leave()
	}
}

// writes says numbered messages into room, one after another, until ctx ends.
func (m *member) writes(ctx context.Context, room string) error {
	return m.recites(ctx, room, func(n int) string { return fmt.Sprintf("message %d of %s", n, m.user) })
}

// writesMuch is writes with messages from a line to the longest there may be.
func (m *member) writesMuch(ctx context.Context, room string) error {
	return m.recites(ctx, room, func(n int) string {
		begin := fmt.Sprintf("message %d of %s ", n, m.user)
		return begin + strings.Repeat("~", n*997%(limits.Body-len(begin)))
	})
}

func (m *member) recites(ctx context.Context, room string, text func(n int) string) error {
	for n := 1; ctx.Err() == nil; n++ {
		arrived, err := m.say(room, text(n), 0)
		if err != nil {
			return err
		}
		select {
		case <-arrived:
		case <-ctx.Done():
		}
	}
	return nil
}

// more waits until n messages more than now have arrived.
func (c *crowd) more(n int) {
	c.t.Helper()
	want := c.total((*member).arrived) + n
	eventually(c.t, "messages arrive", func() bool { return c.total((*member).arrived) >= want })
}

// restarts are the times that a server took to be ready again.
type restarts []time.Duration

// again starts a server that was ended, and has everybody come back at once,
// as a browser does when the network is back.
func (took *restarts) again(t *testing.T, s *instance.Server, c *crowd) {
	t.Helper()
	begin := time.Now()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	*took = append(*took, time.Since(begin))
	for _, m := range c.members {
		m.engine.Connect()
	}
}

// The time to be ready again, and what a machine that does other things too
// may take once in a while.
const (
	readyAgain  = 2 * time.Second
	readyAtLast = 10 * time.Second
)

// areQuick checks that nine of ten starts took readyAgain at most.
func (took restarts) areQuick(t *testing.T) {
	t.Helper()
	slices.Sort(took)
	usual, last := took[(len(took)-1)*9/10], took[len(took)-1]
	t.Logf("ready again after %v at the median, %v at most", took[len(took)/2], last)
	if usual > readyAgain || last > readyAtLast {
		t.Errorf("it took %v in the tenth case and %v at most to be ready again, want %v and %v", usual, last, readyAgain, readyAtLast)
	}
}

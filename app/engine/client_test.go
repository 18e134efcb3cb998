package engine_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The people of these tests. Sam is the one at the engine.
const (
	sam  = "5a3"
	hana = "4a2a"
	room = "0a"
)

// client is an engine in a test, with what it told.
type client struct {
	*engine.Engine
	t       *testing.T
	options engine.Options

	mu      sync.Mutex
	changes int
	events  []int64 // seqs applied in room
}

// start makes and starts an engine. With a store it is the same device as an
// earlier one with that store.
func start(t *testing.T, s engine.Dialer, change ...func(*engine.Options)) *client {
	c := unstarted(t, s, change...)
	c.Start()
	synctest.Wait()
	return c
}

// unstarted makes an engine.
func unstarted(t *testing.T, s engine.Dialer, change ...func(*engine.Options)) *client {
	c := &client{t: t}
	c.options = engine.Options{
		Dialer: s, Device: "d1", Client: "test/1", Rand: func() float64 { return 0.5 },
		OnChange: func(state.Changes) {
			c.mu.Lock()
			c.changes++
			c.mu.Unlock()
		},
		Trace: engine.Trace{Event: func(e *wire.Event) {
			if e.Room == room {
				c.mu.Lock()
				c.events = append(c.events, e.Seq)
				c.mu.Unlock()
			}
		}},
	}
	for _, f := range change {
		f(&c.options)
	}
	c.Engine = engine.New(c.options)
	return c
}

// reading is a client whose person has the room open.
func reading(t *testing.T, s engine.Dialer, change ...func(*engine.Options)) *client {
	c := start(t, s, change...)
	c.OpenRoom(room)
	return c
}

func with(st engine.Store) func(*engine.Options) { return func(o *engine.Options) { o.Store = st } }

// rows are the texts of the timeline of a room, or of the thread that is open, with "?" before what is pending and
// "!" before what has failed.
func (c *client) rows(room string) []string {
	synctest.Wait()
	list := []string{}
	c.View(func(s *state.State) {
		if r := s.At(room); r != nil {
			for _, it := range r.Timeline() {
				list = append(list, map[state.Status]string{state.Pending: "?", state.Failed: "!"}[it.Status]+it.Event.Body)
			}
		}
	})
	return list
}

// ask reads something of a room.
func ask[T any](c *client, room string, f func(*state.State, *state.Room) T) T {
	synctest.Wait()
	var got T
	c.View(func(s *state.State) {
		r := s.Rooms[room]
		if r == nil {
			c.t.Fatalf("the engine does not know room %s", room)
		}
		got = f(s, r)
	})
	return got
}

func (c *client) send(body string) string {
	c.t.Helper()
	cid, err := c.Send(room, body, 0)
	if err != nil {
		c.t.Fatal(err)
	}
	synctest.Wait()
	return cid
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	g, err1 := json.Marshal(got)
	w, err2 := json.Marshal(want)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if string(g) != string(w) {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

func after(d time.Duration) {
	time.Sleep(d) // in the bubble: no time at all
	synctest.Wait()
}

func numbered(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("message %d", i+1)
	}
	return list
}

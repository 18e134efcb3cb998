package brokertest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// patience is how long a message may take between two nodes before a test fails.
const patience = 10 * time.Second

// Backend makes the brokers under test.
type Backend struct {
	// Node returns the broker of one more node. All nodes of one test are
	// connected. A broker for a single node returns the same one each time. The
	// test closes it.
	Node func(t *testing.T) broker.Broker
}

// Run runs the suite; open is called once for each test.
func Run(t *testing.T, open func(t *testing.T) Backend) {
	for _, story := range []struct {
		name string
		tell func(*testing.T, Backend)
	}{
		{"every node hears a message, the publisher's own included", everyNodeHears},
		{"the hints of one room keep their order", roomKeepsOrder},
		{"publishers of different rooms do not disturb each other", manyPublishers},
		{"all fields arrive", allFieldsArrive},
		{"the publisher's own node has heard when Publish returns, once", ownNodeAtOnce},
		{"a large hint arrives with all its events or none", largeHint},
		{"a long list of inbox entries arrives whole, in order", longInbox},
		{"watchers are told of no interruption when there is none", quietWatch},
		{"nothing is delivered after Close", silentAfterClose},
	} {
		t.Run(story.name, func(t *testing.T) { story.tell(t, open(t)) })
	}
}

// ear collects what one node receives.
type ear struct {
	mu    sync.Mutex
	heard []broker.Message
	more  chan struct{}
}

func listen(b broker.Broker) *ear {
	e := &ear{more: make(chan struct{}, 1)}
	b.Subscribe(func(m broker.Message) {
		e.mu.Lock()
		e.heard = append(e.heard, m)
		e.mu.Unlock()
		select {
		case e.more <- struct{}{}:
		default:
		}
	})
	return e
}

// wait returns the first n messages.
func (e *ear) wait(t *testing.T, n int) []broker.Message {
	t.Helper()
	late := time.After(patience)
	for {
		e.mu.Lock()
		heard := e.heard
		e.mu.Unlock()
		if len(heard) >= n {
			return heard[:n]
		}
		select {
		case <-e.more:
		case <-late:
			t.Fatalf("heard %d messages in %v, want %d", len(heard), patience, n)
		}
	}
}

func hint(room string, seq int64) broker.Message {
	return broker.Message{Room: room, First: seq, Last: seq}
}

func publish(t *testing.T, b broker.Broker, m broker.Message) {
	t.Helper()
	if err := b.Publish(context.Background(), m); err != nil {
		t.Errorf("Publish(%+v): %v", m, err)
	}
}

func closeAll(t *testing.T, bs ...broker.Broker) {
	for _, b := range bs {
		if err := b.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
}

func everyNodeHears(t *testing.T, back Backend) {
	a, b := back.Node(t), back.Node(t)
	defer closeAll(t, a, b)
	ea, eb := listen(a), listen(b)
	publish(t, a, hint("lobby", 1))
	for name, e := range map[string]*ear{"own": ea, "other": eb} {
		if m := e.wait(t, 1)[0]; m.Room != "lobby" || m.First != 1 || m.Last != 1 {
			t.Errorf("the %s node heard %+v", name, m)
		}
	}
}

func roomKeepsOrder(t *testing.T, back Backend) {
	a, b := back.Node(t), back.Node(t)
	defer closeAll(t, a, b)
	e := listen(b)
	const n = 500
	for seq := range int64(n) {
		publish(t, a, hint("lobby", seq+1))
	}
	for i, m := range e.wait(t, n) {
		if m.First != int64(i+1) {
			t.Fatalf("message %d is the hint for seq %d", i+1, m.First)
		}
	}
}

func manyPublishers(t *testing.T, back Backend) {
	a, b := back.Node(t), back.Node(t)
	defer closeAll(t, a, b)
	e := listen(b)
	const rooms, n = 8, 100
	var wg sync.WaitGroup
	for r := range rooms {
		wg.Go(func() {
			for seq := range int64(n) {
				publish(t, a, hint(fmt.Sprint("room", r), seq+1))
			}
		})
	}
	wg.Wait()
	last := map[string]int64{}
	for _, m := range e.wait(t, rooms*n) {
		if m.First != last[m.Room]+1 {
			t.Fatalf("%s: heard seq %d after %d", m.Room, m.First, last[m.Room])
		}
		last[m.Room] = m.First
	}
}

func allFieldsArrive(t *testing.T, back Backend) {
	a, b := back.Node(t), back.Node(t)
	defer closeAll(t, a, b)
	e := listen(b)
	sent := broker.Message{
		Room: "lobby", First: 3, Last: 4,
		Events:   []wire.Event{{Room: "lobby", Seq: 3, Body: "one"}, {Room: "lobby", Seq: 4, Body: "two"}},
		Inbox:    []store.InboxEntry{{User: "ada", Useq: 9, Kind: wire.InboxRead, Room: "lobby", Item: "saved", Seq: 4}},
		Users:    []wire.User{{ID: "ada", Handle: "ada", Name: "Ada", Role: wire.RoleMember}},
		Ended:    []string{"session"},
		Typing:   &wire.Typing{Room: "lobby", User: "ada", Thread: 3},
		Presence: map[string]string{"ada": wire.Away},
		Replaced: &broker.Replaced{Conn: "old", Session: "session"},
	}
	publish(t, a, sent)
	if got, want := fmt.Sprintf("%+v", plain(e.wait(t, 1)[0])), fmt.Sprintf("%+v", plain(sent)); got != want {
		t.Errorf("heard\n%s\nwant\n%s", got, want)
	}
}

// plain returns m with its pointers followed, to print and compare.
func plain(m broker.Message) any {
	ty, re := *m.Typing, *m.Replaced
	m.Typing, m.Replaced = nil, nil
	return struct {
		broker.Message
		T wire.Typing
		R broker.Replaced
	}{m, ty, re}
}

func silentAfterClose(t *testing.T, back Backend) {
	a := back.Node(t)
	e := listen(a)
	publish(t, a, hint("lobby", 1))
	e.wait(t, 1)
	closeAll(t, a)
	if err := a.Publish(context.Background(), hint("lobby", 2)); err == nil {
		t.Error("Publish after Close succeeded")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.heard) != 1 {
		t.Errorf("heard %d messages, want 1", len(e.heard))
	}
}

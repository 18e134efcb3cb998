package brokertest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func ownNodeAtOnce(t *testing.T, back Backend) {
	a, b := back.Node(t), back.Node(t)
	defer closeAll(t, a, b)
	own, other := listen(a), listen(b)
	for seq := range int64(10) {
		publish(t, a, hint("lobby", seq+1))
		own.mu.Lock()
		heard := len(own.heard)
		own.mu.Unlock()
		if heard != int(seq+1) {
			t.Fatalf("own node has heard %d messages after %d", heard, seq+1)
		}
	}
	// A message from b comes after everything that a could receive from itself.
	other.wait(t, 10)
	publish(t, b, hint("lobby", 11))
	heard := own.wait(t, 11)
	for i, m := range heard {
		if m.First != int64(i+1) {
			t.Fatalf("message %d is the hint for seq %d", i+1, m.First)
		}
	}
}

func largeHint(t *testing.T, back Backend) {
	a, b := back.Node(t), back.Node(t)
	defer closeAll(t, a, b)
	e := listen(b)
	var events []wire.Event
	for seq := range int64(3) {
		events = append(events, wire.Event{Room: "lobby", Seq: seq + 1, Body: strings.Repeat("x", limits.Body)})
	}
	publish(t, a, broker.Message{Room: "lobby", First: 1, Last: 3, Events: events})
	publish(t, a, hint("lobby", 4))
	heard := e.wait(t, 2)
	m := heard[0]
	if m.Room != "lobby" || m.First != 1 || m.Last != 3 || len(m.Events) != 0 && len(m.Events) != 3 {
		t.Errorf("heard room %q, %d to %d, with %d events", m.Room, m.First, m.Last, len(m.Events))
	}
	if heard[1].First != 4 {
		t.Errorf("the hint after it is for seq %d", heard[1].First)
	}
}

func longInbox(t *testing.T, back Backend) {
	a, b := back.Node(t), back.Node(t)
	defer closeAll(t, a, b)
	e := listen(b)
	var sent []store.InboxEntry
	for i := range int64(1000) {
		sent = append(sent, store.InboxEntry{User: fmt.Sprint("user", i/3), Useq: i%3 + 1, Kind: wire.InboxRoom, Room: "lobby"})
	}
	publish(t, a, broker.Message{Inbox: sent})
	var got []store.InboxEntry
	for n := 1; len(got) < len(sent); n++ {
		got = append(got, e.wait(t, n)[n-1].Inbox...)
	}
	if !slices.Equal(got, sent) {
		t.Error("the entries that arrived are not those that were sent")
	}
}

func quietWatch(t *testing.T, back Backend) {
	a, b := back.Node(t), back.Node(t)
	defer closeAll(t, a, b)
	var mu sync.Mutex
	told := 0
	b.Watch(func(bool) {
		mu.Lock()
		defer mu.Unlock()
		told++
	})
	e := listen(b)
	publish(t, a, hint("lobby", 1))
	e.wait(t, 1)
	mu.Lock()
	defer mu.Unlock()
	if told != 0 {
		t.Errorf("told %d times", told)
	}
}

package broker_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/broker/brokertest"
	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/server/cluster/clustertest"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/shared/wire"
	"github.com/redis/go-redis/v9"
)

// patience is how long a test waits for something before it fails.
const patience = 10 * time.Second

func TestRedis(t *testing.T) {
	r := service.StartRedis(t)
	stories := 0
	brokertest.Run(t, func(t *testing.T) brokertest.Backend {
		stories++
		url := fmt.Sprintf("%s?prefix=story%d", r.URL(), stories)
		nodes := 0
		return brokertest.Backend{Node: func(t *testing.T) broker.Broker {
			nodes++
			return broker.NewRedis(link(t, url, fmt.Sprint("node", nodes), nil), broker.TestSecret)
		}}
	})
}

// link opens a node's link with long timeouts, and closes it after the test.
func link(t testing.TB, url, node string, log *slog.Logger) *cluster.Link {
	t.Helper()
	return linkOf(t, url, node, log, patience)
}

func linkOf(t testing.TB, url, node string, log *slog.Logger, timeout time.Duration) *cluster.Link {
	t.Helper()
	return clustertest.Link(t, url, cluster.Options{Node: node, Log: log, Timeout: timeout})
}

// node is a broker and what its subscriber and watcher received.
type node struct {
	*broker.Redis
	t *testing.T

	mu    sync.Mutex
	heard []broker.Message
	told  []bool
}

func newNode(t *testing.T, url, name string, queue int) *node {
	t.Helper()
	return newNodeOf(t, broker.NewRedisOf(link(t, url, name, nil), queue, patience))
}

// newHastyNode returns a node that notices within half a second when nothing
// comes from Redis.
func newHastyNode(t *testing.T, url, name string) *node {
	t.Helper()
	return newNodeOf(t, broker.NewRedisOf(linkOf(t, url, name, nil, 300*time.Millisecond), 100, 500*time.Millisecond))
}

func newNodeOf(t *testing.T, b *broker.Redis) *node {
	t.Helper()
	n := &node{Redis: b, t: t}
	n.Subscribe(func(m broker.Message) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.heard = append(n.heard, m)
	})
	n.Watch(func(up bool) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.told = append(n.told, up)
	})
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

// say publishes a hint.
func (n *node) say(room string, seq int64) {
	n.t.Helper()
	if err := n.Publish(context.Background(), broker.Message{Room: room, First: seq, Last: seq}); err != nil {
		n.t.Error(err)
	}
}

// isTold waits until the watcher's last call was with up.
func (n *node) isTold(up bool) {
	n.t.Helper()
	eventually(n.t, fmt.Sprintf("the watcher was last told %v", up), func() bool {
		n.mu.Lock()
		defer n.mu.Unlock()
		return len(n.told) > 0 && n.told[len(n.told)-1] == up
	})
}

// hears waits until the node has received a hint.
func (n *node) hears(room string, seq int64) {
	n.t.Helper()
	eventually(n.t, fmt.Sprintf("the hint for %s %d is heard", room, seq), func() bool {
		n.mu.Lock()
		defer n.mu.Unlock()
		return slices.ContainsFunc(n.heard, func(m broker.Message) bool { return m.Room == room && m.First == seq })
	})
}

// wantTold waits until the watcher's calls were exactly these.
func (n *node) wantTold(want ...bool) {
	n.t.Helper()
	eventually(n.t, fmt.Sprintf("the watcher was told %v", want), func() bool {
		n.mu.Lock()
		defer n.mu.Unlock()
		return slices.Equal(n.told, want)
	})
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	late := time.After(patience)
	for !is() {
		select {
		case <-time.After(time.Millisecond):
		case <-late:
			t.Fatalf("after %v it is not so that %s", patience, what)
		}
	}
}

func TestRedisKilledAndRestartedIsToldAndHintsGoOn(t *testing.T) {
	r := service.StartRedis(t)
	a, b := newNode(t, r.URL(), "a", 100), newNode(t, r.URL(), "b", 100)
	a.say("lobby", 1)
	b.hears("lobby", 1)
	r.Kill()
	b.wantTold(false)
	a.wantTold(false)
	for seq := range int64(1000) {
		a.say("lobby", seq+2) // the node itself receives it, and nothing waits
	}
	a.hears("lobby", 1001)
	if s := a.Stats(); s.Dropped == 0 {
		t.Errorf("stats %+v", s)
	}
	r.Start()
	b.isTold(true)
	eventually(t, "hints cross again", func() bool {
		a.say("lobby", 2000)
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.heard) > 1
	})
}

func TestAPausedRedisIsNoticedAndNobodyWaits(t *testing.T) {
	r := service.StartRedis(t)
	a, b := newHastyNode(t, r.URL(), "a"), newHastyNode(t, r.URL(), "b")
	r.Pause()
	defer r.Resume()
	began := time.Now()
	for seq := range int64(1000) {
		a.say("lobby", seq+1)
	}
	a.hears("lobby", 1000)
	if took := time.Since(began); took > patience { // 1,000 timeouts are five minutes
		t.Errorf("waited %v", took)
	}
	b.isTold(false)
	r.Resume()
	b.isTold(true)
	eventually(t, "hints cross again", func() bool {
		a.say("kitchen", 1)
		b.mu.Lock()
		defer b.mu.Unlock()
		return slices.ContainsFunc(b.heard, func(m broker.Message) bool { return m.Room == "kitchen" })
	})
}

func TestAKilledSubscriptionIsToldAndOpenedAgain(t *testing.T) {
	r := service.StartRedis(t)
	a, b := newNode(t, r.URL(), "a", 100), newNode(t, r.URL(), "b", 100)
	a.say("lobby", 1)
	b.hears("lobby", 1)
	var want []bool
	for range 3 {
		if n := r.Do("CLIENT", "KILL", "TYPE", "pubsub"); n == ":0" {
			t.Fatal("nobody was subscribed")
		}
		want = append(want, false, true)
		a.wantTold(want...)
		b.wantTold(want...)
	}
	a.say("lobby", 2)
	b.hears("lobby", 2)
	if s := a.Stats(); s.Published != 2 || s.Dropped != 0 {
		t.Errorf("publishing was disturbed: %+v", s)
	}
}

func TestWhatDoesNotFitTheQueueIsDroppedAndTheOthersLook(t *testing.T) {
	r := service.StartRedis(t)
	a, b := newNode(t, r.URL(), "a", 10), newNode(t, r.URL(), "b", 10)
	began := time.Now()
	for seq := int64(1); a.Stats().Dropped == 0; seq++ {
		a.say("lobby", seq)
		if time.Since(began) > patience {
			t.Fatal("the queue never filled")
		}
	}
	eventually(t, "b was told to look, and of no interruption", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.told) > 0 && !slices.Contains(b.told, false)
	})
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.told) != 0 {
		t.Errorf("a looks itself, though it heard everything: %v", a.told)
	}
}

func TestHintsKeepTheirOrderInEveryRoomUnderLoad(t *testing.T) {
	r := service.StartRedis(t)
	a, b := newNode(t, r.URL(), "a", 100_000), newNode(t, r.URL(), "b", 100)
	const rooms, n = 20, 500
	for seq := range int64(n) {
		for room := range rooms {
			a.say(fmt.Sprint("room", room), seq+1)
		}
	}
	for room := range rooms {
		b.hears(fmt.Sprint("room", room), n)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	last := map[string]int64{}
	for _, m := range b.heard {
		if m.First != last[m.Room]+1 {
			t.Fatalf("%s: %d after %d", m.Room, m.First, last[m.Room])
		}
		last[m.Room] = m.First
	}
	if len(b.told) != 0 {
		t.Errorf("told %v", b.told)
	}
}

func TestSmallEventsTravelAndLargeOnesDoNot(t *testing.T) {
	r := service.StartRedis(t)
	a, b := newNode(t, r.URL(), "a", 100), newNode(t, r.URL(), "b", 100)
	for seq, size := range map[int64]int{1: 100, 2: 7 << 10, 3: 9 << 10} {
		e := wire.Event{Room: "lobby", Seq: seq, Kind: wire.KindMessage, Body: strings.Repeat("ä", size/2)}
		if err := a.Publish(t.Context(), broker.Message{Room: "lobby", First: seq, Last: seq, Events: []wire.Event{e}}); err != nil {
			t.Error(err)
		}
		b.hears("lobby", seq)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.heard {
		if travels := m.First < 3; travels != (len(m.Events) == 1) {
			t.Errorf("hint %d came with %d events", m.First, len(m.Events))
		} else if travels && (m.Events[0].Seq != m.First || !strings.HasSuffix(m.Events[0].Body, "ä")) {
			t.Errorf("hint %d came with %+v", m.First, m.Events[0])
		}
	}
}

func TestEnvelopesThatCannotBeReadArePassedOverAndLoggedOnce(t *testing.T) {
	r := service.StartRedis(t)
	var out bytes.Buffer // written before the last hint arrives
	l := link(t, r.URL(), "b", slog.New(slog.NewTextHandler(&out, nil)))
	b := broker.NewRedis(l, broker.TestSecret)
	heard := make(chan broker.Message, 10)
	b.Subscribe(func(m broker.Message) { heard <- m })
	const channel, lobby = "confab:hint:{5}", `{"room":"lobby","last":3,"of tomorrow":[1]}`
	seal := func(channel, text string) string { return string(broker.Seal(broker.TestSecret, "z", channel, text)) }
	good := seal(channel, lobby)
	stranger := broker.Secret{Key: []byte("somebody who reached Redis, no more")}
	yesterday := broker.Secret{Key: broker.TestSecret.Key, Clock: func() time.Time { return time.Now().Add(-24 * time.Hour) }}
	odd := []string{
		"", "\n", "1 z\n{}", "2 z", "2 z\n", "2 z\n" + lobby, "\xff\xfe",
		good[:len(good)-1], good + "x", strings.Replace(good, "2 z", "2 y", 1), // changed on the way
		seal("confab:hint:{6}", lobby), // of another channel
		string(broker.Seal(stranger, "z", channel, lobby)), string(broker.Seal(yesterday, "z", channel, lobby)),
		seal(channel, ""), seal(channel, `{"room":`), seal(channel, "{}\n{\"seq\":"), seal(channel, `{"first":"x"}`),
	}
	for _, text := range odd {
		r.Do("PUBLISH", channel, text)
	}
	r.Do("PUBLISH", channel, good)
	r.Do("PUBLISH", channel, good) // again
	r.Do("PUBLISH", channel, seal(channel, `{"room":"attic"}`))
	for _, room := range []string{"lobby", "attic"} {
		select {
		case m := <-heard:
			if m.Room != room {
				t.Errorf("heard %+v", m)
			}
		case <-time.After(patience):
			t.Fatal("the good one was not heard")
		}
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if s := b.Stats(); s.Skipped != int64(len(odd))+1 || s.Heard != 2 {
		t.Errorf("stats %+v of %d", s, len(odd))
	}
	if n := strings.Count(out.String(), "cannot be read"); n != 1 {
		t.Errorf("logged %d times", n)
	}
}

func TestWhoListensAtRedisReadsNothing(t *testing.T) {
	r := service.StartRedis(t)
	a, b := newNode(t, r.URL(), "a", 100), newNode(t, r.URL(), "b", 100)
	client := redis.NewClient(&redis.Options{Addr: strings.TrimPrefix(r.URL(), "redis://")})
	defer client.Close()
	spy := client.PSubscribe(t.Context(), "*")
	defer spy.Close()
	if _, err := spy.Receive(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := wire.Event{Room: "lobby", Seq: 1, Author: "anna", Body: "the secret of the lobby"}
	if err := a.Publish(t.Context(), broker.Message{Room: "lobby", First: 1, Last: 1, Events: []wire.Event{e}}); err != nil {
		t.Fatal(err)
	}
	b.hears("lobby", 1)
	got, err := spy.ReceiveMessage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"lobby", "anna", "secret"} {
		if strings.Contains(got.Payload, word) {
			t.Errorf("%q can be read in %q", word, got.Payload)
		}
	}
}

func TestWhatWasPublishedBeforeCloseIsStillSent(t *testing.T) {
	r := service.StartRedis(t)
	a, b := newNode(t, r.URL(), "a", 1000), newNode(t, r.URL(), "b", 100)
	for seq := range int64(500) {
		a.say("lobby", seq+1)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	b.hears("lobby", 500)
}

func TestABrokerCanBeMadeWhileRedisIsAway(t *testing.T) {
	r := service.StartRedis(t)
	l := link(t, r.URL(), "a", nil)
	r.Kill()
	a := broker.NewRedisOf(l, 10, patience)
	told := make(chan bool, 10)
	a.Watch(func(up bool) { told <- up })
	if up := <-told; up {
		t.Error("told that hints arrive")
	}
	r.Start()
	select {
	case up := <-told:
		if !up {
			t.Error("told false twice")
		}
	case <-time.After(patience):
		t.Error("never told that hints arrive")
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}

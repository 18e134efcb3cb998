package presence_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/server/cluster/clustertest"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/proof/service"
)

// patience is how long a test waits for something before it fails.
const patience = 30 * time.Second

// calm are times at which no node is declared dead on a busy machine.
var calm = presence.Impatient{Dead: time.Minute, Expire: time.Minute, Settle: time.Second, Leave: time.Second}

// town is a Redis and the nodes that use it.
type town struct {
	*testing.T
	url     string
	times   presence.Impatient
	timeout time.Duration // of the nodes' links; 0: the usual one
	nodes   int
}

// node is one node: its presence, and what its hub announced and received.
type node struct {
	*presence.Redis
	town  *town
	name  string
	clock presence.Clock
	link  *cluster.Link

	mu        sync.Mutex
	mute      bool // its announcements are lost
	announced []string
	told      []string
}

func newLink(t testing.TB, url, name string) *cluster.Link {
	t.Helper()
	return newLinkOf(t, url, name, patience)
}

func newLinkOf(t testing.TB, url, name string, timeout time.Duration) *cluster.Link {
	t.Helper()
	return clustertest.Link(t, url, cluster.Options{Node: name, Every: 25 * time.Millisecond, Timeout: timeout})
}

// node adds a node.
func (w *town) node() *node {
	w.Helper()
	w.nodes++
	n := &node{town: w, name: fmt.Sprint("node", w.nodes)}
	n.link = newLinkOf(w, w.url, n.name, cmp.Or(w.timeout, patience))
	b := broker.NewRedis(n.link, secret)
	b.Subscribe(func(m broker.Message) {
		n.mu.Lock()
		defer n.mu.Unlock()
		for user, state := range m.Presence {
			n.told = append(n.told, user+" "+state)
		}
	})
	n.Redis = presence.NewImpatientRedis(n.link, b, &n.clock, w.times)
	n.Watch(func(user, state string) {
		n.mu.Lock()
		n.announced = append(n.announced, user+" "+state)
		mute := n.mute
		n.mu.Unlock()
		if mute {
			return
		}
		if err := b.Publish(context.Background(), broker.Message{Presence: map[string]string{user: state}}); err != nil {
			w.Error(err)
		}
	})
	w.Cleanup(func() {
		if err := n.Close(); err != nil {
			w.Error(err)
		}
		if err := b.Close(); err != nil {
			w.Error(err)
		}
	})
	return n
}

// do calls what and waits until the change is announced.
func (n *node) do(what func(ctx context.Context, user, conn string) error, user, conn string) {
	n.town.Helper()
	if err := what(context.Background(), user, conn); err != nil {
		n.town.Error(err)
	}
	eventually(n.town, "it is announced", n.Told)
}

func (n *node) set(user, conn, state string) {
	n.town.Helper()
	n.do(func(ctx context.Context, user, conn string) error { return n.Set(ctx, user, conn, state) }, user, conn)
}

// pass advances the clock of this node.
func (n *node) pass(d time.Duration) {
	n.clock.Advance(d)
	eventually(n.town, "it is announced", n.Told)
}

// wantSeen waits until the node sees exactly these people, such as "ada
// online".
func (n *node) wantSeen(want ...string) {
	n.town.Helper()
	var seen []string
	late := time.After(patience)
	for {
		all, err := n.Online(context.Background())
		if err != nil {
			n.town.Fatal(err)
		}
		seen = seen[:0]
		for _, user := range slices.Sorted(maps.Keys(all)) {
			seen = append(seen, user+" "+all[user])
		}
		if slices.Equal(seen, want) {
			return
		}
		select {
		case <-time.After(time.Millisecond):
		case <-late:
			n.town.Fatalf("%s sees %q, want %q", n.name, seen, want)
		}
	}
}

// wantTold waits until the node's hub received exactly these states of user.
func (n *node) wantTold(user string, want ...string) {
	n.town.Helper()
	eventually(n.town, fmt.Sprintf("%s was told %q of %s", n.name, want, user), func() bool {
		return slices.Equal(n.heard(user), want)
	})
}

// heard returns the states of user that the node's hub received.
func (n *node) heard(user string) (states []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, told := range n.told {
		if state, ok := strings.CutPrefix(told, user+" "); ok {
			states = append(states, state)
		}
	}
	return states
}

// times returns how often the node announced something.
func (n *node) times(what string) (count int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.announced {
		if a == what {
			count++
		}
	}
	return count
}

func eventually(t testing.TB, what string, is func() bool) {
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

func newTown(t *testing.T, times presence.Impatient) (*town, *service.Redis) {
	t.Helper()
	r := service.StartRedis(t)
	return &town{T: t, url: r.URL(), times: times}, r
}

// clusterURL returns the URL of a Redis Cluster of one server.
func clusterURL(t *testing.T) string {
	t.Helper()
	r := service.StartRedis(t, "--cluster-enabled", "yes")
	r.Do("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
	url := r.URL() + "?addr=" + r.Addr
	l := newLink(t, url+"&prefix=forming", "first")
	eventually(t, "the cluster has formed", func() bool {
		return l.Client().Set(t.Context(), l.Key("formed"), "yes", time.Millisecond).Err() == nil
	})
	return url
}

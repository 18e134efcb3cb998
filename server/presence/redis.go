package presence

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// times are those of the package's doc; tests use shorter ones.
type times struct {
	beat    time.Duration // between heartbeats
	dead    time.Duration // without a heartbeat for so long, a node is dead
	refresh time.Duration // between two refreshes of all states
	expire  time.Duration // an entry expires after so long
	settle  time.Duration // until all nodes have sent their states to a new Redis
	leave   time.Duration // a closed node is dead after so long
}

var usual = times{
	beat: 4 * time.Second, dead: 15 * time.Second, refresh: 27 * time.Second, expire: 60 * time.Second,
	settle: 10 * time.Second, leave: limits.AwayGrace,
}

// Redis is the Presence of several nodes.
type Redis struct {
	times
	link  *cluster.Link
	local *Memory
	wake  chan struct{} // the syncer has something to do
	sync  syncer

	cancel context.CancelFunc
	work   sync.WaitGroup
	close  sync.Once

	mu       sync.Mutex
	pending  changes
	others   map[string]string   // states of people who are not offline, as last announced by any node
	moved    map[string]struct{} // who was announced while the syncer compares; nil: it does not compare
	missed   bool                // hints were lost, so the syncer must compare
	watchers []func(user, state string)
}

// NewRedis returns a Presence for the nodes that share link's Redis and b. A
// watcher must publish the changes through b. It knows who is online when it
// returns, if Redis is up. Close it before b and the link.
func NewRedis(link *cluster.Link, b broker.Broker) *Redis {
	return newRedis(link, b, NewMemory(), usual)
}

func newRedis(link *cluster.Link, b broker.Broker, local *Memory, t times) *Redis {
	r := &Redis{times: t, link: link, local: local, wake: make(chan struct{}, 1), others: map[string]string{}}
	r.pending.states = map[string]string{}
	r.sync = syncer{r: r, lost: true, sent: map[string]string{}}
	local.Watch(r.note)
	b.Subscribe(r.hear)
	b.Watch(func(up bool) {
		if up {
			r.miss()
		}
	})
	link.Watch(func(bool) { r.poke() })
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	if link.Up() {
		r.sync.round(ctx) // nobody watches yet, so nothing is announced
	}
	r.work.Go(func() { r.sync.run(ctx) })
	return r
}

// Connect implements Presence. It never fails.
func (r *Redis) Connect(ctx context.Context, user, conn string) error {
	return r.local.Connect(ctx, user, conn)
}

// Set implements Presence. It never fails.
func (r *Redis) Set(ctx context.Context, user, conn, state string) error {
	return r.local.Set(ctx, user, conn, state)
}

// Disconnect implements Presence. It never fails.
func (r *Redis) Disconnect(ctx context.Context, user, conn string) error {
	return r.local.Disconnect(ctx, user, conn)
}

// States implements Presence. It never fails.
func (r *Redis) States(ctx context.Context, users []string) (map[string]string, error) {
	states, err := r.local.States(ctx, users)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, u := range users {
		r.overlayLocked(states, u)
	}
	return states, nil
}

// Online implements Presence. It never fails.
func (r *Redis) Online(ctx context.Context) (map[string]string, error) {
	states, err := r.local.Online(ctx)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for u := range r.others {
		r.overlayLocked(states, u)
	}
	return states, nil
}

// overlayLocked adds the state of user on other nodes to the state on this one:
// Online outweighs Away.
func (r *Redis) overlayLocked(states map[string]string, user string) {
	if state, ok := r.others[user]; ok && states[user] != wire.Online {
		states[user] = state
	}
}

// Watch implements Presence. fn is called by one goroutine at a time, holding
// no lock.
func (r *Redis) Watch(fn func(user, state string)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watchers = append(r.watchers, fn)
}

// Close implements Presence: the node sends no more heartbeats. No watcher is
// called afterwards.
func (r *Redis) Close() error {
	var err error
	r.close.Do(func() {
		r.cancel()
		r.work.Wait()
		r.sync.leave()
		err = r.local.Close()
	})
	return err
}

// note records a change of one of this node's users.
func (r *Redis) note(user, state string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pending.put(user, state)
	r.poke()
}

// hear records what any node announced.
func (r *Redis) hear(m broker.Message) {
	if len(m.Presence) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for user, state := range m.Presence {
		r.knowLocked(user, state)
	}
}

func (r *Redis) knowLocked(user, state string) {
	if state == wire.Offline {
		delete(r.others, user)
	} else {
		r.others[user] = state
	}
	if r.moved != nil {
		r.moved[user] = struct{}{}
	}
}

// announce calls the watchers.
func (r *Redis) announce(user, state string) {
	r.mu.Lock()
	r.knowLocked(user, state)
	watchers := r.watchers
	r.mu.Unlock()
	for _, fn := range watchers {
		fn(user, state)
	}
}

// compare starts recording who is announced, until the returned function is
// called.
func (r *Redis) compare() (end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.moved, r.missed = map[string]struct{}{}, false
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.moved = nil
	}
}

// compared returns where the hash, hash, differs from what is known here,
// without people who were announced meanwhile.
func (r *Redis) compared(hash map[string]string) map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	differ := map[string]string{}
	for user, state := range hash {
		if r.others[user] != state {
			differ[user] = state
		}
	}
	for user := range r.others {
		if _, ok := hash[user]; !ok {
			differ[user] = wire.Offline
		}
	}
	maps.DeleteFunc(differ, func(user, _ string) bool {
		_, moved := r.moved[user]
		return moved
	})
	return differ
}

// miss records that hints were lost.
func (r *Redis) miss() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.missed = true
	r.poke()
}

// poke wakes the syncer.
func (r *Redis) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

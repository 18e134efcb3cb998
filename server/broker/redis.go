package broker

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/cluster"
)

// settings are the times and sizes of a Redis; tests use smaller ones.
type settings struct {
	queue int           // messages waiting to be published
	ping  time.Duration // silence after which a subscription is pinged
	dead  time.Duration // silence after which it is considered broken
	retry time.Duration // between attempts to publish or subscribe again, at most
}

var usual = settings{queue: 8192, ping: 750 * time.Millisecond, dead: 1750 * time.Millisecond, retry: 500 * time.Millisecond}

// Redis is the Broker of several nodes.
type Redis struct {
	settings
	link   *cluster.Link
	sealer *sealer
	queue  queue
	watch  watch
	stats  stats
	odd    sync.Once // envelopes that cannot be read are logged only once

	cancel context.CancelFunc
	work   sync.WaitGroup

	mu     sync.RWMutex
	fns    []func(Message)
	closed bool
	lanes  [channels]sync.Mutex
}

type stats struct{ published, dropped, heard, skipped atomic.Int64 }

// Stats are counts since the start.
type Stats struct {
	Published int64 // messages of this node that were given to Redis
	Dropped   int64 // and that were not: queue full, Redis away or failing
	Heard     int64 // messages of other nodes
	Skipped   int64 // envelopes of other nodes that could not be read
}

// Purpose is the purpose for which the key of a Secret is derived; see
// keys.Ring.Derive.
const Purpose = "hints"

// Secret is what only the nodes of a cluster know.
type Secret struct {
	Key   []byte           // at least 32 bytes; hints are sealed with keys derived from it
	Clock func() time.Time // the nodes' clocks must agree within half a minute; nil: time.Now
}

// NewRedis returns a broker that carries messages over link. When it returns, it
// has subscribed, or has failed to and keeps trying. Close it before the link.
func NewRedis(link *cluster.Link, secret Secret) *Redis { return newRedis(link, secret, usual) }

func newRedis(link *cluster.Link, secret Secret, s settings) *Redis {
	r := &Redis{settings: s, link: link, sealer: newSealer(secret.Key, secret.Clock)}
	r.queue.wake = make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	tried := make(chan struct{})
	r.work.Go(func() { r.publish(ctx) })
	r.work.Go(func() { r.listen(ctx, sync.OnceFunc(func() { close(tried) })) })
	link.Watch(func(bool) { r.queue.poke() })
	<-tried
	return r
}

// Publish implements Broker. It returns ErrClosed after Close, and otherwise nil,
// which does not mean that other nodes receive m. ctx is not used, because
// nothing here waits.
func (r *Redis) Publish(_ context.Context, m Message) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.closed {
		return ErrClosed
	}
	n := channelOf(&m)
	r.deliver(n, m)
	if !r.link.Up() || !r.queue.put(parcel{n, m}, r.settings.queue) {
		r.stats.dropped.Add(1)
		r.queue.miss()
	}
	return nil
}

// deliver calls the subscribers. The caller holds mu for reading.
func (r *Redis) deliver(n int, m Message) {
	r.lanes[n].Lock()
	defer r.lanes[n].Unlock()
	for _, fn := range r.fns {
		fn(m)
	}
}

// hear delivers a message of another node.
func (r *Redis) hear(m Message) {
	r.stats.heard.Add(1)
	r.mu.RLock()
	defer r.mu.RUnlock()
	if !r.closed {
		r.deliver(channelOf(&m), m)
	}
}

// Subscribe implements Broker.
func (r *Redis) Subscribe(fn func(Message)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fns = append(r.fns, fn)
}

// Watch implements Broker. fn is called with false at once if no hints arrive
// now.
func (r *Redis) Watch(fn func(up bool)) { r.watch.add(fn) }

// Stats returns the counts.
func (r *Redis) Stats() Stats {
	s := &r.stats
	return Stats{s.published.Load(), s.dropped.Load(), s.heard.Load(), s.skipped.Load()}
}

// Close implements Broker. It still publishes what is queued, if Redis accepts it
// within the link's timeout. When Close returns no subscriber or watcher is
// running and none will be called again.
func (r *Redis) Close() error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.cancel()
	r.work.Wait()
	return nil
}

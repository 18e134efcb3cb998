package cluster

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// watch is the prober: it pings Redis each second, and at once when somebody's
// command failed.
func (l *Link) watch(ctx context.Context) {
	tick := time.NewTicker(l.o.Every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-l.doubt:
		}
		l.ask(ctx)
	}
}

// ask pings once. If that panics, the next ping decides.
func (l *Link) ask(ctx context.Context) {
	defer l.o.Faults.Survive("asking whether Redis is there", nil)
	try, cancel := context.WithTimeout(ctx, l.o.Timeout)
	defer cancel()
	err := ping(try, l.probe)
	if ctx.Err() != nil {
		return
	}
	l.note(err)
	if err == nil {
		l.tryWrite(ctx)
	}
}

// tryWrite finds out whether Redis accepts writes: one that is full, or has
// become a replica, still answers a ping.
func (l *Link) tryWrite(ctx context.Context) {
	try, cancel := context.WithTimeout(ctx, l.o.Timeout)
	defer cancel()
	err := l.probe.SetXX(try, l.Key("probe"), "", time.Minute).Err() // the key does not exist, and XX does not create it
	var said redis.Error
	if err != nil && !errors.As(err, &said) {
		return // Redis is lost, which the next ping will find
	}
	if refuses := err != nil; l.refuses.Swap(refuses) == refuses {
		return
	}
	if err != nil {
		l.o.Log.Warn("Redis takes no writes: presence and limits are this node's own", "error", err)
	} else {
		l.o.Log.Info("Redis takes writes again")
	}
}

// note calls the watchers and logs once, when Redis is lost or back.
func (l *Link) note(err error) {
	up := err == nil
	if up == l.Up() {
		return
	}
	if up {
		l.o.Log.Info("Redis is back")
	} else {
		l.o.Log.Warn("Redis is lost: what happens on other nodes is seen later, presence and limits are this node's own", "error", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.up.Store(up)
	for _, fn := range l.watchers {
		fn(up)
	}
}

// ping pings Redis, or all masters of a cluster.
func ping(ctx context.Context, c redis.UniversalClient) error {
	if many, ok := c.(*redis.ClusterClient); ok {
		return many.ForEachMaster(ctx, func(ctx context.Context, one *redis.Client) error {
			return one.Ping(ctx).Err()
		})
	}
	return c.Ping(ctx).Err()
}

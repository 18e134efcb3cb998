package cluster

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// watch is the prober: it asks Redis each second whether it is there, and at
// once when somebody's command failed.
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
		try, cancel := context.WithTimeout(ctx, l.o.Timeout)
		err := ping(try, l.probe)
		cancel()
		if ctx.Err() != nil {
			return
		}
		l.note(err)
	}
}

// note tells the watchers, and the log once, when Redis is lost or back.
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

// ping asks Redis, all masters of a cluster, whether it is there.
func ping(ctx context.Context, c redis.UniversalClient) error {
	if many, ok := c.(*redis.ClusterClient); ok {
		return many.ForEachMaster(ctx, func(ctx context.Context, one *redis.Client) error {
			return one.Ping(ctx).Err()
		})
	}
	return c.Ping(ctx).Err()
}

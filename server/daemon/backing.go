package daemon

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/certs"
	"github.com/confab/confab/server/clock"
	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
)

// backing is what a server stands on: the store, and what it shares with other
// nodes. Without Redis, and with SQLite, all of it is in this process.
type backing struct {
	node     string
	store    store.Store
	ring     *keys.Ring    // signs access tokens; secrets that nodes share are derived from it
	link     *cluster.Link // nil: no Redis
	broker   broker.Broker
	presence presence.Presence
	limiter  ratelimit.Limiter // for chat; nil: no limits
	failures ratelimit.Limiter // counts failed sign-ins of all nodes; nil: there is only one node

	clock *clock.Clock // the database's; nil: this machine's
	shelf certs.Shelf  // where all nodes keep their certificate; nil: there is only one node

	postgres atomic.Bool // whether it answered when it was last asked; true with SQLite
}

// open opens everything. close closes what was opened, also after an error.
func (b *backing) open(ctx context.Context, o backingOptions) error {
	b.node = newNode()
	b.postgres.Store(true)
	if err := b.openStore(ctx, o); err != nil {
		return err
	}
	if o.redis != "" { // checked first, before anything is created that a wrong address would leave behind
		link, err := cluster.Open(ctx, o.redis, cluster.Options{Node: b.node, Log: o.log, Faults: o.faults})
		if err != nil {
			return backingError{"--redis", err}
		}
		b.link = link
	}
	var err error
	b.ring, err = auth.OpenKeys(auth.Options{
		Store: b.store, Keys: filepath.Join(o.data, "keys"), Shared: o.postgres != "", Clock: b.now, Log: o.log,
	})
	if err != nil {
		return err
	}
	if b.link == nil {
		b.broker, b.presence = broker.NewMemory(), presence.NewMemory()
		b.limiter = ratelimit.NewMemory(nil)
	} else {
		link := b.link
		b.broker = broker.NewRedis(link, broker.Secret{Key: b.ring.Derive(broker.Purpose), Clock: b.now})
		b.presence = presence.NewRedis(link, b.broker)
		b.limiter = ratelimit.NewRedis(link, nil)
		b.failures = ratelimit.NewRedis(link, throttle.Away{})
	}
	if o.loose {
		b.limiter = nil
	}
	return nil
}

// backingOptions are the parameters of open.
type backingOptions struct {
	data, postgres, redis string
	partitions            int
	loose                 bool
	log                   *slog.Logger
	faults                *sparse.Log
}

func (b *backing) openStore(ctx context.Context, o backingOptions) error {
	if o.postgres == "" {
		st, err := sqlite.Open(ctx, o.data, sqlite.Options{Log: o.log, Faults: o.faults})
		if err == nil {
			b.store = st
		}
		return err
	}
	st, err := postgres.Open(ctx, o.postgres, postgres.Options{Partitions: o.partitions, Log: o.log, Faults: o.faults})
	if errors.Is(err, postgres.ErrPartitions) {
		return backingError{"--postgres-partitions", err}
	}
	if err != nil {
		return backingError{"--postgres", err}
	}
	st.Watch(b.postgres.Store)
	b.store, b.shelf = st, st.Shelf()
	b.clock, err = clock.Follow(ctx, func(ctx context.Context) (at time.Time, err error) {
		defer o.faults.Survive("asking for the time", func() { err = errors.New("asking for the time panicked") })
		return st.Time(ctx)
	})
	return err
}

// now is the time that all nodes agree on.
func (b *backing) now() time.Time {
	if b.clock == nil {
		return time.Now()
	}
	return b.clock.Now()
}

// missing names what does not answer, "" if everything does.
func (b *backing) missing() string {
	switch {
	case !b.postgres.Load():
		return "PostgreSQL does not answer"
	case b.link != nil && !b.link.Up():
		return "Redis does not answer"
	case b.link != nil && b.link.Refuses():
		return "Redis takes no writes"
	}
	return ""
}

// close closes everything that is open, the store last.
func (b *backing) close() error {
	var errs []error
	if b.presence != nil {
		errs = append(errs, b.presence.Close())
	}
	if b.broker != nil {
		errs = append(errs, b.broker.Close())
	}
	if b.link != nil {
		errs = append(errs, b.link.Close())
	}
	if b.clock != nil {
		b.clock.Close()
	}
	if b.store != nil {
		errs = append(errs, b.store.Close())
	}
	return errors.Join(errs...)
}

// backingError says which flag (--postgres, --redis) is wrong. It implements
// Typed: the exit code is "usage", not "failure".
type backingError struct {
	flag string
	err  error
}

// Error implements error.
func (e backingError) Error() string { return e.flag + ": " + e.err.Error() }

// Typed reports whether another value of the flag would help.
func (e backingError) Typed() bool { return !errors.Is(e.err, store.ErrSchemaNewer) }

// Unwrap returns the reason.
func (e backingError) Unwrap() error { return e.err }

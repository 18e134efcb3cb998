package cluster

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/id"
	"github.com/redis/go-redis/v9"
)

// openIn is how long Open tries at most.
const openIn = 5 * time.Second

// Options of a Link. The zero value of a field is its default.
type Options struct {
	Node    string        // this node's name in Redis, which must be unique; default: a new id
	Log     *slog.Logger  // default: slog.Default
	Faults  *sparse.Log   // counts panics; default: one that writes to Log
	Every   time.Duration // between two pings; default 1 s
	Timeout time.Duration // to connect, to write, to read; default 1 s, unless the URL says otherwise
}

// Link is a node's connection to Redis.
type Link struct {
	o      Options
	prefix string
	client redis.UniversalClient
	probe  redis.UniversalClient // used by the prober only, so that it never waits for a free connection

	up      atomic.Bool
	refuses atomic.Bool   // it answers, but does not accept writes
	doubt   chan struct{} // a user of the link saw a failure
	cancel  context.CancelFunc
	work    sync.WaitGroup

	mu       sync.Mutex
	watchers []func(up bool)
}

// Open connects to the Redis that url names:
//
//	redis://[user:password@]host[:6379][/database]
//	rediss://...                                     the same over TLS
//	unix:///path/to/socket
//	redis://host1:port?addr=host2:port&addr=...      Redis Cluster
//
// ?prefix=NAME sets what the names of keys and channels begin with, by default
// "confab", so that several workspaces can share one Redis. Other parameters are
// go-redis's, such as dial_timeout=2s.
//
// It returns ErrURL, ErrConnect or ErrRefused, each in one sentence without the
// password.
func Open(ctx context.Context, url string, o Options) (*Link, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Faults == nil {
		o.Faults = sparse.New(o.Log)
	}
	if o.Node == "" {
		o.Node = id.New()
	}
	if o.Every <= 0 {
		o.Every = time.Second
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Second
	}
	a, err := parse(url, o.Timeout)
	if err != nil {
		return nil, err
	}
	quiet()
	l := &Link{o: o, prefix: a.prefix, client: a.client(), probe: a.client(), doubt: make(chan struct{}, 1)}
	try, cancel := context.WithTimeout(ctx, openIn)
	defer cancel()
	if err := ping(try, l.probe); err != nil {
		return nil, errors.Join(refused(a.name, err), l.client.Close(), l.probe.Close())
	}
	l.up.Store(true)
	ctx, l.cancel = context.WithCancel(context.Background())
	l.work.Go(func() { l.watch(ctx) })
	return l, nil
}

// Client returns the client for commands. It retries nothing: a command that
// fails may or may not have been executed.
func (l *Link) Client() redis.UniversalClient { return l.client }

// Node returns this node's name.
func (l *Link) Node() string { return l.o.Node }

// Log returns the log in which users of the link write about Redis.
func (l *Link) Log() *slog.Logger { return l.o.Log }

// Faults returns where users of the link count the panics of their goroutines.
func (l *Link) Faults() *sparse.Log { return l.o.Faults }

// Timeout returns how long a command takes at most before it fails.
func (l *Link) Timeout() time.Duration { return l.o.Timeout }

// Key returns the full name of a key or channel: the prefix and name.
func (l *Link) Key(name string) string { return l.prefix + ":" + name }

// Sharded reports whether this is a Redis Cluster. Then the keys of one command
// must be in one slot, and pub/sub is sharded.
func (l *Link) Sharded() bool {
	_, ok := l.client.(*redis.ClusterClient)
	return ok
}

// Up reports whether Redis answered the last ping.
func (l *Link) Up() bool { return l.up.Load() }

// Refuses reports whether Redis answered but refused the last write. Hints still
// arrive then.
func (l *Link) Refuses() bool { return l.refuses.Load() }

// Watch registers fn, which is called with false when Redis is lost and with true
// when it is back; at once with false, if it is lost now. fn must not block, nor
// call the link.
func (l *Link) Watch(fn func(up bool)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watchers = append(l.watchers, fn)
	if !l.Up() {
		fn(false)
	}
}

// Check makes the prober ping Redis now instead of at the next second. Call it
// when a command failed, or unexpectedly succeeded.
func (l *Link) Check() {
	select {
	case l.doubt <- struct{}{}:
	default:
	}
}

// Close closes the connections. No watcher is called afterwards. Close the users
// of the link first.
func (l *Link) Close() error {
	l.cancel()
	l.work.Wait()
	return errors.Join(l.client.Close(), l.probe.Close())
}

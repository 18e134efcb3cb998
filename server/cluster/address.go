package cluster

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Errors of Open, each wrapped in a sentence of its own.
var (
	ErrURL     = errors.New("the address of Redis cannot be used")
	ErrConnect = errors.New("cannot connect to Redis")
	ErrRefused = errors.New("not let in by Redis")
)

// defaultPrefix is the default beginning of the names of keys and channels.
const defaultPrefix = "confab"

// address is a parsed URL. Exactly one of one and many is set.
type address struct {
	name   string // for messages, without secrets
	prefix string
	one    *redis.Options
	many   *redis.ClusterOptions
}

// parse parses a URL as documented at Open.
func parse(s string, timeout time.Duration) (*address, error) {
	u, err := url.Parse(s)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, cause(err))
	}
	a := &address{name: u.Host + u.Path, prefix: defaultPrefix}
	q := u.Query()
	if p := q.Get("prefix"); p != "" {
		if strings.ContainsAny(p, "{}") {
			return nil, fmt.Errorf("%w: the prefix must not contain braces", ErrURL)
		}
		a.prefix = p
		q.Del("prefix")
		u.RawQuery = q.Encode()
	}
	if q.Has("addr") {
		a.many, err = redis.ParseClusterURL(u.String())
	} else {
		a.one, err = redis.ParseURL(u.String())
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, cause(err))
	}
	a.hurry(timeout)
	return a, nil
}

// hurry sets the timeouts that the URL does not set, and turns retries off:
// publishing a hint twice, or taking a token twice, is worse than failing.
func (a *address) hurry(timeout time.Duration) {
	calm := &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	if o := a.one; o != nil {
		o.MaxRetries, o.DialerRetries, o.ContextTimeoutEnabled, o.MaintNotificationsConfig = -1, 1, true, calm
		for _, d := range []*time.Duration{&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout} {
			if *d == 0 {
				*d = timeout
			}
		}
		return
	}
	o := a.many
	o.MaxRetries, o.DialerRetries, o.ContextTimeoutEnabled, o.MaintNotificationsConfig = -1, 1, true, calm
	for _, d := range []*time.Duration{&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout} {
		if *d == 0 {
			*d = timeout
		}
	}
}

// pool is the maximum number of connections, unless the URL sets another. They
// are opened when needed. After that many failures to connect go-redis tries only
// once a second, so a smaller pool would recover slowly.
const pool = 64

// client returns a client for the address.
func (a *address) client() redis.UniversalClient {
	if a.one != nil {
		o := *a.one
		o.PoolSize = cmp.Or(o.PoolSize, pool)
		return redis.NewClient(&o)
	}
	o := *a.many
	o.PoolSize = cmp.Or(o.PoolSize, pool)
	return redis.NewClusterClient(&o)
}

// cause returns what is wrong with a URL, without the URL and its password.
func cause(err error) error {
	var bad *url.Error
	if errors.As(err, &bad) {
		err = bad.Err
	}
	return errors.New(strings.TrimPrefix(err.Error(), "redis: "))
}

// refused says in one sentence why a first ping failed.
func refused(name string, err error) error {
	var network *net.OpError
	switch word, _, _ := strings.Cut(err.Error(), " "); {
	case word == "WRONGPASS" || word == "NOAUTH" || word == "NOPERM":
		return fmt.Errorf("%w: the user or password for %s is wrong, or not given", ErrRefused, name)
	case errors.As(err, &network):
		return fmt.Errorf("%w at %s: %w", ErrConnect, name, network.Err)
	}
	return fmt.Errorf("%w at %s: %w", ErrConnect, name, err)
}

// quiet keeps go-redis from writing to standard error: failures are returned as
// errors and logged once.
var quiet = sync.OnceFunc(logging.Disable)

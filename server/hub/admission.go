package hub

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
)

// admissionRate is how many sockets are let in a second and core; more are
// asked to come back, so that a crowd returning at once does not keep everyone
// from being served. Each person has a rate of their own below it
// (limits.RateConnects), so that no one of them uses it up.
const admissionRate = 200

// rateFailed is how many forged credentials an address may show. Beyond it the
// next ones are answered with a time to wait; good ones are not concerned.
var rateFailed = limits.Rate{PerSecond: 20.0 / 60, Burst: 20}

// door lets sockets in, or not. Its lock is a leaf.
type admission struct {
	hub     *Hub
	origins map[string]bool   // allowed whatever the request
	forged  ratelimit.Limiter // forged credentials, by address
	rate    limits.Rate       // of admission

	crowded atomic.Bool // memory runs short

	mu        sync.Mutex
	tokens    bucket
	addresses map[netip.Prefix]int // sockets of each
}

// admit takes a token of the admission rate, or returns how long until there
// is one.
func (d *admission) admit(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tokens.take(d.rate, now)
}

// come counts a socket of an address. False if it has as many as it may: its
// people then have one each, so that nobody is kept out for the others there.
func (d *admission) addSocket(a netip.Prefix) (room bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.addresses == nil {
		d.addresses = map[netip.Prefix]int{}
	}
	d.addresses[a]++
	return d.addresses[a] <= limits.SocketsPerAddress
}

// leave takes a socket off the count.
func (d *admission) removeSocket(a netip.Prefix) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.addresses[a]--; d.addresses[a] <= 0 {
		delete(d.addresses, a)
	}
}

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
// from being served.
const admissionRate = 200

// rateFailed is how often an address may fail at the handshake.
var rateFailed = limits.Rate{PerSecond: 20.0 / 60, Burst: 20}

// door lets sockets in, or not. Its lock is a leaf.
type door struct {
	hub      *Hub
	origins  map[string]bool   // allowed whatever the request
	throttle ratelimit.Limiter // failed handshakes, by address
	rate     limits.Rate       // of admission

	crowded atomic.Bool // memory runs short

	mu        sync.Mutex
	admission bucket
	addresses map[netip.Prefix]int // sockets of each
}

// admit takes a token of the admission rate, or returns how long until there
// is one.
func (d *door) admit(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.admission.take(d.rate, now)
}

// come counts a socket of an address. False if it has as many as it may.
func (d *door) come(a netip.Prefix, loose bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.addresses == nil {
		d.addresses = map[netip.Prefix]int{}
	}
	if d.addresses[a] >= limits.SocketsPerAddress && !loose {
		return false
	}
	d.addresses[a]++
	return true
}

// leave takes a socket off the count.
func (d *door) leave(a netip.Prefix) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.addresses[a]--; d.addresses[a] <= 0 {
		delete(d.addresses, a)
	}
}

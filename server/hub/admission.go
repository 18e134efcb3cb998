package hub

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
)

// admissionRate is how many sockets are admitted per second and core. Further ones
// are asked to come back, so that a crowd that returns at once does not keep others
// from being served. Each person has a lower rate of their own
// (limits.RateConnects), so that nobody uses it up alone.
const admissionRate = 200

// rateFailed is how many forged credentials an address may present. Beyond it,
// further ones are answered with a time to wait; good ones are not affected.
var rateFailed = limits.Rate{PerSecond: 20.0 / 60, Burst: 20}

// admission decides which sockets are let in. Its lock is a leaf.
type admission struct {
	hub     *Hub
	origins map[string]bool   // allowed for every request
	forged  ratelimit.Limiter // forged credentials, by address
	rate    limits.Rate       // of admission

	crowded atomic.Bool // memory is short

	mu        sync.Mutex
	tokens    bucket
	addresses map[netip.Prefix]int // sockets of each
}

// admit takes a token of the admission rate, or returns how long it takes until
// there is one.
func (d *admission) admit(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tokens.take(d.rate, now)
}

// addSocket counts a socket of an address. It returns false if the address has more
// than it may: each of its people is then allowed one socket, so that nobody is
// kept out because of others at the same address.
func (d *admission) addSocket(a netip.Prefix) (room bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.addresses == nil {
		d.addresses = map[netip.Prefix]int{}
	}
	d.addresses[a]++
	return d.addresses[a] <= limits.SocketsPerAddress
}

// removeSocket ends what addSocket began.
func (d *admission) removeSocket(a netip.Prefix) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.addresses[a]--; d.addresses[a] <= 0 {
		delete(d.addresses, a)
	}
}

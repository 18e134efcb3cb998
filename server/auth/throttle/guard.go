package throttle

import (
	"net/netip"
	"sync"
	"time"
)

const (
	free     = 5                // failures of one network on one account before delays
	maxDelay = 15 * time.Minute // between two tries of one network on one account
	forget   = time.Hour        // without a failure, after which counting starts anew

	siege       = 20               // failures on one account, all networks together, that
	siegeWindow = 15 * time.Minute // within this time make every network's second try wait

	perNetwork    = 20               // failures of one network, all accounts together
	networkWindow = 10 * time.Minute // within this time

	// maxEntries bounds each map. Beyond it arbitrary entries are forgotten:
	// an attacker with that many networks gains little from it.
	maxEntries = 200_000
)

// Guard counts failures. It is safe for concurrent use.
type Guard struct {
	now func() time.Time

	mu       sync.Mutex
	pairs    map[pair]*delays
	accounts map[string]*window
	networks map[netip.Prefix]*window
	sweepAt  int
}

type pair struct {
	account string
	network netip.Prefix
}

// delays counts the failures of one network on one account.
type delays struct {
	failures int
	last     time.Time
	next     time.Time // no try before
}

// New returns a Guard that reads the time from now.
func New(now func() time.Time) *Guard {
	return &Guard{
		now: now, sweepAt: 1024,
		pairs: map[pair]*delays{}, accounts: map[string]*window{}, networks: map[netip.Prefix]*window{},
	}
}

// Try is one try under way. Call one of its methods once the result is known;
// without, it stays a failure.
type Try struct {
	g  *Guard
	of pair
	at time.Time
}

// Begin asks for a try at account ("" for something that is no account's, like
// the setup code) from network. If wait is not 0 it is refused for so long,
// and does not count.
func (g *Guard) Begin(account string, network netip.Prefix) (t Try, wait time.Duration) {
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sweepLocked(now)

	all := entry(g.networks, network)
	if wait := all.full(now, perNetwork, networkWindow); wait > 0 {
		return Try{}, wait
	}
	t = Try{g: g, of: pair{account, network}, at: now}
	if account == "" {
		all.add(now, perNetwork)
		return t, 0
	}
	d := entry(g.pairs, t.of)
	if now.Sub(d.last) > forget {
		*d = delays{}
	}
	if wait := d.next.Sub(now); wait > 0 {
		return Try{}, wait
	}
	besieged := entry(g.accounts, account)
	count := d.failures + 1
	if besieged.full(now, siege, siegeWindow) > 0 {
		count += free - 1
	}
	all.add(now, perNetwork)
	besieged.add(now, siege)
	d.failures, d.last = d.failures+1, now
	if count >= free {
		d.next = now.Add(delay(count - free))
	}
	return t, 0
}

// Succeeded takes the try's failure back and forgets the network's earlier
// ones on this account.
func (t Try) Succeeded() { t.takeBack(true) }

// Void takes the try's failure back: it came to no verdict.
func (t Try) Void() { t.takeBack(false) }

func (t Try) takeBack(succeeded bool) {
	g := t.g
	g.mu.Lock()
	defer g.mu.Unlock()
	if w := g.networks[t.of.network]; w != nil {
		w.remove(t.at)
	}
	if w := g.accounts[t.of.account]; w != nil {
		w.remove(t.at)
	}
	d := g.pairs[t.of]
	switch {
	case d == nil:
	case succeeded:
		delete(g.pairs, t.of)
	case d.failures > 0:
		d.failures--
		d.next = time.Time{}
	}
}

// delay after the given number of failures beyond the free ones.
func delay(beyond int) time.Duration {
	if beyond > 10 { // 2^10 s is more than fifteen minutes
		return maxDelay
	}
	return min(time.Second<<beyond, maxDelay)
}

// entry returns the value at key, made if there is none.
func entry[K comparable, V any](m map[K]*V, key K) *V {
	v := m[key]
	if v == nil {
		v = new(V)
		m[key] = v
	}
	return v
}

package throttle

import (
	"net/netip"
	"sync"
	"time"
)

const (
	maxDelay = 15 * time.Minute // between two tries of one network on one account
	forget   = time.Hour        // without a failure, after which counting starts anew

	siegeWindow   = 15 * time.Minute
	networkWindow = 10 * time.Minute

	// maxEntries bounds each map. Beyond it arbitrary entries are forgotten:
	// an attacker with that many networks gains little from it.
	maxEntries = 200_000
)

// figures say how many failures are too many.
type figures struct {
	free    int // of one network on one account before delays
	siege   int // on one account within siegeWindow, all networks together, that make every network's second try wait
	network int // of one network within networkWindow, all accounts together
}

var (
	usual = figures{free: 5, siege: 20, network: 20}
	// alone is for a node that cannot tell what others count.
	alone = figures{free: 2, siege: 5, network: 5}
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
	return g.begin(account, network, usual)
}

// begin is Begin with other figures than the usual ones, which are the highest.
func (g *Guard) begin(account string, network netip.Prefix, f figures) (t Try, wait time.Duration) {
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sweepLocked(now)

	all := entry(g.networks, network)
	if wait := all.full(now, f.network, networkWindow); wait > 0 {
		return Try{}, wait
	}
	t = Try{g: g, of: pair{account, network}, at: now}
	if account == "" {
		all.add(now, usual.network)
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
	if besieged.full(now, f.siege, siegeWindow) > 0 {
		count += f.free - 1
	}
	all.add(now, usual.network)
	besieged.add(now, usual.siege)
	d.failures, d.last = d.failures+1, now
	if count >= f.free {
		d.next = now.Add(delay(count - f.free))
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

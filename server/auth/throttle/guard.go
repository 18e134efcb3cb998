package throttle

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

const (
	maxDelay = 15 * time.Minute // longest delay between two tries of one network on one account
	forget   = time.Hour        // time without a failure after which counting starts anew

	siegeWindow   = 15 * time.Minute
	networkWindow = 10 * time.Minute

	// strangers is how many failures are allowed at one account from places where
	// its person never was, before there is only one per strangersEach: a hundred
	// at once and a hundred a day, from any number of networks.
	strangers     = 100
	strangersEach = 15 * time.Minute

	// perSuccess is how many successes allow a network one more failure: a school
	// mistypes more often than a household. At most mostSuccesses count.
	perSuccess    = 4
	mostSuccesses = 400

	// maxEntries limits the size of each map. Beyond it arbitrary entries are
	// dropped: an attacker with that many networks gains little from it.
	maxEntries = 200_000
)

// figures are the limits of a Guard.
type figures struct {
	free    int // failures of one network on one account before delays
	siege   int // failures on one account within siegeWindow, over all networks, after which every network's second try waits
	network int // failures of one network within networkWindow, over all accounts
}

// wider are the networks around an IPv6 /64 in which tries are counted too, since
// the owner of one /64 often has them all. free and network have the same meaning
// as in figures.
var wider = []struct{ bits, free, network int }{{56, 8, 40}, {48, 12, 100}}

var (
	usual = figures{free: 5, siege: 20, network: 20}
	// alone are the limits of a node that does not know the tries at other nodes.
	alone = figures{free: 2, siege: 5, network: 5}
)

// Guard counts failures. It is safe for concurrent use.
type Guard struct {
	now func() time.Time
	key [32]byte // random, of this process; see named

	mu       sync.Mutex
	pairs    map[pair]*delays
	accounts map[string]*window // by named; also contains every account's count of strangers
	networks map[netip.Prefix]*window
	good     map[netip.Prefix]*window // successes
	odd      map[string]time.Time     // of an account: when the full number of strangers' tries is allowed again
	sweepAt  int
}

type pair struct {
	account string
	network netip.Prefix
	device  string
}

// From is where a try comes from.
type From struct {
	Network netip.Prefix
	// Device names a program that has proved that somebody signed in to this
	// account with it before. Only its own tries at the account count for it.
	Device string
	// Home means that the person has a session in this network, so that
	// strangers' tries at the account do not count for it.
	Home bool
}

// stranger reports whether nothing distinguishes f from a stranger.
func (f From) stranger() bool { return f.Device == "" && !f.Home }

// delays counts the failures of one network on one account.
type delays struct {
	failures int
	last     time.Time
	next     time.Time // no try before
}

// New returns a Guard that uses the time of now.
func New(now func() time.Time) *Guard {
	g := &Guard{
		now: now, sweepAt: 1024,
		pairs: map[pair]*delays{}, accounts: map[string]*window{}, networks: map[netip.Prefix]*window{},
		good: map[netip.Prefix]*window{}, odd: map[string]time.Time{},
	}
	// rand.Read never fails: without randomness the process ends.
	_, _ = rand.Read(g.key[:])
	return g
}

// named returns the key of an account in the maps, a hash: an e-mail address may
// be as long as a request, and it should not stay readable in memory for an hour.
// "" stays "".
func (g *Guard) named(account string) string {
	if account == "" {
		return ""
	}
	h := hmac.New(sha256.New, g.key[:])
	h.Write([]byte(account))
	return string(h.Sum(nil)[:16])
}

// Try is one try under way. Call one of its methods once the result is known;
// otherwise it counts as failed.
type Try struct {
	g     *Guard
	pairs []counter // on an account
	from  From
	of    string // the account
	at    time.Time
}

// counter is one count of failures on an account, and how many are free.
type counter struct {
	of   pair
	free int
}

// Begin requests a try at account ("" for something without an account, like the
// setup code) from a network about which nothing else is known. If wait is not 0,
// the try is refused for that time and does not count.
func (g *Guard) Begin(account string, network netip.Prefix) (t Try, wait time.Duration) {
	return g.begin(account, From{Network: network}, usual)
}

// begin is Begin with other limits.
func (g *Guard) begin(account string, from From, f figures) (t Try, wait time.Duration) {
	account = g.named(account)
	g.mu.Lock()
	defer g.mu.Unlock()
	t = Try{g: g, from: from, of: account, at: g.now(), pairs: counters(account, from, f)}
	g.sweepLocked(t.at)
	if wait := g.waitLocked(t, f); wait > 0 {
		return Try{}, wait
	}
	g.countLocked(t, f)
	return t, 0
}

// look returns how long a try would have to wait, without making it.
func (g *Guard) look(account string, from From, f figures) time.Duration {
	account = g.named(account)
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waitLocked(Try{from: from, of: account, at: g.now(), pairs: counters(account, from, f)}, f)
}

// counters returns the counts on the account to which a try belongs.
func counters(account string, from From, f figures) []counter {
	switch {
	case account == "":
		return nil
	case from.Device != "":
		return []counter{{pair{account: account, device: from.Device}, f.free}}
	}
	all := []counter{{pair{account: account, network: from.Network}, f.free}}
	if from.stranger() {
		for i, p := range around(from.Network) {
			all = append(all, counter{pair{account: account, network: p}, wider[i].free})
		}
	}
	return all
}

// around returns the wider networks of an IPv6 network.
func around(network netip.Prefix) []netip.Prefix {
	if !network.Addr().Is6() {
		return nil
	}
	all := make([]netip.Prefix, len(wider))
	for i, w := range wider {
		all[i] = netip.PrefixFrom(network.Addr(), w.bits).Masked()
	}
	return all
}

// waitLocked returns how long t must wait.
func (g *Guard) waitLocked(t Try, f figures) (wait time.Duration) {
	if t.from.Device == "" {
		extra := 0
		if w := g.good[t.from.Network]; w != nil {
			extra = w.within(t.at, networkWindow) / perSuccess
		}
		wait = full(g.networks[t.from.Network], t.at, f.network+extra, networkWindow)
	}
	if t.from.stranger() {
		for i, p := range around(t.from.Network) {
			wait = max(wait, full(g.networks[p], t.at, wider[i].network, networkWindow))
		}
		if t.of != "" {
			wait = max(wait, g.odd[t.of].Add(-(strangers-1)*strangersEach).Sub(t.at))
		}
	}
	for _, c := range t.pairs {
		if d := g.pairs[c.of]; d != nil && t.at.Sub(d.last) <= forget {
			wait = max(wait, d.next.Sub(t.at))
		}
	}
	return wait
}

// countLocked counts t as failed.
func (g *Guard) countLocked(t Try, f figures) {
	if t.from.Device == "" {
		entry(g.networks, t.from.Network).add(t.at, usual.network+mostSuccesses/perSuccess)
	}
	besieged := false
	if t.from.stranger() {
		for i, p := range around(t.from.Network) {
			entry(g.networks, p).add(t.at, wider[i].network)
		}
		if t.of != "" {
			w := entry(g.accounts, t.of)
			besieged = w.full(t.at, f.siege, siegeWindow) > 0
			w.add(t.at, usual.siege)
			g.odd[t.of] = later(g.odd[t.of], t.at).Add(strangersEach)
		}
	}
	for _, c := range t.pairs {
		d := entry(g.pairs, c.of)
		if t.at.Sub(d.last) > forget {
			*d = delays{}
		}
		count := d.failures + 1
		if besieged {
			count += c.free - 1
		}
		d.failures, d.last = d.failures+1, t.at
		if count >= c.free {
			d.next = t.at.Add(delay(count - c.free))
		}
	}
}

// full returns the time until fewer than limit failures lie within span; w may be
// nil.
func full(w *window, now time.Time, limit int, span time.Duration) time.Duration {
	if w == nil {
		return 0
	}
	return w.full(now, limit, span)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Succeeded takes the try's failure back and forgets the earlier failures from
// the same place on this account.
func (t Try) Succeeded() { t.takeBack(true) }

// Void takes the try's failure back, because the try had no result.
func (t Try) Void() { t.takeBack(false) }

func (t Try) takeBack(succeeded bool) {
	g := t.g
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.from.Device == "" {
		remove(g.networks[t.from.Network], t.at)
		if succeeded {
			entry(g.good, t.from.Network).add(t.at, mostSuccesses)
		}
	}
	if t.from.stranger() {
		for _, p := range around(t.from.Network) {
			remove(g.networks[p], t.at)
		}
		remove(g.accounts[t.of], t.at)
		if until, counted := g.odd[t.of]; counted {
			g.odd[t.of] = until.Add(-strangersEach)
		}
	}
	for _, c := range t.pairs {
		d := g.pairs[c.of]
		switch {
		case d == nil:
		case succeeded:
			delete(g.pairs, c.of)
		case d.failures > 0:
			d.failures--
			d.next = time.Time{}
		}
	}
}

func remove(w *window, at time.Time) {
	if w != nil {
		w.remove(at)
	}
}

// delay returns the delay after a number of failures beyond the free ones.
func delay(beyond int) time.Duration {
	if beyond > 10 { // 2^10 s is more than fifteen minutes
		return maxDelay
	}
	return min(time.Second<<beyond, maxDelay)
}

// entry returns the value at key, and creates it if there is none.
func entry[K comparable, V any](m map[K]*V, key K) *V {
	v := m[key]
	if v == nil {
		v = new(V)
		m[key] = v
	}
	return v
}

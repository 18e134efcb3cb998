package throttle

import (
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	home   = netip.MustParsePrefix("192.0.2.7/32")
	office = netip.MustParsePrefix("198.51.100.20/32")
)

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func setUp() (*Guard, *clock) {
	c := &clock{time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}
	return New(c.now), c
}

// network returns the nth test network.
func network(n int) netip.Prefix {
	a := netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
	return netip.PrefixFrom(a, 32)
}

func TestDelaysDoubleFromTheFifthFailure(t *testing.T) {
	g, c := setUp()
	for i := range 5 {
		if _, wait := g.Begin("nora", home); wait != 0 {
			t.Fatalf("try %d had to wait %v", i+1, wait)
		}
	}
	for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900} {
		want *= time.Second
		if _, wait := g.Begin("nora", home); wait != want {
			t.Fatalf("wait %v, want %v", wait, want)
		}
		// A try during the delay does not prolong it.
		c.at = c.at.Add(want - time.Millisecond)
		if _, wait := g.Begin("nora", home); wait != time.Millisecond {
			t.Fatalf("wait %v, want 1ms", wait)
		}
		c.at = c.at.Add(time.Millisecond)
		if _, wait := g.Begin("nora", home); wait != 0 {
			t.Fatalf("after waiting %v: %v more", want, wait)
		}
	}
	c.at = c.at.Add(forget + time.Second)
	for range 5 {
		if _, wait := g.Begin("nora", home); wait != 0 {
			t.Fatal("nothing is ever forgotten")
		}
	}
}

func TestSuccessForgetsTheNetworksFailures(t *testing.T) {
	g, _ := setUp()
	for round := range 4 { // sixteen failures: below the network's own limit
		for range 4 {
			if _, wait := g.Begin("nora", home); wait != 0 {
				t.Fatalf("round %d: wait %v", round, wait)
			}
		}
		try, wait := g.Begin("nora", home)
		if wait != 0 {
			t.Fatal(wait)
		}
		try.Succeeded()
	}
}

func TestAVoidTryDoesNotCount(t *testing.T) {
	g, _ := setUp()
	for range 100 {
		try, wait := g.Begin("nora", home)
		if wait != 0 {
			t.Fatal(wait)
		}
		try.Void()
	}
}

func TestNobodyIsLockedOutByOthers(t *testing.T) {
	g, c := setUp()
	for n := range 10_000 {
		g.Begin("nora", network(n))
		c.at = c.at.Add(time.Millisecond)
	}
	for name, from := range map[string]From{
		"where she has a session":         {Network: home, Home: true},
		"at a browser she signed in with": {Network: office, Device: "hers"},
	} {
		for range 5 { // and she may mistype
			if _, wait := g.begin("nora", from, usual); wait != 0 {
				t.Errorf("under siege Nora, %s, must wait %v", name, wait)
			}
		}
		if _, wait := g.begin("nora", from, usual); wait == 0 {
			t.Errorf("%s the tries are endless", name)
		}
	}
	// From a place where she never was, nothing distinguishes her from people who
	// guess.
	stranger := netip.MustParsePrefix("203.0.113.80/32")
	if _, wait := g.Begin("nora", stranger); wait == 0 || wait > strangersEach {
		t.Errorf("a stranger must wait %v", wait)
	}
	if _, wait := g.Begin("ada", home); wait != 0 {
		t.Errorf("Ada waits %v for an attack on Nora", wait)
	}
}

func TestManyNetworksAreLittleHelp(t *testing.T) {
	g, c := setUp()
	admitted := 0
	for range 600 { // for ten minutes, a thousand addresses try every second
		for n := range 100 {
			if _, wait := g.Begin("nora", network(n)); wait == 0 {
				admitted++
			}
		}
		c.at = c.at.Add(time.Second)
	}
	if admitted > 100*14 {
		t.Errorf("%d tries of 60,000 were let through", admitted)
	}
}

func TestOneNetworkCannotTryManyAccounts(t *testing.T) {
	g, c := setUp()
	start := c.at
	for i := range usual.network {
		if _, wait := g.Begin(fmt.Sprint("user", i), office); wait != 0 {
			t.Fatal(wait)
		}
		c.at = c.at.Add(time.Second)
	}
	_, wait := g.Begin("nora", office)
	if want := start.Add(networkWindow).Sub(c.at); wait != want {
		t.Fatalf("wait %v, want %v", wait, want)
	}
	if _, wait := g.Begin("nora", home); wait != 0 {
		t.Error("another network waits too")
	}
	c.at = c.at.Add(wait)
	if _, wait := g.Begin("nora", office); wait != 0 {
		t.Errorf("after the window: wait %v", wait)
	}
}

func TestAParallelAttackGetsNoFreeTries(t *testing.T) {
	g, _ := setUp()
	var wg sync.WaitGroup
	admitted := make(chan bool, 200)
	for range 200 {
		wg.Go(func() {
			if _, wait := g.Begin("nora", home); wait == 0 {
				admitted <- true
			}
		})
	}
	wg.Wait()
	if len(admitted) != 5 {
		t.Errorf("%d of 200 parallel tries were let through, want 5", len(admitted))
	}
}

func TestMemoryIsBounded(t *testing.T) {
	g, c := setUp()
	for n := range 5_000 {
		g.Begin(fmt.Sprint("user", n), network(n))
		c.at = c.at.Add(time.Minute)
	}
	if n := g.sizeLocked(); n > 2_100 {
		t.Errorf("%d entries are kept", n)
	}
}

func TestWhatIsKeptOfAnAccountIsShortAndNobodysToRead(t *testing.T) {
	g, c := setUp()
	long := strings.Repeat("x", 1<<20) + "@tideline.example"
	for range 2 {
		if _, wait := g.Begin(long, network(1)); wait > 0 {
			t.Fatal("refused")
		}
	}
	for of := range g.pairs {
		if len(of.account) != 16 || strings.Contains(of.account, "tideline") {
			t.Errorf("kept as %q", of.account)
		}
	}
	for of := range g.accounts {
		if len(of) != 16 {
			t.Errorf("kept in %d bytes", len(of))
		}
	}
	if len(g.pairs) != 1 || len(g.accounts) != 1 {
		t.Errorf("%d pairs and %d accounts of one", len(g.pairs), len(g.accounts))
	}
	if other := New(func() time.Time { return c.at }); other.named(long) == g.named(long) {
		t.Error("two processes call it the same")
	}
}

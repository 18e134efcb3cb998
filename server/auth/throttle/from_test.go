package throttle

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

// The owner of an IPv6 /48 has 65,536 networks to try from.
func TestAWholeIPv6NetworkIsLittleHelp(t *testing.T) {
	g, _ := setUp()
	let := 0
	for n := range 65_536 {
		from := netip.MustParsePrefix(fmt.Sprintf("2001:db8:7:%x::/64", n))
		if _, wait := g.Begin("nora", from); wait == 0 {
			let++
		}
	}
	if let > 12 {
		t.Errorf("%d tries at one account at once", let)
	}
	for n := range 1000 { // and for a network that tries all accounts
		from := netip.MustParsePrefix(fmt.Sprintf("2001:db8:8:%x::/64", n))
		if _, wait := g.Begin(fmt.Sprint("person", n), from); wait == 0 {
			let++
		}
	}
	if let > 12+100 {
		t.Errorf("%d tries at many accounts at once", let)
	}
	neighbour := netip.MustParsePrefix("2001:db8:9:1::/64")
	if _, wait := g.Begin("ada", neighbour); wait != 0 {
		t.Errorf("another customer waits %v", wait)
	}
	// A phone in the same network, whose person was there before, does not wait.
	phone := From{Network: netip.MustParsePrefix("2001:db8:7:ffff::/64"), Home: true}
	if _, wait := g.begin("nora", phone, usual); wait != 0 {
		t.Errorf("Nora at home waits %v", wait)
	}
}

func TestADaysGuessesAtOneAccountAreFew(t *testing.T) {
	g, c := setUp()
	let, n := 0, 0
	for range 24 * 60 {
		for range 20 {
			n++
			if _, wait := g.Begin("nora", network(n)); wait == 0 {
				let++
			}
		}
		c.at = c.at.Add(time.Minute)
	}
	if let > 100+97 {
		t.Errorf("%d guesses in a day", let)
	}
	if len(g.odd) > 1 || len(g.accounts) > 1 {
		t.Errorf("%d and %d accounts are remembered", len(g.odd), len(g.accounts))
	}
}

// A try that was abandoned, or succeeded, does not count as a guess.
func TestSuccessesAreNoGuesses(t *testing.T) {
	g, _ := setUp()
	for n := range 1000 {
		try, wait := g.Begin("nora", network(n))
		if wait != 0 {
			t.Fatal(n, wait)
		}
		if n%2 == 0 {
			try.Succeeded()
		} else {
			try.Void()
		}
	}
}

// A school of 2,000 behind one address, in which one of twenty mistypes once,
// signs in within a minute.
func TestASchoolThatMistypesIsLetIn(t *testing.T) {
	g, c := setUp()
	for n := range 2000 {
		account := fmt.Sprint("pupil", n)
		if n%20 == 0 {
			if _, wait := g.Begin(account, home); wait != 0 {
				t.Fatalf("pupil %d mistypes and waits %v", n, wait)
			}
		}
		try, wait := g.Begin(account, home)
		if wait != 0 {
			t.Fatalf("pupil %d waits %v", n, wait)
		}
		try.Succeeded()
		c.at = c.at.Add(30 * time.Millisecond)
	}
}

// For a browser that somebody signed in with, only its own tries count.
func TestAKnownBrowserDoesNotPayForItsNetwork(t *testing.T) {
	g, _ := setUp()
	for n := range 40 {
		g.Begin(fmt.Sprint("person", n), office)
	}
	if _, wait := g.Begin("nora", office); wait == 0 {
		t.Error("the network is not held up at all")
	}
	if wait := g.look("nora", From{Network: office, Device: "hers"}, usual); wait != 0 {
		t.Errorf("her browser waits %v", wait)
	}
	try, wait := g.begin("nora", From{Network: office, Device: "hers"}, usual)
	if wait != 0 {
		t.Errorf("her browser waits %v", wait)
	}
	try.Succeeded()
	for range 5 {
		g.begin("nora", From{Network: office, Device: "hers"}, usual)
	}
	if wait := g.look("nora", From{Network: home, Device: "hers"}, usual); wait == 0 {
		t.Error("a stolen browser may guess for ever, from anywhere")
	}
}

func TestLookingCountsNothing(t *testing.T) {
	g, _ := setUp()
	for range 1000 {
		if wait := g.look("nora", From{Network: home}, usual); wait != 0 {
			t.Fatal(wait)
		}
	}
	if n := g.sizeLocked(); n != 0 {
		t.Errorf("%d entries for nothing", n)
	}
}

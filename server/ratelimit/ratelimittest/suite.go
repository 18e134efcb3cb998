package ratelimittest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
)

// Backend makes the limiters under test.
type Backend struct {
	// Node returns the limiter of one more node; all nodes of one test count
	// together. A limiter for a single node returns the same one each time.
	Node func(t *testing.T) ratelimit.Limiter
	// Now is the limiters' clock, and Pass lets d pass on it. It may go on by
	// itself meanwhile.
	Now  func() time.Time
	Pass func(d time.Duration)
}

// Run runs the suite; open is called once for each test.
func Run(t *testing.T, open func(t *testing.T) Backend) {
	for _, story := range []struct {
		name string
		tell func(*testing.T, Backend)
	}{
		{"a burst is granted and then no more than the rate", burstThenRate},
		{"who waits as long as they are told is granted", waitIsRight},
		{"one key does not pay for another", keysApart},
		{"what is given back can be taken again, once", giveBack},
		{"what is given to a full bucket is not saved up", giveToFull},
		{"the zero rate never refuses", zeroRate},
		{"all nodes draw from one bucket", nodesTogether},
		{"what one node gives back another can take", giveBackElsewhere},
	} {
		t.Run(story.name, func(t *testing.T) { story.tell(t, open(t)) })
	}
}

// slow is a rate at which no token comes back during a test.
var slow = limits.Rate{PerSecond: 1.0 / 3600, Burst: 5}

func take(t *testing.T, l ratelimit.Limiter, key string, rate limits.Rate) time.Duration {
	t.Helper()
	wait, err := l.Take(t.Context(), key, rate)
	if err != nil {
		t.Fatal(err)
	}
	if wait < 0 {
		t.Fatalf("a wait of %v", wait)
	}
	return wait
}

func give(t *testing.T, l ratelimit.Limiter, key string, rate limits.Rate) {
	t.Helper()
	if err := l.Give(t.Context(), key, rate); err != nil {
		t.Fatal(err)
	}
}

// drain takes all of slow's burst.
func drain(t *testing.T, l ratelimit.Limiter, key string) {
	t.Helper()
	for i := range slow.Burst {
		if wait := take(t, l, key, slow); wait > 0 {
			t.Fatalf("take %d of the burst waits %v", i+1, wait)
		}
	}
}

func burstThenRate(t *testing.T, b Backend) {
	l := b.Node(t)
	rate := limits.Rate{PerSecond: 100, Burst: 10}
	began, granted := b.Now(), 0
	for range 30 {
		for range 5 {
			if take(t, l, "nora", rate) == 0 {
				granted++
			}
		}
		b.Pass(time.Millisecond)
	}
	most := float64(rate.Burst) + rate.PerSecond*b.Now().Sub(began).Seconds()
	if granted < rate.Burst || float64(granted) > most {
		t.Errorf("granted %d, want between %d and %.1f", granted, rate.Burst, most)
	}
}

func waitIsRight(t *testing.T, b Backend) {
	l := b.Node(t)
	rate := limits.Rate{PerSecond: 20, Burst: 2}
	for range 3 {
		var wait time.Duration
		for wait == 0 {
			wait = take(t, l, "nora", rate)
		}
		if wait > 50*time.Millisecond {
			t.Fatalf("told to wait %v for what comes back every 50ms", wait)
		}
		b.Pass(wait)
		// Where two clocks count, one may be a moment behind.
		for more := take(t, l, "nora", rate); more > 0; more = take(t, l, "nora", rate) {
			if more > 50*time.Millisecond {
				t.Fatalf("waited %v as told, and told to wait %v more", wait, more)
			}
			b.Pass(more)
		}
	}
}

func keysApart(t *testing.T, b Backend) {
	l := b.Node(t)
	drain(t, l, "nora")
	if take(t, l, "nora", slow) == 0 {
		t.Error("more than the burst")
	}
	if wait := take(t, l, "sam", slow); wait > 0 {
		t.Errorf("Sam pays for Nora: %v", wait)
	}
}

func giveBack(t *testing.T, b Backend) {
	l := b.Node(t)
	drain(t, l, "nora")
	give(t, l, "nora", slow)
	if wait := take(t, l, "nora", slow); wait > 0 {
		t.Errorf("what was given back cannot be taken: %v", wait)
	}
	if take(t, l, "nora", slow) == 0 {
		t.Error("given back once and taken twice")
	}
}

func giveToFull(t *testing.T, b Backend) {
	l := b.Node(t)
	for range 3 {
		give(t, l, "nora", slow)
	}
	drain(t, l, "nora")
	if take(t, l, "nora", slow) == 0 {
		t.Error("more than the burst")
	}
}

func zeroRate(t *testing.T, b Backend) {
	l := b.Node(t)
	for range 100 {
		if wait := take(t, l, "nora", limits.Rate{}); wait > 0 {
			t.Fatalf("wait = %v", wait)
		}
	}
	give(t, l, "nora", limits.Rate{})
}

func nodesTogether(t *testing.T, b Backend) {
	nodes := []ratelimit.Limiter{b.Node(t), b.Node(t), b.Node(t)}
	var granted atomic.Int64
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			for range 10 {
				wait, err := nodes[i%len(nodes)].Take(t.Context(), "nora", slow)
				if err != nil {
					t.Error(err)
				} else if wait == 0 {
					granted.Add(1)
				}
			}
		})
	}
	all.Wait()
	if n := granted.Load(); n != int64(slow.Burst) {
		t.Errorf("granted %d, want %d", n, slow.Burst)
	}
}

func giveBackElsewhere(t *testing.T, b Backend) {
	one, other := b.Node(t), b.Node(t)
	drain(t, one, "nora")
	if take(t, other, "nora", slow) == 0 {
		t.Error("the other node grants more than the burst")
	}
	give(t, one, "nora", slow)
	if wait := take(t, other, "nora", slow); wait > 0 {
		t.Errorf("what was given back cannot be taken: %v", wait)
	}
}

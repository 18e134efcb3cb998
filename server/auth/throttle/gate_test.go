package throttle

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/limits"
)

// node returns a Gate of a cluster whose nodes share a limiter.
func node(c *clock, shared ratelimit.Limiter) *Gate {
	return NewGate(New(c.now), shared, slog.New(slog.DiscardHandler))
}

// own is a shared limiter while the other nodes are unreachable: it counts for
// itself and then fails.
type own struct {
	ratelimit.Limiter
	Away
}

func (o own) Take(ctx context.Context, key string, rate limits.Rate) (time.Duration, error) {
	if wait, err := o.Limiter.Take(ctx, key, rate); wait > 0 || err != nil {
		return wait, err
	}
	return o.Away.Take(ctx, key, rate)
}

func (o own) Give(ctx context.Context, key string, rate limits.Rate) error {
	return o.Limiter.Give(ctx, key, rate)
}

func TestACrowdSignsInWhileTheOthersAreAway(t *testing.T) {
	c := &clock{time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}
	g := node(c, own{Limiter: ratelimit.NewMemory(c.now)})
	for n := range 200 { // of one office, all with the right password
		pass, wait := g.Begin(t.Context(), "nora", From{Network: office})
		if wait > 0 {
			t.Fatalf("the sign-in number %d has to wait %v", n, wait)
		}
		pass.Succeeded(t.Context())
	}
}

func TestWhatANodeRefusesIsNotCountedElsewhere(t *testing.T) {
	c := &clock{time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}
	shared := ratelimit.NewMemory(c.now)
	here, there := node(c, shared), node(c, shared)
	for range 500 { // five are admitted
		here.Begin(t.Context(), "nora", From{Network: home})
	}
	for n := range 5 {
		if _, wait := there.Begin(t.Context(), "nora", From{Network: home}); wait > 0 {
			t.Errorf("try %d on another node waits %v for what was refused here", n, wait)
		}
	}
	if _, wait := there.Begin(t.Context(), "nora", From{Network: home}); wait == 0 {
		t.Error("an eleventh try")
	}
}

func TestARequestThatIsGivenUpDoesNotMakeANodeStricter(t *testing.T) {
	c := &clock{time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}
	g := node(c, gone{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	g.Begin(ctx, "nora", From{Network: home})
	if g.alone.Load() {
		t.Error("a browser that was closed passes for a cluster that is away")
	}
	g.Begin(t.Context(), "ada", From{Network: office})
	if !g.alone.Load() {
		t.Error("a cluster that is away goes unnoticed")
	}
}

// gone fails as a limiter does, with the context's error if that has ended.
type gone struct{ Away }

func (g gone) Take(ctx context.Context, key string, rate limits.Rate) (time.Duration, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return g.Away.Take(ctx, key, rate)
}

func TestNoAddressIsWrittenToTheSharedCount(t *testing.T) {
	for _, b := range buckets("nora@tideline.example", From{Network: home}) {
		if len(b.key) > 100 || strings.Contains(b.key, "nora") || strings.Contains(b.key, "tideline") {
			t.Errorf("key %q", b.key)
		}
	}
}

// However many nodes there are, together they admit only so many failures of one
// network, on one account and on all, and later one more.
func TestWhatNodesCountTogetherIsReachedAndReleased(t *testing.T) {
	for name, c := range map[string]struct {
		account func(n int) string
		rate    limits.Rate
	}{
		"one account":   {func(int) string { return "nora" }, ratePair},
		"many accounts": {func(n int) string { return "pupil" + strconv.Itoa(n) }, rateNetwork},
	} {
		at := &clock{time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}
		shared := ratelimit.NewMemory(at.now)
		try := func(n int) time.Duration { // on a node that knows of the others' tries only through the limiter
			_, wait := node(at, shared).Begin(t.Context(), c.account(n), From{Network: home})
			return wait
		}
		for n := range c.rate.Burst {
			if wait := try(n); wait != 0 {
				t.Fatalf("%s: failure %d waits %v", name, n+1, wait)
			}
		}
		wait := try(c.rate.Burst)
		if wait <= 0 || wait > time.Minute {
			t.Errorf("%s: one more waits %v", name, wait)
		}
		at.at = at.at.Add(wait)
		if wait := try(c.rate.Burst + 1); wait != 0 {
			t.Errorf("%s: when the time had come it waits %v", name, wait)
		}
		if try(c.rate.Burst+2) == 0 {
			t.Errorf("%s: more than one was released", name)
		}
	}
}

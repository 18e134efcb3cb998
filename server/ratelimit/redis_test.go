package ratelimit_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/server/cluster/clustertest"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/ratelimit/ratelimittest"
	"github.com/confab/confab/shared/limits"
)

func TestMain(m *testing.M) {
	// A pool that could not connect and was closed sleeps a second more.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/redis/go-redis/v9/internal/pool.(*ConnPool).tryDial"))
}

// slow is a rate at which no token comes back during a test.
var slow = limits.Rate{PerSecond: 1.0 / 3600, Burst: 5}

// unhurried is how long tests wait for a working Redis on a busy machine.
const unhurried = 5 * time.Second

func link(t testing.TB, url string) *cluster.Link {
	t.Helper()
	return clustertest.Link(t, url, cluster.Options{Timeout: 10 * time.Second})
}

// pass lets real time pass, because the limit uses Redis's clock.
func pass(d time.Duration) { <-time.After(d) }

func suite(t *testing.T, url string) {
	stories := 0
	ratelimittest.Run(t, func(*testing.T) ratelimittest.Backend {
		stories++
		return ratelimittest.Backend{
			Node: func(t *testing.T) ratelimit.Limiter {
				return ratelimit.NewRedisOf(link(t, fmt.Sprintf("%sprefix=story%d", url, stories)), nil, unhurried, 0)
			},
			Now: time.Now, Pass: pass,
		}
	})
}

func TestRedis(t *testing.T) {
	r := service.StartRedis(t)
	suite(t, r.URL()+"?")
}

func TestRedisCluster(t *testing.T) {
	t.Parallel() // a cluster takes two seconds to form
	r := service.StartRedis(t, "--cluster-enabled", "yes")
	r.Do("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
	url := r.URL() + "?addr=" + r.Addr
	l := link(t, url+"&prefix=forming")
	eventually(t, "the cluster has formed", func() bool {
		return l.Client().Set(t.Context(), l.Key("formed"), "yes", time.Millisecond).Err() == nil
	})
	suite(t, url+"&")
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	late := time.After(10 * time.Second)
	for !is() {
		select {
		case <-time.After(time.Millisecond):
		case <-late:
			t.Fatal("it never came to be so that ", what)
		}
	}
}

// granted returns how many of n takes are granted.
func granted(t *testing.T, l ratelimit.Limiter, key string, n int) (count int) {
	t.Helper()
	for range n {
		wait, err := l.Take(t.Context(), key, slow)
		if err != nil {
			t.Fatal(err)
		}
		if wait == 0 {
			count++
		}
	}
	return count
}

func TestWithoutRedisANodeGoesOnCountingByItself(t *testing.T) {
	r := service.StartRedis(t)
	la, lb := link(t, r.URL()), link(t, r.URL())
	a, b := ratelimit.NewRedisOf(la, nil, unhurried, 0), ratelimit.NewRedisOf(lb, nil, unhurried, 0)
	if n := granted(t, a, "nora", 3); n != 3 {
		t.Fatalf("granted %d", n)
	}
	r.Kill()
	eventually(t, "both know", func() bool { return !la.Up() && !lb.Up() })
	if n := granted(t, a, "nora", 10); n != 2 {
		t.Errorf("a granted %d more, want the 2 left", n)
	}
	if n := granted(t, b, "nora", 10); n != slow.Burst {
		t.Errorf("b, which granted none before, grants %d, want %d", n, slow.Burst)
	}
	r.Start() // with all buckets full
	eventually(t, "both know", func() bool { return la.Up() && lb.Up() })
	if n := granted(t, a, "nora", 10); n != 0 {
		t.Errorf("a granted %d more after that", n)
	}
	if n := granted(t, a, "sam", 3) + granted(t, b, "sam", 10); n != slow.Burst {
		t.Errorf("Sam was granted %d by both, want %d", n, slow.Burst)
	}
}

// strict is a limiter that grants nothing.
type strict struct{}

func (strict) Take(context.Context, string, limits.Rate) (time.Duration, error) {
	return time.Hour, nil
}
func (strict) Give(context.Context, string, limits.Rate) error { return nil }

func TestWithoutRedisAStricterFallbackDecides(t *testing.T) {
	r := service.StartRedis(t)
	l := link(t, r.URL())
	a := ratelimit.NewRedisOf(l, strict{}, unhurried, 0)
	if n := granted(t, a, "nora", 1); n != 1 {
		t.Error("the fallback decides while Redis is there")
	}
	r.Kill()
	eventually(t, "the link knows", func() bool { return !l.Up() })
	if n := granted(t, a, "nora", 1); n != 0 {
		t.Error("the fallback was not asked")
	}
}

func TestNobodyWaitsForAPausedRedis(t *testing.T) {
	r := service.StartRedis(t)
	l := link(t, r.URL())
	a := ratelimit.NewRedisOf(l, nil, 50*time.Millisecond, time.Minute)
	if n := granted(t, a, "nora", 1); n != 1 {
		t.Fatal("not granted")
	}
	r.Pause()
	defer r.Resume()
	began := time.Now()
	if n := granted(t, a, "nora", 1000); n != slow.Burst-1 {
		t.Errorf("granted %d, want the %d left", n, slow.Burst-1)
	}
	if !l.Up() {
		t.Fatal("the link has noticed: this shows nothing")
	}
	for i := range 1000 {
		if n := granted(t, a, fmt.Sprint("user", i), 1); n != 1 {
			t.Fatal("not granted")
		}
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestAWaitThatIsGivenUpIsNoFaultOfRedis(t *testing.T) {
	r := service.StartRedis(t)
	a := ratelimit.NewRedisOf(link(t, r.URL()), strict{}, unhurried, time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Take(ctx, "nora", slow); err == nil {
		t.Error("taken for someone who is gone")
	}
	if n := granted(t, a, "nora", 1); n != 1 {
		t.Error("Redis is no longer asked")
	}
}

// BenchmarkRedisTake measures one Take after the other.
func BenchmarkRedisTake(b *testing.B) {
	r := service.StartRedis(b)
	l := ratelimit.NewRedis(link(b, r.URL()), nil)
	for b.Loop() {
		if wait, err := l.Take(b.Context(), "room/lobby", limits.Rate{PerSecond: 1e6, Burst: 1e6}); err != nil || wait > 0 {
			b.Fatal(wait, err)
		}
	}
}

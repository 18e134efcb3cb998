package ratelimit

import (
	"strconv"
	"testing"
	"time"

	"github.com/confab/confab/shared/limits"
)

// clock is a time that the test sets.
type clock struct{ t time.Time }

func newClock() *clock                   { return &clock{time.Unix(1_700_000_000, 0)} }
func (c *clock) now() time.Time          { return c.t }
func (c *clock) advance(d time.Duration) { c.t = c.t.Add(d) }

func take(t *testing.T, m *Memory, key string, r limits.Rate) time.Duration {
	t.Helper()
	wait, err := m.Take(t.Context(), key, r)
	if err != nil {
		t.Fatal(err)
	}
	return wait
}

func TestABurstThenTheRate(t *testing.T) {
	c := newClock()
	m := NewMemory(c.now)
	rate := limits.Rate{PerSecond: 2, Burst: 3}
	for i := range 3 {
		if wait := take(t, m, "nora", rate); wait != 0 {
			t.Fatalf("take %d of the burst waits %v", i, wait)
		}
	}
	if wait := take(t, m, "nora", rate); wait != 500*time.Millisecond {
		t.Fatalf("after the burst wait = %v, want 500ms", wait)
	}
	if wait := take(t, m, "sam", rate); wait != 0 {
		t.Fatalf("Sam pays for Nora: wait = %v", wait)
	}
	c.advance(499 * time.Millisecond)
	if wait := take(t, m, "nora", rate); wait != time.Millisecond {
		t.Fatalf("a moment too early wait = %v, want 1ms", wait)
	}
	c.advance(time.Millisecond)
	if wait := take(t, m, "nora", rate); wait != 0 {
		t.Fatalf("on time wait = %v", wait)
	}
	c.advance(time.Hour)
	for i := range 3 {
		if wait := take(t, m, "nora", rate); wait != 0 {
			t.Fatalf("after an hour take %d waits %v", i, wait)
		}
	}
	if wait := take(t, m, "nora", rate); wait == 0 {
		t.Fatal("an hour of rest saved up more than the burst")
	}
}

func TestWhatIsGivenBackCanBeTakenAgain(t *testing.T) {
	m := NewMemory(newClock().now)
	rate := limits.Rate{PerSecond: 1, Burst: 1}
	if wait := take(t, m, "k", rate); wait != 0 {
		t.Fatalf("wait = %v", wait)
	}
	if err := m.Give(t.Context(), "k", rate); err != nil {
		t.Fatal(err)
	}
	if wait := take(t, m, "k", rate); wait != 0 {
		t.Fatalf("after Give wait = %v", wait)
	}
	if wait := take(t, m, "k", rate); wait == 0 {
		t.Fatal("Give gave more than was taken")
	}
}

func TestTheZeroRateNeverRefusesAndKeepsNothing(t *testing.T) {
	m := NewMemory(newClock().now)
	for range 1000 {
		if wait := take(t, m, "k", limits.Rate{}); wait != 0 {
			t.Fatalf("wait = %v", wait)
		}
	}
	if m.Len() != 0 {
		t.Fatalf("Len = %d, want 0", m.Len())
	}
}

func TestFullBucketsAreForgotten(t *testing.T) {
	c := newClock()
	m := NewMemory(c.now)
	rate := limits.Rate{PerSecond: 1, Burst: 1}
	for i := range 100_000 {
		c.advance(10 * time.Millisecond) // 100 people at once exceed their rate
		take(t, m, strconv.Itoa(i), rate)
	}
	if m.Len() > 2048 {
		t.Fatalf("Len = %d after people came and went, want at most 2048", m.Len())
	}
}

func TestMemoryIsBoundedUnderAFlood(t *testing.T) {
	m := NewMemory(newClock().now)
	m.max = 5000
	rate := limits.Rate{PerSecond: 1, Burst: 1}
	for i := range 50_000 {
		take(t, m, strconv.Itoa(i), rate)
	}
	if m.Len() > 5000 {
		t.Fatalf("Len = %d, want at most 5000", m.Len())
	}
}

func TestAClockThatIsSetBackHoldsNobodyUp(t *testing.T) {
	c := newClock()
	m := NewMemory(c.now)
	rate := limits.Rate{PerSecond: 2, Burst: 3}
	for range 3 {
		take(t, m, "nora", rate)
	}
	c.advance(-time.Hour)
	for range 3 {
		if wait := take(t, m, "nora", rate); wait != 0 {
			t.Fatalf("after the clock was set back an hour she waits %v", wait)
		}
	}
	if wait := take(t, m, "nora", rate); wait != 500*time.Millisecond {
		t.Errorf("then the limit is in force no more: wait = %v", wait)
	}
}

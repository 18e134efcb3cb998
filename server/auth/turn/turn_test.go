package turn

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// arrival is the course of one sign-in, which tries again when it was refused.
type arrival struct {
	waited  time.Duration // from coming to leaving
	refused time.Duration // from the first refusal to being admitted to the line
	told    int           // number of refusals
}

// come runs a sign-in whose turn takes 40 ms.
func come(t *testing.T, q *Queue, network string, known bool) arrival {
	begun, first := time.Now(), time.Time{}
	var a arrival
	for {
		leave, err := q.Enter(t.Context(), network, known)
		var busy Busy
		switch {
		case err == nil:
			time.Sleep(40 * time.Millisecond)
			leave()
			a.waited = time.Since(begun)
			return a
		case !errors.As(err, &busy):
			t.Error(err)
			return a
		}
		a.told++
		if first.IsZero() {
			first = time.Now()
		}
		time.Sleep(busy.Retry)
		a.refused = time.Since(first)
	}
}

// A school of 2,000 behind one address signs in at nine o'clock.
func TestASchoolSignsInAtNineOClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(2)
		var mu sync.Mutex
		var all sync.WaitGroup
		var longest, refused time.Duration
		for range 2000 {
			all.Go(func() {
				a := come(t, q, "192.0.2.1/32", false)
				mu.Lock()
				defer mu.Unlock()
				longest, refused = max(longest, a.waited), max(refused, a.refused)
			})
		}
		all.Wait()
		if refused > 30*time.Second {
			t.Errorf("somebody was refused for %v", refused)
		}
		if longest > 45*time.Second { // 2,000 take forty seconds on two cores
			t.Errorf("the last was in after %v", longest)
		}
	})
}

// Crowds of strangers from any number of networks delay a person who was here
// before by less than a second, and a newcomer gets a fair share of the turns.
func TestACrowdOfStrangersKeepsNobodyOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(2)
		ctx, over := context.WithCancel(t.Context())
		var crowd sync.WaitGroup
		for n := range 150 {
			crowd.Go(func() {
				for ctx.Err() == nil {
					if leave, err := q.Enter(ctx, fmt.Sprintf("198.51.100.%d/32", n), false); err == nil {
						time.Sleep(40 * time.Millisecond)
						leave()
					} else {
						time.Sleep(time.Second)
					}
				}
			})
		}
		time.Sleep(time.Minute)
		for range 20 {
			if a := come(t, q, "192.0.2.1/32", true); a.told > 0 || a.waited > time.Second {
				t.Errorf("who was here before: told %d times, waited %v", a.told, a.waited)
			}
			time.Sleep(time.Second)
		}
		if a := come(t, q, "192.0.2.9/32", false); a.told > 0 || a.waited > 5*time.Second {
			t.Errorf("a newcomer: told %d times, waited %v", a.told, a.waited)
		}
		over()
		crowd.Wait()
	})
}

// A network that sends ten thousand sign-ins delays only itself.
func TestOneNetworkWaitsForItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(2)
		ctx, over := context.WithCancel(t.Context())
		var crowd sync.WaitGroup
		for range 10_000 {
			crowd.Go(func() {
				if leave, err := q.Enter(ctx, "198.51.100.1/32", false); err == nil {
					time.Sleep(40 * time.Millisecond)
					leave()
				}
			})
		}
		synctest.Wait()
		if a := come(t, q, "192.0.2.9/32", false); a.told > 0 || a.waited > time.Second {
			t.Errorf("a newcomer: told %d times, waited %v", a.told, a.waited)
		}
		over()
		crowd.Wait()
		if q.inside != 0 || q.strange.n != 0 || len(q.strange.of) != 0 || len(q.strange.order) != 0 {
			t.Errorf("left behind: %+v", q.strange)
		}
	})
}

// People who were here before cannot keep newcomers out either.
func TestStrangersHaveEveryFourthTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(1)
		var crowd sync.WaitGroup
		for range 400 {
			crowd.Go(func() { come(t, q, "192.0.2.1/32", true) })
		}
		synctest.Wait()
		if a := come(t, q, "198.51.100.1/32", false); a.waited > 300*time.Millisecond {
			t.Errorf("waited %v", a.waited)
		}
		crowd.Wait()
	})
}

func TestWhoGoesAwayGivesTheTurnUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(1)
		leave, err := q.Enter(t.Context(), "a", false)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := q.Enter(ctx, "b", false); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		leave()
		leave() // a second call has no effect
		next, err := q.Enter(t.Context(), "c", false)
		if err != nil {
			t.Fatal(err)
		}
		next()
		if q.inside != 0 {
			t.Errorf("%d inside", q.inside)
		}
	})
}

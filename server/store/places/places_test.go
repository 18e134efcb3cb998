package places

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/server/store"
)

// take has a person wait for a place, and tells when they have it.
func take(t *testing.T, p *Places, name string, got chan<- string) {
	t.Helper()
	go func() {
		if err := p.Take(t.Context(), store.Terms{Person: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got <- name
	}()
	synctest.Wait() // they are in the queue, in this order
}

func TestThoseWhoWaitTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(1)
		if err := p.Take(t.Context(), store.Terms{Person: "first"}); err != nil {
			t.Fatal(err)
		}
		got := make(chan string, 10)
		for _, name := range []string{"ada", "ada", "ada", "ada", "grace", "linus", "grace"} {
			take(t, p, name, got)
		}
		last := "first"
		var order []string
		for range 7 {
			p.Leave(last)
			last = <-got
			order = append(order, last)
		}
		if want := []string{"ada", "grace", "linus", "ada", "grace", "ada", "ada"}; !slices.Equal(order, want) {
			t.Errorf("they came in the order %q, want %q", order, want)
		}
		p.Leave(last)
		if len(p.people)+len(p.turns)+p.waiting != 0 || p.free != 1 {
			t.Errorf("left behind: %v", p)
		}
	})
}

func TestNobodyHasMoreThanTheirShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(10)
		got := make(chan string, 100)
		for range 30 {
			take(t, p, "ada", got)
		}
		if len(got) != Each {
			t.Errorf("ada has %d places, want %d", len(got), Each)
		}
		for range 5 {
			take(t, p, "", got) // the server itself
		}
		if len(got) != Each+5 {
			t.Errorf("%d places are taken, want %d", len(got), Each+5)
		}
		for range 30 + 5 {
			name := <-got
			p.Leave(name)
			synctest.Wait()
			if who := p.people["ada"]; who != nil && who.using > Each {
				t.Fatalf("ada has %d places", who.using)
			}
		}
		if p.free != 10 || len(p.people) != 0 {
			t.Errorf("left behind: %v", p)
		}
	})
}

func TestWhoWaitsForTooLongIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(1)
		if err := p.Take(t.Context(), store.Terms{Person: "ada"}); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := p.Take(t.Context(), store.Terms{Person: "grace"}); !errors.Is(err, store.ErrOverload) || time.Since(began) != waitMax {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		gone, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		if err := p.Take(gone, store.Terms{Person: "grace"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who is gone: %v", err)
		}
		if p.Refused() != 1 || len(p.people) != 1 || len(p.turns)+p.waiting != 0 {
			t.Errorf("refused %d, left behind %v", p.Refused(), p)
		}
	})
}

func TestTheQueueIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(1)
		if err := p.Take(t.Context(), store.Terms{Person: "ada"}); err != nil {
			t.Fatal(err)
		}
		ctx, leave := context.WithCancel(t.Context())
		refused := make(chan error, 2*queueMax)
		wait := func(name string) {
			go func() { refused <- p.Take(ctx, store.Terms{Person: name}) }()
		}
		for range eachQueue + 10 {
			wait("ada")
		}
		synctest.Wait()
		if len(refused) != 10 {
			t.Errorf("of ada's %d are refused, want 10", len(refused))
		}
		for i := range queueMax {
			wait(fmt.Sprint("reader", i))
		}
		synctest.Wait()
		if len(refused) != 10+eachQueue {
			t.Errorf("%d are refused, want %d", len(refused), 10+eachQueue)
		}
		for range len(refused) {
			if err := <-refused; !errors.Is(err, store.ErrOverload) {
				t.Errorf("refused with %v", err)
			}
		}
		leave()
		synctest.Wait()
		p.Leave("ada")
		if p.free != 1 || len(p.people)+len(p.turns)+p.waiting != 0 {
			t.Errorf("left behind: %v", p)
		}
	})
}

func TestCloseRefusesWhoWaitsAndWaitsForTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(1)
		if err := p.Take(t.Context(), store.Terms{Person: "ada"}); err != nil {
			t.Fatal(err)
		}
		waiting, closed := make(chan error, 1), make(chan bool, 1)
		go func() { waiting <- p.Take(t.Context(), store.Terms{Person: "grace"}) }()
		synctest.Wait()
		go func() { p.Close(); closed <- true }()
		synctest.Wait()
		if err := <-waiting; !errors.Is(err, store.ErrClosed) {
			t.Errorf("who waited: %v", err)
		}
		if len(closed) > 0 {
			t.Error("closed while ada has a place")
		}
		p.Leave("ada")
		<-closed
		if err := p.Take(t.Context(), store.Terms{Person: "linus"}); !errors.Is(err, store.ErrClosed) {
			t.Errorf("who came later: %v", err)
		}
	})
}

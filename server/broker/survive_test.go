package broker_test

import (
	"sync/atomic"
	"testing"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/proof/service"
)

func TestAHintThatIsNotSurvivedIsALostOne(t *testing.T) {
	r := service.StartRedis(t)
	l := link(t, r.URL(), "b", nil)
	a, b := newNode(t, r.URL(), "a", 100), newNodeOf(t, broker.NewRedisOf(l, 100, patience))
	var bad atomic.Bool
	b.Subscribe(func(m broker.Message) {
		if m.Room == "bad" && bad.CompareAndSwap(false, true) {
			panic("a fault of who listens")
		}
	})
	a.say("bad", 1)
	// The watchers must be called, and then everything continues.
	eventually(t, "b is told that hints do not arrive", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, up := range b.told {
			if !up {
				return true
			}
		}
		return false
	})
	b.isTold(true)
	a.say("good", 1)
	b.hears("good", 1)
	if n := l.Faults().Panics(); n != 1 {
		t.Errorf("%d panics counted, want 1", n)
	}
}

package engine_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/limits"
)

func TestAServerThatRestartsHasItsPeopleBackWithinTwoSeconds(t *testing.T) {
	const apart = 10
	times := map[time.Duration]int{} // after which they are back
	for i := range apart {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			c := start(t, s, func(o *engine.Options) { o.Rand = func() float64 { return (float64(i) + 0.5) / apart } })
			defer c.Stop()
			after(time.Minute)
			s.cut()
			after(6 * time.Second)
			s.set(func() { s.down = false })
			waited := time.Duration(0)
			for ; c.Status().Phase != engine.PhaseLive; waited += 100 * time.Millisecond {
				if waited > limits.ProbeMax {
					t.Fatalf("%v later: %+v", waited, c.Status())
				}
				after(100 * time.Millisecond)
			}
			times[waited]++
		})
	}
	if len(times) < apart/2 {
		t.Errorf("they come at once: %v", times)
	}
}

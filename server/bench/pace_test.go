package bench

import (
	"context"
	"testing"
	"time"
)

func TestPacersAreNeverEarlyAndEndWithTheirContext(t *testing.T) {
	for name, p := range map[string]pacer{"the system's": newPacer(), "the runtime's": newTimer()} {
		for _, wait := range []time.Duration{-time.Second, 0, 100 * time.Microsecond, 3 * time.Millisecond} {
			due := time.Now().Add(wait)
			p.until(t.Context(), due)
			if time.Now().Before(due) {
				t.Errorf("%s: %v early", name, time.Until(due))
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Millisecond, cancel)
		began := time.Now()
		p.until(ctx, began.Add(time.Hour))
		if time.Since(began) > time.Minute {
			t.Errorf("%s: it waited for an hour", name)
		}
		p.close()
	}
}

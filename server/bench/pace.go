package bench

import (
	"context"
	"time"
)

// pacer waits for moments. It is for one goroutine.
type pacer interface {
	// until returns at t, at once if that has passed, or when ctx ends.
	until(ctx context.Context, t time.Time)
	close()
}

// timer is the pacer of the Go runtime: good to a millisecond.
type timer struct{ t *time.Timer }

func newTimer() *timer { return &timer{time.NewTimer(time.Hour)} }

func (p *timer) until(ctx context.Context, t time.Time) {
	wait := time.Until(t)
	if wait <= 0 {
		return
	}
	p.t.Reset(wait)
	select {
	case <-p.t.C:
	case <-ctx.Done():
	}
}

func (p *timer) close() { p.t.Stop() }

package engine_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/wire"
)

// late is a dialer that takes its time whatever its context says.
type late struct{ *server }

func (d late) Dial(ctx context.Context) (engine.Conn, error) {
	time.Sleep(5 * time.Second)
	return d.server.Dial(ctx)
}

func TestStopLeavesNothingBehind(t *testing.T) {
	for name, wait := range map[string]time.Duration{
		"at once": 0, "while dialling": time.Second, "while catching up": 5*time.Second + time.Millisecond, "while live": time.Minute,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.latency = 10 * time.Millisecond
				c := start(t, late{s})
				after(wait)
				c.Stop()
				c.Stop()
				if _, err := c.Send(room, "too late", 0); err != nil {
					t.Error(err)
				}
				if c.Status().Phase != engine.PhaseStopped {
					t.Errorf("status %+v", c.Status())
				}
				if n := s.count(func() int { return len(s.conns) }); n != 0 {
					t.Errorf("%d connections are still open", n)
				}
			})
		})
	}
}

func TestAnEngineThatNeverStartedStops(t *testing.T) {
	e := engine.New(engine.Options{Dialer: newServer(t), Device: "d", Client: "c"})
	e.Stop()
	e.Start()
	if e.Status().Phase != engine.PhaseStopped {
		t.Errorf("status %+v", e.Status())
	}
}

func TestSigningInAgainAfterSigningOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.latency = time.Second
		c := start(t, late{s})
		defer c.Stop()
		if err := c.Device().SignOut(t.Context()); err != nil { // while dialling
			t.Fatal(err)
		}
		c.Connect()
		after(20 * time.Second)
		if c.Status().Phase != engine.PhaseLive {
			t.Errorf("status %+v", c.Status())
		}
		if n := s.count(func() int { return s.asked[wire.TypeHello] }); n != 1 {
			t.Errorf("%d connections said hello", n)
		}
	})
}

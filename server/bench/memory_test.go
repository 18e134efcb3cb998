package bench

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestMemoryIsSampledWhileALoadRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		// 10 MB with nobody there, 14 MB with 4 connections, 90 MB for half a
		// second in the middle, 20 MB in the end.
		usage := func() (Usage, error) {
			after := time.Since(began)
			u := Usage{RSS: 10e6, CPU: after / 2}
			switch {
			case after > 2*time.Second && after < 2500*time.Millisecond:
				u.RSS = 90e6
			case after > 2500*time.Millisecond:
				u.RSS = 20e6
			case after > 0:
				u.RSS = 14e6
			}
			return u, nil
		}
		m, err := newMeter(Target{Usage: usage})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if err := m.begin(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(4 * time.Second)
		m.stop()
		var r Result
		if err := m.result(&r, 4); err != nil {
			t.Fatal(err)
		}
		want := Memory{Before: 10e6, Peak: 90e6, Steady: 20e6, Each: 1e6}
		if r.Memory == nil || *r.Memory != want || r.CPU != 2*time.Second {
			t.Errorf("memory %+v, processor time %v; want %+v and 2 s", r.Memory, r.CPU, want)
		}
	})
}

func TestWhatIsNotKnownIsLeftOut(t *testing.T) {
	m, err := newMeter(Target{})
	if err != nil || m.begin() != nil {
		t.Fatal(err)
	}
	m.stop()
	var r Result
	if err := m.result(&r, 4); err != nil || r.Memory != nil || r.CPU != 0 {
		t.Errorf("memory %+v, processor time %v, %v", r.Memory, r.CPU, err)
	}
}

func TestAServerThatGoesAwayEndsTheSamples(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := errors.New("gone")
		n := 0
		m, err := newMeter(Target{Usage: func() (Usage, error) {
			if n++; n == 5 {
				return Usage{}, gone
			}
			return Usage{RSS: 1}, nil
		}})
		if err != nil || m.begin() != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		m.stop()
		if err := m.result(&Result{}, 1); !errors.Is(err, gone) {
			t.Errorf("%v", err)
		}
	})
}

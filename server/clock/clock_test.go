package clock

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// remote is a clock that differs from the machine's, and answers after a while.
type remote struct {
	ahead time.Duration
	takes time.Duration // there and back
	fails error
}

func (r *remote) ask(context.Context) (time.Time, error) {
	time.Sleep(r.takes / 2)
	at := time.Now().Add(r.ahead)
	time.Sleep(r.takes / 2)
	return at.Round(0), r.fails // as a database's answer: without the machine's clock
}

// follows has a clock follow r, in a bubble.
func follows(t *testing.T, r *remote) *Clock {
	t.Helper()
	c, err := Follow(t.Context(), r.ask)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func (r *remote) differs(c *Clock) time.Duration { return c.Now().Sub(time.Now().Add(r.ahead)) }

func TestAClockTellsTheTimeOfTheOther(t *testing.T) {
	for _, ahead := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute, -time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			r := &remote{ahead: ahead, takes: 40 * time.Millisecond}
			c := follows(t, r)
			for range 10 {
				if d := r.differs(c); d != 0 {
					t.Errorf("%v off", d)
				}
				time.Sleep(17 * time.Second)
			}
		})
	}
}

func TestAClockFollowsWithinAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &remote{}
		c := follows(t, r)
		r.ahead = 5 * time.Second
		time.Sleep(Interval + time.Second)
		if d := r.differs(c); d != 0 {
			t.Errorf("a minute after the other was set it is %v off", d)
		}
	})
}

func TestAClockGoesOnWhileTheOtherCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &remote{ahead: time.Hour}
		c := follows(t, r)
		r.fails = errors.New("away")
		time.Sleep(10 * time.Minute)
		if d := r.differs(c); d != 0 {
			t.Errorf("%v off", d)
		}
		r.fails, r.takes = nil, 10*time.Second
		r.ahead += time.Minute
		time.Sleep(2 * Interval)
		if d := r.differs(c); d != -time.Minute {
			t.Errorf("%v off: an answer that took ten seconds was believed", d)
		}
		r.takes = 0
		time.Sleep(2 * Interval)
		if d := r.differs(c); d != 0 {
			t.Errorf("%v off after it could be read again", d)
		}
	})
}

func TestAClockThatCannotBeReadAtFirstIsAnError(t *testing.T) {
	away := errors.New("away")
	if _, err := Follow(t.Context(), (&remote{fails: away}).ask); !errors.Is(err, away) {
		t.Errorf("Follow = %v", err)
	}
}

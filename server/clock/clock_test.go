package clock

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// remote is a clock that differs from the machine's, and answers after a while.
type remote struct {
	mu    sync.Mutex
	ahead time.Duration
	takes time.Duration // there and back
	fails error
}

func (r *remote) ask(context.Context) (time.Time, error) {
	r.mu.Lock()
	ahead, takes, fails := r.ahead, r.takes, r.fails
	r.mu.Unlock()
	time.Sleep(takes / 2)
	at := time.Now().Add(ahead)
	time.Sleep(takes / 2)
	return at.Round(0), fails // as a database's answer: without the machine's clock
}

// becomes changes what the remote clock is like.
func (r *remote) becomes(ahead, takes time.Duration, fails error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ahead, r.takes, r.fails = ahead, takes, fails
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
		r.becomes(5*time.Second, 0, nil)
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
		r.becomes(time.Hour, 0, errors.New("away"))
		time.Sleep(10 * time.Minute)
		if d := r.differs(c); d != 0 {
			t.Errorf("%v off", d)
		}
		r.becomes(time.Hour+time.Minute, 10*time.Second, nil)
		time.Sleep(2 * Interval)
		if d := r.differs(c); d != -time.Minute {
			t.Errorf("%v off: an answer that took ten seconds was believed", d)
		}
		r.becomes(time.Hour+time.Minute, 0, nil)
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

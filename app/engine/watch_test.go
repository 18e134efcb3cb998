package engine_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// looks is what the client knows of Hana.
func looks(c *client) string {
	return ask(c, room, func(st *state.State, _ *state.Room) string { return st.Presence[hana] })
}

func (s *server) watches() [][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.watched
}

func TestPresenceIsAskedForAsItIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		same(t, "Hana before she is shown", looks(c), "")
		c.Watch([]string{hana, sam})
		after(time.Second)
		same(t, "watched", s.watches(), [][]string{{hana, sam}})
		same(t, "Hana", looks(c), wire.Online)
		same(t, "Sam, whom the answer leaves out",
			ask(c, room, func(st *state.State, _ *state.Room) string { return st.Presence[sam] }), wire.Offline)
		s.set(func() {
			s.conns[0].say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, Users: map[string]string{hana: wire.Away}})
		})
		same(t, "Hana away", looks(c), wire.Away)
		c.Watch([]string{sam})
		after(time.Second)
		same(t, "Hana, who is shown no more", looks(c), "")

		s.restart()
		after(time.Second)
		same(t, "watched on the new connection", s.watches()[2:], [][]string{{sam}})
		c.Watch(nil)
		after(time.Second)
		same(t, "watched by nobody", s.watches()[3:], [][]string{{}})
	})
}

func TestAListThatIsScrolledIsToldNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		for i := range 300 { // three seconds
			c.Watch([]string{fmt.Sprintf("%032x", i)})
			after(10 * time.Millisecond)
		}
		after(time.Second)
		told := s.watches()
		if len(told) < 4 || float64(len(told)) > 4*limits.RateWatch.PerSecond {
			t.Errorf("told %d times", len(told))
		}
		same(t, "the last word", told[len(told)-1], []string{fmt.Sprintf("%032x", 299)})
		many := make([]string, 2*limits.Watched)
		for i := range many {
			many[i] = fmt.Sprintf("%032x", len(many)-i)
		}
		c.Watch(many)
		after(time.Second)
		last := s.watches()[len(told)]
		same(t, "watched at most", len(last), limits.Watched)
		same(t, "of those that matter most", last[0], fmt.Sprintf("%032x", limits.Watched+1))
	})
}

func TestAWatchThatCameTooEarlyIsToldAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		refused := 0
		s.before = func(c *conn, head wire.Head) bool {
			if head.Type != wire.TypeWatch || refused == 3 {
				return false
			}
			refused++
			c.say(&wire.Nack{Head: wire.Head{Type: wire.TypeNack, ID: head.ID}, Code: wire.CodeRate, Message: "Too often.", RetryMS: 2000})
			return true
		}
		c := start(t, s)
		defer c.Stop()
		c.Watch([]string{hana})
		after(5 * time.Second)
		same(t, "Hana", looks(c), "")
		after(2 * time.Second)
		same(t, "Hana", looks(c), wire.Online)
		same(t, "refused", refused, 3)
	})
}

func TestPresenceFollowsThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		c.SetActive(false)
		c.SetActive(false)
		synctest.Wait()
		same(t, "told once", s.asked[wire.TypePresence], 1)
		s.restart()
		after(time.Second)
		same(t, "told again on a new connection", s.asked[wire.TypePresence], 2)
	})
}

// A program and a server of different versions: the program says so, keeps what
// is written, and goes on when the server is replaced.
func TestAServerOfAnotherVersionIsSaidAndNothingIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		older := true
		s.before = func(c *conn, head wire.Head) bool {
			if older && head.Type == wire.TypeHello {
				c.say(&wire.Bye{Head: wire.Head{Type: wire.TypeBye}, Code: wire.CodeProtocol, Message: "Another version."})
				return true
			}
			return false
		}
		c := start(t, s)
		defer c.Stop()
		after(time.Minute)
		if st := c.Status(); !st.Outdated || st.Phase == engine.PhaseLive {
			t.Errorf("status %+v", st)
		}
		if _, err := c.Send(room, "Still here", 0); err != nil {
			t.Fatal(err)
		}
		after(time.Second)
		s.set(func() { older = false })
		after(limits.BackoffMax)
		if st := c.Status(); st.Outdated || st.Phase != engine.PhaseLive {
			t.Errorf("status %+v", st)
		}
		same(t, "sent", len(s.sends), 1)

		// Later it is a fault like any other.
		s.bye(wire.CodeProtocol, 0)
		after(time.Second)
		same(t, "outdated", c.Status().Outdated, false)
	})
}

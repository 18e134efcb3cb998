package engine_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
)

// Found out at the next start, as after a ban while the page was closed.
func TestWhoIsSignedOutElsewhereLeavesNothingOfOthersOnTheDevice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 5, 5)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		after(5 * time.Second)
		c.Stop()
		s.set(func() { s.down = true })
		c = start(t, s, with(disk), func(o *engine.Options) {
			o.Auth = func(context.Context) (bool, error) { return false, nil }
		})
		defer c.Stop()
		c.send("my own words")
		after(time.Minute)
		same(t, "phase", c.Status().Phase, engine.PhaseSignedOut)
		records, err := disk.All(t.Context(), "")
		if err != nil || len(records) != 1 || !strings.Contains(records[0].Value, "my own words") {
			t.Errorf("the store has %v (%v), want their own message only", records, err)
		}
		c.View(func(st *state.State) {
			if st.Me.ID != "" || len(st.Rooms) != 0 || len(st.Users) != 0 {
				t.Errorf("still known: %+v", st)
			}
		})
	})
}

func TestTheNextPersonIsShownNothingOfTheOneBefore(t *testing.T) {
	for _, early := range []bool{true, false} { // known before what was kept is read, or after
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.fill(room, 5, 5)
			disk := engine.NewMemory()
			c := reading(t, s, with(disk))
			after(5 * time.Second)
			s.set(func() { s.down = true })
			c.send("not yet sent")
			c.Stop()
			c = unstarted(t, s, with(disk))
			if early {
				c.Device().Belongs(hana)
			}
			c.Start()
			defer c.Stop()
			synctest.Wait()
			c.Device().Belongs(hana)
			synctest.Wait()
			c.View(func(st *state.State) {
				if st.Me.ID != "" || len(st.Rooms) != 0 || len(st.Users) != 0 {
					t.Errorf("still known: %+v", st)
				}
			})
			after(time.Minute)
			if records, err := disk.All(t.Context(), ""); err != nil || len(records) != 0 {
				t.Errorf("the store still has %v (%v)", records, err)
			}
		})
	}
}

package engine_test

import (
	"context"
	"strings"
	"sync/atomic"
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

// seen is a client that looks at every change whether something of a person is
// shown, as a page draws it.
func seen(t *testing.T, s engine.Dialer, change ...func(*engine.Options)) (c *client, shown *atomic.Bool) {
	shown = &atomic.Bool{}
	look := func(o *engine.Options) {
		o.OnChange = func(state.Changes) {
			c.View(func(st *state.State) {
				if st.Me.ID != "" || len(st.Rooms) != 0 {
					shown.Store(true)
				}
			})
		}
	}
	c = unstarted(t, s, append(change, look)...)
	return c, shown
}

func unsure(o *engine.Options) { o.Unsure = true }

// left is what Sam's device keeps after he read a room, wrote something that did
// not go out, and closed the page.
func left(t *testing.T, s *server) *engine.Memory {
	t.Helper()
	s.fill(room, 5, 5)
	disk := engine.NewMemory()
	c := reading(t, s, with(disk))
	after(5 * time.Second)
	c.Stop()
	s.set(func() { s.down = true })
	c = start(t, s, with(disk))
	c.send("my own words")
	after(5 * time.Second)
	c.Stop()
	return disk
}

func TestWhatIsKeptIsHeldBackUntilItIsKnownWhoIsHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := left(t, s)
		c, shown := seen(t, s, with(disk), unsure)
		c.Start()
		defer c.Stop()
		c.OpenRoom(room)
		after(time.Hour) // without a network
		if shown.Load() {
			t.Error("shown to nobody knows whom")
		}
		c.Device().Belongs(sam)
		same(t, "his own", c.rows(room), []string{"message 1", "message 2", "message 3", "message 4", "message 5", "?my own words"})
		s.set(func() { s.down = false })
		after(time.Minute)
		same(t, "once there is a network", c.rows(room),
			[]string{"message 1", "message 2", "message 3", "message 4", "message 5", "my own words"})
	})
}

func TestWhatIsHeldBackIsForgottenWhenAnotherPersonIsHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := left(t, s)
		c, shown := seen(t, s, with(disk), unsure)
		c.Start()
		defer c.Stop()
		after(time.Minute)
		c.Device().Belongs(hana)
		after(time.Minute)
		if records, err := disk.All(t.Context(), ""); shown.Load() || err != nil || len(records) != 0 {
			t.Errorf("shown: %v; the store still has %v (%v)", shown.Load(), records, err)
		}
	})
}

func TestWhoIsKnownAtTheStartSeesNothingOfAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := left(t, s)
		c, shown := seen(t, s, with(disk))
		c.Device().Belongs(hana)
		c.Start()
		defer c.Stop()
		c.OpenRoom(room)
		after(time.Hour) // without a network
		if records, err := disk.All(t.Context(), ""); shown.Load() || err != nil || len(records) != 0 {
			t.Errorf("shown: %v; the store still has %v (%v)", shown.Load(), records, err)
		}
	})
}

// Signed out by others while the page was closed, and without the cookie that
// would name them: their own words wait for them.
func TestWhoIsSignedOutWhileHeldBackKeepsTheirOwnWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := left(t, s)
		c, shown := seen(t, s, with(disk), unsure)
		c.Start()
		defer c.Stop()
		if err := c.Device().SignedOut(t.Context()); err != nil {
			t.Fatal(err)
		}
		records, err := disk.All(t.Context(), "")
		if shown.Load() || err != nil || len(records) != 1 || !strings.Contains(records[0].Value, "my own words") {
			t.Errorf("shown: %v; the store has %v (%v), want their own message only", shown.Load(), records, err)
		}
	})
}

// A device from before it was told whose sign-in it is.
func TestWhoIsHereIsAskedBeforeConnectingIfItIsNotKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := left(t, s)
		s.set(func() { s.down = false })
		asked := 0
		var c *client
		c = unstarted(t, s, with(disk), unsure, func(o *engine.Options) {
			o.Auth = func(context.Context) (bool, error) {
				asked++
				c.Device().Belongs(sam)
				return true, nil
			}
		})
		c.Start()
		defer c.Stop()
		c.OpenRoom(room)
		after(time.Minute)
		same(t, "asked", asked, 1)
		same(t, "his rows", c.rows(room), []string{"message 1", "message 2", "message 3", "message 4", "message 5", "my own words"})
	})
}

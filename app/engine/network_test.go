package engine_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// gaps are the times between the dials since the n-th.
func (s *server) gaps(n int) []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []time.Duration
	for i := n + 1; i < len(s.dials); i++ {
		list = append(list, s.dials[i].Sub(s.dials[i-1]))
	}
	return list
}

func TestWaitsDoubleUpToALimitAndAreSpread(t *testing.T) {
	for _, r := range []float64{0.999999, 0.5} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.down = true
			c := start(t, s, func(o *engine.Options) { o.Rand = func() float64 { return r } })
			defer c.Stop()
			after(3 * time.Minute)
			bound := limits.BackoffBase
			for i, gap := range s.gaps(0) {
				if i < 12 {
					bound = min(bound, limits.ProbeMax) // it may only be restarting
				}
				if most := time.Duration(r*float64(bound)) + time.Millisecond; gap > most || gap < most*9/10 {
					t.Errorf("wait %d is %v, want just below %v", i, gap, most)
				}
				bound = min(2*bound, limits.BackoffMax)
			}
			if c.Status().Phase != engine.PhaseWaiting || c.Status().RetryAt.IsZero() || c.Status().Reason == nil {
				t.Errorf("status %+v", c.Status())
			}
		})
	}
}

func TestComingBackDoesNotWait(t *testing.T) {
	for name, come := range map[string]func(*client){
		"the network is there again": func(c *client) { c.Connect() },
		"the page is seen again":     func(c *client) { c.SetActive(true) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.down = true
				c := start(t, s)
				defer c.Stop()
				c.SetActive(false)
				after(5 * time.Minute)
				s.set(func() { s.down = false })
				dials := s.count(func() int { return len(s.dials) })
				come(c)
				synctest.Wait()
				same(t, "dials at once", s.count(func() int { return len(s.dials) })-dials, 1)
				same(t, "phase", c.Status().Phase, engine.PhaseLive)
			})
		})
	}
}

func TestASilentConnectionIsDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		after(limits.ClientQuiet - time.Second)
		same(t, "connections", s.count(func() int { return len(s.hellos) }), 1)
		after(3 * time.Second)
		same(t, "connections", s.count(func() int { return len(s.hellos) }), 2)
	})
}

func TestPingsKeepAConnectionAndAreAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		for range 10 {
			after(limits.Heartbeat)
			s.set(func() { s.conns[0].say(&wire.Ping{Head: wire.Head{Type: wire.TypePing}, T: 5}) })
		}
		synctest.Wait()
		same(t, "pongs", s.count(func() int { return s.asked[wire.TypePong] }), 10)
		same(t, "connections", s.count(func() int { return len(s.hellos) }), 1)
	})
}

func TestAByeIsObeyed(t *testing.T) {
	for _, tc := range []struct {
		code  wire.Code
		retry time.Duration
		phase engine.Phase
		back  time.Duration // 0: never
	}{
		{wire.CodeDraining, 7 * time.Second, engine.PhaseWaiting, 7*time.Second + limits.BackoffBase/2},
		{wire.CodeSlow, 0, engine.PhaseWaiting, limits.BackoffBase / 2},
		{wire.CodeDead, 0, engine.PhaseWaiting, limits.BackoffBase / 2},
		{wire.CodeProtocol, 0, engine.PhaseWaiting, limits.BackoffBase / 2},
		{wire.CodeSessionRevoked, 0, engine.PhaseSignedOut, 0},
		{wire.CodeForbidden, 0, engine.PhaseRefused, 0},
		{wire.CodeTooMany, 0, engine.PhaseRefused, 0},
	} {
		t.Run(string(tc.code), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				c := start(t, s)
				defer c.Stop()
				after(20 * time.Second)
				s.bye(tc.code, tc.retry.Milliseconds())
				synctest.Wait()
				same(t, "phase", c.Status().Phase, tc.phase)
				same(t, "reason", c.Status().Reason.Code, tc.code)
				if tc.back == 0 {
					after(24 * time.Hour)
					same(t, "dials", s.count(func() int { return len(s.dials) }), 1)
					c.Connect()
					synctest.Wait()
					same(t, "dials when told to", s.count(func() int { return len(s.dials) }), 2)
					return
				}
				after(tc.back + time.Second)
				same(t, "phase later", c.Status().Phase, engine.PhaseLive)
				if gap := s.gaps(0)[0] - 20*time.Second; gap < tc.retry || gap > tc.back {
					t.Errorf("came back after %v, want %v to %v", gap, tc.retry, tc.back)
				}
			})
		})
	}
}

func TestASignedOutPersonIsNotTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.down = true
		asked, in := 0, false
		c := start(t, s, func(o *engine.Options) {
			o.Auth = func(context.Context) (bool, error) { asked++; return in, nil }
		})
		defer c.Stop()
		after(time.Hour)
		same(t, "phase", c.Status().Phase, engine.PhaseSignedOut)
		same(t, "dials", s.count(func() int { return len(s.dials) }), 1)
		same(t, "questions", asked, 1)
		in = true
		s.set(func() { s.down = false })
		c.Connect()
		synctest.Wait()
		same(t, "phase after signing in", c.Status().Phase, engine.PhaseLive)
	})
}

// A proxy that passes no sockets on is no server that cannot be reached: people
// look for the fault in their own network then.
func TestAServerThatTakesNoSocketIsNotCalledOutOfReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.down = true
		c := start(t, s, func(o *engine.Options) {
			o.Auth = func(context.Context) (bool, error) { return true, nil }
		})
		defer c.Stop()
		if r := c.Status().Reason; r == engine.ErrNoSocket {
			t.Error("one failure may be a restart")
		}
		after(3 * time.Minute)
		same(t, "reason", c.Status().Reason, engine.ErrNoSocket)
		s.set(func() { s.down = false })
		c.Connect()
		synctest.Wait()
		same(t, "phase", c.Status().Phase, engine.PhaseLive)
	})
}

func TestAnExpiredAccessIsRenewedAndTriedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.down = true
		c := start(t, s, func(o *engine.Options) {
			o.Auth = func(context.Context) (bool, error) {
				s.set(func() { s.down = false }) // the new cookie opens the door
				return true, nil
			}
		})
		defer c.Stop()
		same(t, "phase", c.Status().Phase, engine.PhaseLive)
		same(t, "waits", s.gaps(0), []time.Duration{0})
	})
}

func TestAccessIsRenewedBeforeADialThatWouldFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		asked := 0
		c := start(t, s, func(o *engine.Options) {
			o.Auth = func(context.Context) (bool, error) { asked++; return true, nil }
		})
		defer c.Stop()
		s.restart()
		after(2 * time.Second)
		same(t, "questions while the access is fresh", asked, 0)
		for range 30 {
			after(limits.Heartbeat)
			s.set(func() { s.conns[0].say(&wire.Ping{Head: wire.Head{Type: wire.TypePing}}) })
		}
		s.restart()
		after(2 * time.Second)
		same(t, "questions after a long connection", asked, 1)
		same(t, "phase", c.Status().Phase, engine.PhaseLive)
	})
}

func TestOfflineIsNotSignedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.down = true
		c := start(t, s, func(o *engine.Options) {
			o.Auth = func(context.Context) (bool, error) { return false, errors.New("no network") }
		})
		defer c.Stop()
		after(time.Minute)
		same(t, "phase", c.Status().Phase, engine.PhaseWaiting)
		if n := s.count(func() int { return len(s.dials) }); n < 4 {
			t.Errorf("%d dials in a minute", n)
		}
	})
}

func TestAResumeCostsWhatWasMissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		for range 10 {
			s.say(room, hana, "early")
		}
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		s.restart()
		s.say(room, hana, "missed")
		after(time.Minute)
		same(t, "the cursor", s.hellos[1].Resume.Rooms[room], wire.Cursor{Epoch: "e1", Seq: 10})
		same(t, "events applied", c.events, []int64{11})
		same(t, "pages fetched", s.asked[wire.FetchHistory.Type], 1)
		same(t, "the end", c.rows(room)[10], "missed")
	})
}

// Somebody in very many rooms comes back to all of them.
func TestAHelloNamesThousandsOfRooms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		const rooms = 2_000
		for range rooms - 1 {
			s.open(id.New())
		}
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		s.restart()
		after(time.Minute)
		same(t, "rooms named", len(s.hellos[1].Resume.Rooms), rooms)
		if n := len(wire.Marshal(s.hellos[1].Resume.Brief)); n > limits.Frame {
			t.Errorf("they take %d bytes", n)
		}
	})
}

func TestDoublesAndDisorderNeverReachTheState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		n := 0
		var held [][]byte
		s.set(func() {
			s.mangle = func(line []byte) [][]byte {
				switch n++; n % 7 {
				case 2:
					return [][]byte{line, line} // doubled
				case 4:
					held = append(held, line) // kept back, and so out of order
					return nil
				case 5:
					out := append([][]byte{line}, held...)
					held = nil
					return out
				case 6:
					return nil // lost
				}
				return [][]byte{line}
			}
		})
		for _, body := range numbered(50) {
			s.say(room, hana, body)
			after(time.Second)
		}
		s.set(func() { s.mangle = nil })
		s.restart()
		after(time.Minute)
		same(t, "the timeline", c.rows(room), numbered(50))
		for i, seq := range c.events {
			if int64(i+1) != seq {
				t.Fatalf("events came in the order %v", c.events)
			}
		}
	})
}

func TestAnUnknownKindAndAnUnknownObjectArePassedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		s.say(room, hana, "before")
		s.change(room, wire.Event{Author: hana, Kind: "poll", Body: "?"})
		s.set(func() { s.conns[0].say(&wire.OK{Head: wire.Head{Type: "fireworks"}}) })
		s.say(room, hana, "after")
		same(t, "the timeline", c.rows(room), []string{"before", "after"})
		same(t, "connections", s.count(func() int { return len(s.hellos) }), 1)
	})
}

func TestGarbageEndsTheConnectionAndNotTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		for _, garbage := range []string{"{", "null", "7", `{"type":"event","room":5}`, `{"type":"page"`, "\xff\xfe"} {
			s.set(func() { s.mangle = func([]byte) [][]byte { return [][]byte{[]byte(garbage)} } })
			s.say(room, hana, garbage)
			s.set(func() { s.mangle = nil })
			after(time.Minute)
		}
		same(t, "phase", c.Status().Phase, engine.PhaseLive)
		same(t, "events", len(c.events), 6)
	})
}

func TestAServerThatDropsEveryConnectionIsNotHammered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		for range 200 {
			s.restart()
			after(time.Second)
		}
		gaps := s.gaps(0)
		if n := len(gaps); n > 40 {
			t.Errorf("%d connections in 200 s", n)
		}
		if most := slices.Max(gaps); most < 5*time.Second {
			t.Errorf("the longest wait was %v", most)
		}
		same(t, "fails once it lasts", func() int { after(time.Minute); return c.Status().Fails }() <= 1, true)
	})
}

func TestASlowServerIsOnlySlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.latency = 9 * time.Second
		c := reading(t, s)
		defer c.Stop()
		for _, body := range numbered(3) {
			c.send(body)
		}
		after(2 * time.Minute)
		same(t, "the timeline", c.rows(room), numbered(3))
		same(t, "sends", s.count(func() int { return len(s.sends) }), 3)
	})
}

func TestAnswersComeToThoseWhoAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		getRoom := func(ctx context.Context) (*wire.RoomInfo, error) {
			return engine.Do(ctx, c.Engine, wire.GetRoom, &wire.RoomRef{Room: room})
		}
		if info, err := getRoom(t.Context()); err != nil || info.Room.ID != room {
			t.Errorf("got %+v, %v", info, err)
		}
		var fail *wire.Error
		if _, err := engine.Do(t.Context(), c.Engine, wire.EditMessage, &wire.Edit{Room: room, Seq: 1, Body: "x"}); !errors.As(err,
			&fail) || fail.Code != wire.CodeNotFound {
			t.Errorf("a refusal came as %v", err)
		}

		// Asked offline, answered when there is a connection.
		s.set(func() { s.down = true })
		s.restart()
		done := make(chan error, 1)
		go func() {
			_, err := getRoom(t.Context())
			done <- err
		}()
		after(30 * time.Second)
		s.set(func() { s.down = false })
		after(time.Minute)
		same(t, "answered later", len(done), 1)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestAWaitForAnAnswerEndsWithItsContextAndWithTheEngine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		s.set(func() { s.hold[wire.GetRoom.Type] = true })
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		getRoom := func(ctx context.Context) error {
			_, err := engine.Do(ctx, c.Engine, wire.GetRoom, &wire.RoomRef{Room: room})
			return err
		}
		if err := getRoom(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		var fail *wire.Error
		if err := getRoom(t.Context()); !errors.As(err, &fail) {
			t.Errorf("an answer that does not come: %v", err)
		}
		done := make(chan error, 1)
		go func() { done <- getRoom(t.Context()) }()
		synctest.Wait()
		c.Stop()
		if err := <-done; err == nil {
			t.Error("stopped: no error")
		}
		if err := getRoom(t.Context()); err == nil {
			t.Error("after Stop: no error")
		}
	})
}

func TestPeopleNobodyKnowsAreAskedForTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		s.set(func() {
			for _, p := range []string{"71", "72", "73"} {
				s.people[p] = wire.User{ID: p, Name: "N" + p}
			}
			s.hold[wire.GetUsers.Type] = true
		})
		s.say(room, "71", "a")
		synctest.Wait()
		s.say(room, "72", "b")
		s.say(room, "73", "c")
		s.say(room, "ff", "nobody knows me")
		synctest.Wait()
		same(t, "questions", s.asked[wire.GetUsers.Type], 1)
		s.set(func() { delete(s.hold, wire.GetUsers.Type) })
		s.restart()
		after(2 * time.Minute)
		for _, p := range []string{"71", "72", "73"} {
			name := ask(c, room, func(st *state.State, _ *state.Room) string { return st.User(p).Name })
			same(t, "name of "+p, name, "N"+p)
		}
		if n := s.count(func() int { return s.asked[wire.GetUsers.Type] }); n > 4 {
			t.Errorf("%d questions", n)
		}
	})
}

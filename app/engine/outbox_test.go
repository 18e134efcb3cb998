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
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func TestAMessageGoesOutAndKeepsItsRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		s.set(func() { s.latency = 200 * time.Millisecond })
		cid := c.send("hello")
		same(t, "before the ack", c.rows(room), []string{"?hello"})
		after(time.Second)
		same(t, "after the ack", c.rows(room), []string{"hello"})
		it := ask(c, room, func(_ *state.State, r *state.Room) *state.Item { return r.Items[0] })
		if it.Key != cid || it.Event.Seq != 1 || it.Status != state.Sent {
			t.Errorf("the row is %+v, want key %s", it, cid)
		}
	})
}

// slowStore takes its time to keep things.
type slowStore struct {
	*engine.Memory
	takes time.Duration
	fails bool
}

func (s slowStore) Write(ctx context.Context, put []engine.Record, gone []string) error {
	time.Sleep(s.takes)
	if s.fails {
		return errors.New("the disk is full")
	}
	return s.Memory.Write(ctx, put, gone)
}

func TestNothingGoesOutBeforeItIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s, with(slowStore{Memory: engine.NewMemory(), takes: time.Second}))
		defer c.Stop()
		c.send("hello")
		after(100 * time.Millisecond)
		s.restart()
		c.Connect() // what is waiting is sent on every new connection
		after(800 * time.Millisecond)
		same(t, "phase", c.Status().Phase, engine.PhaseLive)
		same(t, "sends while the store is at work", s.count(func() int { return len(s.sends) }), 0)
		after(10 * time.Second)
		same(t, "sends once it is done", s.count(func() int { return len(s.sends) }), 1)
	})
}

func TestAStoreThatFailsDoesNotKeepAMessageFromGoingOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s, with(slowStore{Memory: engine.NewMemory(), fails: true}))
		defer c.Stop()
		c.send("hello")
		same(t, "the log", s.texts(room), []string{"hello"})
		if c.Status().Kept {
			t.Error("the status says that the store works")
		}
	})
}

func TestALostAckIsSettledByTheSameCID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		for i := range 20 {
			// The message is in the log, but the connection ends before the ack.
			s.set(func() {
				s.before = func(conn *conn, h wire.Head) bool {
					if h.Type != wire.SendMessage.Type {
						return false
					}
					s.before = nil
					s.rooms[room].cids[h.ID] = int64(len(s.rooms[room].log)) + 1
					conn.live = false
					s.append(room, wire.Event{Author: sam, CID: h.ID, Kind: wire.KindMessage, Body: numbered(20)[i]})
					conn.breakOff()
					return true
				}
			})
			c.send(numbered(20)[i])
			after(30 * time.Second)
		}
		same(t, "the log", s.texts(room), numbered(20))
		same(t, "the timeline", c.rows(room), numbered(20))
	})
}

func TestAnOverdueAckMeansANewConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		s.set(func() { s.mute = true })
		c.send("hello")
		after(limits.SendTimeout - time.Second)
		s.set(func() { s.mute = false })
		after(3 * time.Second)
		same(t, "connections", s.count(func() int { return len(s.hellos) }), 2)
		same(t, "the log", s.texts(room), []string{"hello"})
	})
}

func TestAHundredMessagesWrittenOfflineSurviveAReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		start(t, s, with(disk)).Stop() // learns the room

		s.set(func() { s.down = true })
		c := start(t, s, with(disk))
		for _, body := range numbered(100) {
			c.send(body)
		}
		same(t, "rows while offline", len(c.rows(room)), 100)
		c.Stop()

		s.set(func() { s.down = false })
		// The server takes a few at a time.
		tokens := 20
		s.set(func() {
			s.refuse = func(*wire.Send) *wire.Nack {
				if tokens--; tokens < 0 {
					tokens = 1
					return &wire.Nack{Code: wire.CodeRate, Message: "Slow down.", RetryMS: 500}
				}
				return nil
			}
		})
		c = reading(t, s, with(disk))
		defer c.Stop()
		after(5 * time.Minute)
		same(t, "the log", s.texts(room), numbered(100))
		same(t, "the timeline", c.rows(room), numbered(100))
		kept, err := disk.All(t.Context(), "outbox/")
		if err != nil || len(kept) != 0 {
			t.Errorf("the store still has %d messages (%v)", len(kept), err)
		}
	})
}

func TestARefusalForGoodDoesNotHoldUpTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, code := range []wire.Code{wire.CodeForbidden, wire.CodeInvalid, wire.CodeTooLarge, wire.CodeCIDConflict, wire.CodeRoomGone} {
			s := newServer(t)
			c := reading(t, s)
			s.set(func() {
				s.refuse = func(q *wire.Send) *wire.Nack {
					if q.Body == "bad" {
						return &wire.Nack{Code: code, Message: "No."}
					}
					return nil
				}
			})
			bad := c.send("bad")
			c.send("good")
			same(t, "the timeline", c.rows(room), []string{"good", "!bad"})
			same(t, "why", ask(c, room, func(_ *state.State, r *state.Room) wire.Code { return r.Outbox(bad).Fail.Code }), code)
			c.Outbox().Retry(bad)
			same(t, "tried again", c.rows(room), []string{"good", "!bad"})
			same(t, "sends", s.count(func() int { return len(s.sends) }), 3)
			c.Outbox().Discard(bad)
			same(t, "discarded", c.rows(room), []string{"good"})
			c.Stop()
		}
	})
}

func TestARetryThatSucceedsIsTheSameMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		c := start(t, s, with(disk))
		s.set(func() {
			s.refuse = func(*wire.Send) *wire.Nack { return &wire.Nack{Code: wire.CodeForbidden, Message: "No."} }
		})
		cid := c.send("hello")
		c.Stop()
		c = start(t, s, with(disk)) // the failure is remembered
		defer c.Stop()
		c.OpenRoom(room)
		same(t, "after a reload", c.rows(room), []string{"!hello"})
		after(time.Hour)
		same(t, "sends without being told", s.count(func() int { return len(s.sends) }), 1)
		s.set(func() { s.refuse = nil })
		c.Outbox().Retry(cid)
		same(t, "after a retry", c.rows(room), []string{"hello"})
	})
}

func TestWhatIsPutOffIsTriedAgainInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, code := range []wire.Code{wire.CodeRate, wire.CodeOverload, wire.CodeStorageFull, wire.CodeUnavailable} {
			s := newServer(t)
			c := reading(t, s)
			begun := time.Now()
			var tries []time.Duration
			s.set(func() {
				s.refuse = func(q *wire.Send) *wire.Nack {
					tries = append(tries, time.Since(begun))
					if time.Since(begun) < 10*time.Second {
						return &wire.Nack{Code: code, Message: "Later.", RetryMS: 4000}
					}
					return nil
				}
			})
			for _, body := range numbered(5) {
				c.send(body)
			}
			after(11 * time.Second)
			same(t, "before the time given", s.texts(room), []string(nil))
			after(4 * time.Second)
			same(t, "the log", s.texts(room), numbered(5))
			same(t, "tries", tries[:4], []time.Duration{0, 4 * time.Second, 8 * time.Second, 12 * time.Second})
			c.Stop()
		}
	})
}

func TestTwoRoomsDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.open("0b")
		c := start(t, s)
		defer c.Stop()
		s.set(func() { s.latency = time.Second })
		c.send("one")
		c.send("two")
		if _, err := c.Send("0b", "elsewhere", 0); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		var bodies []string
		s.set(func() {
			for _, q := range s.sends {
				bodies = append(bodies, q.Body)
			}
		})
		same(t, "sends without an ack", bodies, []string{"one", "elsewhere"})
		after(10 * time.Second)
		same(t, "the log", s.texts(room), []string{"one", "two"})
	})
}

func TestSendRefusesWhatCannotBeSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.down = true
		c := start(t, s)
		defer c.Stop()
		for body, want := range map[string]wire.Code{
			"  \n\t":                            wire.CodeInvalid,
			string(make([]byte, limits.Body+1)): wire.CodeTooLarge,
		} {
			var fail *wire.Error
			if _, err := c.Send(room, body, 0); !errors.As(err, &fail) || fail.Code != want {
				t.Errorf("Send of %d bytes: %v, want %s", len(body), err, want)
			}
		}
		for range limits.OutboxMessages {
			c.send("x")
		}
		var fail *wire.Error
		if _, err := c.Send(room, "one too many", 0); !errors.As(err, &fail) || fail.Code != wire.CodeOverload {
			t.Errorf("a full outbox: %v", err)
		}
	})
}

func TestOrderHoldsThroughDropsAndDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s, func(o *engine.Options) { o.Unacked = 4 })
		defer c.Stop()
		s.set(func() { s.latency = 300 * time.Millisecond })
		for i, body := range numbered(60) {
			c.send(body)
			after(100 * time.Millisecond)
			if i%7 == 6 {
				s.restart()
			}
		}
		after(time.Minute)
		same(t, "the log", s.texts(room), numbered(60))
		same(t, "the timeline", c.rows(room), numbered(60))
		if !slices.IsSorted(c.events) {
			t.Errorf("events came in the order %v", c.events)
		}
	})
}

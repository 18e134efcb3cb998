package hub_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// entries returns the entries of the person's own log that came so far.
func (c *client) entries() []wire.Inbox {
	var all []wire.Inbox
	for _, o := range c.said() {
		if o.Type == wire.TypeInbox {
			var in wire.Inbox
			o.into(c.t, &in)
			all = append(all, in)
		}
	}
	return all
}

// wantRooms asserts the rooms, besides those before, that the entries of a
// person's own log amount to, and that each came once, in order.
func wantRooms(t *testing.T, c *client, want map[string]bool) {
	t.Helper()
	in := map[string]bool{}
	last := int64(0)
	for _, e := range c.entries() {
		if e.Useq <= last {
			t.Fatalf("%s was told entry %d after %d", c.name, e.Useq, last)
		}
		last = e.Useq
		switch e.Kind {
		case wire.InboxRoom:
			in[e.Room] = true
		case wire.InboxLeft:
			delete(in, e.Room)
		}
	}
	for room, yes := range want {
		if in[room] != yes {
			t.Errorf("%s believes %v of being in room %s, want %v", c.name, in[room], room, yes)
		}
	}
}

// Whatever becomes of the hints, everyone at every node gets every event once,
// in order, and the same of their own log.
func TestNothingIsLostBetweenNodes(t *testing.T) {
	weathers := []struct {
		lost, doubled float64
		delay         time.Duration
	}{
		{0, 0, 0},
		{0, 0.5, 2 * time.Second},
		{0.3, 0.3, 300 * time.Millisecond},
		{0.9, 0.1, 5 * time.Second},
		{1, 0, 0},
	}
	for seed, w := range weathers {
		t.Run(fmt.Sprintf("lost %.1f, doubled %.1f, late %v", w.lost, w.doubled, w.delay), func(t *testing.T) {
			bubble(t, func(t *testing.T) { tellOfWeather(t, uint64(seed), w.lost, w.doubled, w.delay) })
		})
	}
}

func tellOfWeather(t *testing.T, seed uint64, lost, doubled float64, delay time.Duration) {
	c := newCluster(t, 3, seed)
	room := c.Room(wire.RoomPublic)
	first := c.Say(c.Hana, room, "the beginning") + 1
	c.air.weather(lost, doubled, delay)
	var all []*client
	for _, node := range c.nodes {
		all = append(all, node.enter(t, c.Sam), node.enter(t, c.Mara))
	}
	var stans []*client
	for _, node := range c.nodes {
		stans = append(stans, node.enter(t, c.Stan))
	}
	in := false
	for i := range 60 {
		c.Say(c.Hana, room, fmt.Sprint("message ", i))
		if i%7 == 3 {
			do := wire.JoinRoom.Type
			if in {
				do = wire.LeaveRoom.Type
			}
			c.MustDo(c.Stan, &wire.RoomRef{Room: room}, do)
			in = !in
		}
		if i == 20 {
			c.air.cut(true)
		}
		if i == 30 {
			c.air.cut(false)
		}
		time.Sleep(time.Duration(i%9) * 100 * time.Millisecond)
	}
	time.Sleep(restWithin)
	last := c.Say(c.Hana, room, "the end")
	time.Sleep(restWithin)
	for _, s := range all {
		s.until(room, first, last)
		if n := int64(len(s.events(room))); n != last-first+1 {
			t.Errorf("%s has %d events, want %d", s.name, n, last-first+1)
		}
	}
	for _, s := range stans {
		wantRooms(t, s, map[string]bool{room: in, c.Main: true})
	}
}

// restWithin is how long it takes at most until what no hint told is seen.
const restWithin = 62 * time.Second

func TestARoomIsComparedWithTheStore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newCluster(t, 2, 1)
		room := c.Room(wire.RoomPrivate)
		sams := []*client{c.nodes[0].enter(t, c.Sam), c.nodes[1].enter(t, c.Sam)}
		within := func(most time.Duration, when string, then ...func()) {
			t.Helper()
			seq := c.Say(c.Hana, room, "is anybody there?")
			for _, do := range then {
				do()
			}
			time.Sleep(most)
			synctest.Wait()
			for _, s := range sams {
				if e := s.events(room); len(e) == 0 || e[len(e)-1].Seq != seq {
					t.Errorf("%s: not told within %v", when, most)
				}
			}
		}
		within(time.Second/10, "while hints arrive")
		c.air.weather(1, 0, 0)
		within(11*time.Second, "active, hints are lost")
		time.Sleep(10 * time.Minute)
		within(restWithin, "quiet, hints are lost")
		time.Sleep(10 * time.Minute)
		c.air.cut(true)
		within(2*time.Second, "no hints for now")

		time.Sleep(10 * time.Minute)
		c.air.cut(false)
		time.Sleep(10 * time.Minute)
		within(time.Second/10, "the broker says that it dropped some", func() { c.air.cut(false) })
	})
}

func TestWhoLeavesWhileHintsAreLostHearsNothingMore(t *testing.T) {
	for _, down := range []bool{true, false} {
		bubble(t, func(t *testing.T) {
			c := newCluster(t, 2, 2)
			room := c.Room(wire.RoomPrivate)
			sams := []*client{c.nodes[0].enter(t, c.Sam), c.nodes[1].enter(t, c.Sam)}
			within := restWithin
			if down {
				within = 2 * time.Second
				c.air.cut(true)
			} else {
				c.air.weather(1, 0, 0)
			}
			c.MustDo(c.Hana, &wire.MemberRef{Room: room, User: c.Sam.ID}, wire.RemoveMember.Type)
			time.Sleep(within)
			synctest.Wait()
			secret := c.Say(c.Hana, room, "now that Sam is gone")
			time.Sleep(restWithin)
			synctest.Wait()
			for _, s := range sams {
				wantRooms(t, s, map[string]bool{room: false})
				for _, e := range s.events(room) {
					if e.Seq >= secret {
						t.Errorf("down %v: Sam heard %+v", down, e)
					}
				}
			}
		})
	}
}

// A hint of a person's own log that was lost shows with the next one.
func TestALostEntryShowsWithTheNext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newCluster(t, 2, 3)
		one, two := c.Room(wire.RoomPublic), c.Room(wire.RoomPublic)
		stans := []*client{c.nodes[0].enter(t, c.Stan), c.nodes[1].enter(t, c.Stan)}
		c.air.weather(1, 0, 0)
		c.MustDo(c.Stan, &wire.RoomRef{Room: one}, wire.JoinRoom.Type)
		c.air.weather(0, 0, 0)
		c.MustDo(c.Stan, &wire.RoomRef{Room: two}, wire.JoinRoom.Type)
		time.Sleep(time.Second / 10)
		for _, s := range stans {
			wantRooms(t, s, map[string]bool{one: true, two: true})
		}
		seq := c.Say(c.Hana, one, "welcome")
		time.Sleep(time.Second / 10)
		for _, s := range stans {
			if e := s.events(one); len(e) == 0 || e[len(e)-1].Seq != seq {
				t.Errorf("%s is not subscribed to the room of the entry that was lost", s.name)
			}
		}
	})
}

// A hint that somebody left arrives after they are back.
func TestALateHintOfLeavingDoesNotUnsubscribe(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newCluster(t, 2, 4)
		room := c.Room(wire.RoomPublic)
		c.MustDo(c.Stan, &wire.RoomRef{Room: room}, wire.JoinRoom.Type)
		synctest.Wait()
		c.air.weather(0, 0, time.Hour)
		c.MustDo(c.Stan, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
		c.MustDo(c.Stan, &wire.RoomRef{Room: room}, wire.JoinRoom.Type)
		stans := []*client{c.nodes[0].enter(t, c.Stan), c.nodes[1].enter(t, c.Stan)}
		time.Sleep(2 * time.Hour)
		c.air.weather(0, 0, 0)
		time.Sleep(2 * time.Hour)
		seq := c.Say(c.Hana, room, "still there?")
		time.Sleep(time.Second)
		for _, s := range stans {
			if e := s.events(room); len(e) == 0 || e[len(e)-1].Seq != seq {
				t.Errorf("%s was unsubscribed by a hint from before", s.name)
			}
		}
	})
}

func TestPresenceOfPeopleAtOtherNodes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newCluster(t, 2, 5)
		private := c.Room(wire.RoomPrivate)
		here, there := c.nodes[0], c.nodes[1]
		sam := here.enter(t, c.Sam).watch(c.Hana, c.Mara)
		hana := there.enter(t, c.Hana).watch(c.Hana, c.Sam)
		time.Sleep(time.Second)
		wantPresence(t, sam, c.Hana.ID, wire.Online)
		wantPresence(t, hana, c.Sam.ID, wire.Online)
		late := here.enter(t, c.Mara).watch(c.Hana)
		wantPresence(t, late, c.Hana.ID, wire.Online)

		// Both here and there: gone from one is not gone.
		second := here.enter(t, c.Hana)
		time.Sleep(time.Second)
		second.drop()
		time.Sleep(2 * limits.AwayGrace)
		wantPresence(t, sam, c.Hana.ID, wire.Online)
		wantPresence(t, here.enter(t, c.Mara).watch(c.Hana), c.Hana.ID, wire.Online)
		hana.drop()
		time.Sleep(2 * limits.AwayGrace)
		wantPresence(t, sam, c.Hana.ID, wire.Offline)

		// Who joins a room is seen by those in it, who leaves it is not.
		eve := loner(c.World, "eve")
		sam = here.enter(t, c.Sam).watch(eve)
		there.enter(t, eve)
		time.Sleep(time.Second)
		wantPresence(t, sam, eve.ID, "") // no room in common
		c.MustDo(c.Hana, &wire.MemberAdd{Room: private, User: eve.ID}, wire.AddMember.Type)
		time.Sleep(time.Second)
		wantPresence(t, sam, eve.ID, wire.Online)
		wantPresence(t, here.enter(t, c.Sam).watch(eve), eve.ID, wire.Online)
		c.MustDo(c.Hana, &wire.MemberRef{Room: private, User: eve.ID}, wire.RemoveMember.Type)
		time.Sleep(time.Second)
		wantPresence(t, sam, eve.ID, wire.Offline)
		wantPresence(t, here.enter(t, c.Sam).watch(eve), eve.ID, "")
	})
}

func TestPresenceAfterHintsWereLost(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newCluster(t, 2, 6)
		here, there := c.nodes[0], c.nodes[1]
		sam := here.enter(t, c.Sam).watch(c.Hana, c.Mara)
		hana := there.enter(t, c.Hana).watch(c.Hana, c.Sam)
		time.Sleep(time.Second)
		c.air.cut(true)
		time.Sleep(10 * time.Second)
		wantPresence(t, sam, c.Hana.ID, wire.Online) // as last heard
		time.Sleep(time.Minute)
		wantPresence(t, sam, c.Hana.ID, wire.Offline) // nobody can tell
		wantPresence(t, hana, c.Hana.ID, wire.Online)
		c.air.cut(false)
		time.Sleep(time.Second)
		wantPresence(t, sam, c.Hana.ID, wire.Online)

		time.Sleep(10 * time.Second) // a node may ask twice who is online, five seconds apart
		c.air.weather(1, 0, 0)
		hana.drop()
		there.enter(t, c.Mara)
		time.Sleep(2 * limits.AwayGrace)
		wantPresence(t, sam, c.Mara.ID, "")
		c.air.cut(false)
		time.Sleep(10 * time.Second)
		wantPresence(t, sam, c.Hana.ID, wire.Offline)
		wantPresence(t, sam, c.Mara.ID, wire.Online)
		eventually(t, "who is gone is forgotten", func() bool { return here.hub.Stats().Users == 2 })
	})
}

func TestANodeThatStartsLearnsWhoIsOnline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newCluster(t, 2, 8)
		c.air.weather(1, 0, 0) // it was not there to hear
		for _, p := range []chattest.Person{c.Hana, c.Mara} {
			c.nodes[1].enter(t, p)
		}
		c.air.weather(0, 0, 0)
		time.Sleep(2 * time.Second)
		sam := c.nodes[0].enter(t, c.Sam).watch(c.Hana, c.Mara)
		wantPresence(t, sam, c.Hana.ID, wire.Online)
		wantPresence(t, sam, c.Mara.ID, wire.Online)
	})
}

// signedIn is Options.Alive by the store.
func signedIn(st *stage, o *hub.Options) {
	o.Alive = func(ctx context.Context, who chat.Actor) error {
		return st.Store.View(ctx, func(tx store.Tx) error {
			s, err := tx.Sessions().ByID(who.Session)
			if err == nil && s.Ended != 0 {
				return errSignedOut
			}
			return err
		})
	}
}

func TestASessionThatEndedWhileHintsWereLost(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newCluster(t, 2, 9, signedIn)
		ends := func(most time.Duration, when string, then func()) {
			t.Helper()
			phone := c.Sam
			phone.Session = c.SignIn(c.Sam)
			sams := []*client{c.nodes[0].enter(t, phone), c.nodes[1].enter(t, phone)}
			time.Sleep(time.Minute)
			c.MustDo(phone, &wire.SessionEnd{Session: phone.Session}, wire.EndSession.Type)
			then()
			began := time.Now()
			for _, s := range sams {
				s.wantBye(wire.CodeSessionRevoked, websocket.StatusPolicyViolation)
			}
			if d := time.Since(began); d > most {
				t.Errorf("%s: it ended after %v", when, d)
			}
		}
		c.air.weather(1, 0, 0)
		ends(time.Minute, "a hint was lost, unnoticed", func() {})
		ends(limits.Heartbeat+time.Second, "the broker says that it dropped some", func() { c.air.cut(false) })
		c.air.cut(true)
		ends(limits.Heartbeat+time.Second, "no hints for now", func() {})
	})
}

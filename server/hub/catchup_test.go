package hub_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func TestAFreshClientIsCaughtUpAndThenHearsWhatIsSaid(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	sam := st.connect(t, st.Sam, wire.Resume{})

	var w wire.Welcome
	sam.next(wire.TypeWelcome).into(t, &w)
	if w.Conn == "" || w.Node != "here" || w.Server != "v-test" || w.Workspace != "Acme" ||
		w.Me.ID != st.Sam.ID || w.HeartbeatMS != 25_000 {
		t.Errorf("welcome %+v", w)
	}
	rooms := map[string]wire.Room{}
	for range w.Rooms {
		var in wire.Inbox
		sam.next(wire.TypeInbox).into(t, &in)
		if in.Info == nil {
			t.Fatalf("inbox entry without the room: %+v", in)
		}
		rooms[in.Room] = *in.Info
	}
	if rooms[room].Top == 0 || rooms[st.Main].Top == 0 || w.Rooms[room].Mode != wire.ModeReset {
		t.Errorf("rooms %+v, modes %+v", rooms, w.Rooms)
	}
	sam.next(wire.TypeReady)

	seq := st.Say(st.Hana, room, "Hello, Sam")
	if e := sam.event(); e.Room != room || e.Seq != seq || e.Body != "Hello, Sam" || e.Author != st.Hana.ID {
		t.Errorf("heard %+v", e)
	}
	ask := sam.send(room, "Hello, Hana")
	var ack wire.Ack
	o := sam.next(wire.TypeAck)
	o.into(t, &ack)
	if ack.ID != ask || ack.Seq != seq+1 || ack.Room != room {
		t.Errorf("ack %+v", ack)
	}
	sam.until(room, seq, seq+1)
}

func TestAReturningClientIsReplayedWhatItMissed(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	sam := st.enter(t, st.Sam)
	top := st.Say(st.Hana, room, "one")
	sam.until(room, top, top)
	epoch := epochOf(t, st, room)
	sam.drop()

	for i := range 10 {
		st.Say(st.Hana, room, fmt.Sprint("while away ", i))
	}
	back := st.connect(t, st.Sam, wire.Resume{Rooms: map[string]wire.Cursor{
		room: {Epoch: epoch, Seq: top}, "0123456789abcdef0123456789abcdef": {Epoch: "x", Seq: 4},
	}})
	var w wire.Welcome
	back.next(wire.TypeWelcome).into(t, &w)
	if w.Rooms[room].Mode != wire.ModeReplay || w.Rooms["0123456789abcdef0123456789abcdef"].Mode != wire.ModeGone {
		t.Errorf("modes %+v", w.Rooms)
	}
	back.next(wire.TypeReady)
	back.until(room, top+1, top+10)
	last := st.Say(st.Hana, room, "live again")
	back.until(room, top+1, last)
}

func TestTooMuchToReplayIsReset(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	top := st.Say(st.Hana, room, "one")
	epoch := epochOf(t, st, room)
	for range limits.ReplayRoom + 1 {
		st.Say(st.Hana, room, "more")
	}
	sam := st.connect(t, st.Sam, wire.Resume{Rooms: map[string]wire.Cursor{room: {Epoch: epoch, Seq: top}}})
	var w wire.Welcome
	sam.next(wire.TypeWelcome).into(t, &w)
	if m := w.Rooms[room]; m.Mode != wire.ModeReset || m.Top != top+limits.ReplayRoom+1 {
		t.Errorf("mode %+v", m)
	}
	sam.next(wire.TypeReady)
	if e := sam.events(room); len(e) != 0 {
		t.Errorf("%d events of a room that was reset", len(e))
	}
}

// Clients come and go while others write; whatever the moment, each sees every
// event after its cursor once, in order.
func TestSubscribingLeavesNoWindow(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPublic)
	base := st.Say(st.Hana, room, "the beginning")
	epoch := epochOf(t, st, room)
	const writers, each, readers = 4, 60, 24

	var wg sync.WaitGroup
	for i := range writers {
		w := st.enter(t, st.Hana)
		wg.Go(func() {
			for n := range each {
				w.send(room, fmt.Sprintf("writer %d, message %d", i, n))
				w.next(wire.TypeAck)
			}
		})
	}
	clients := make([]*client, readers)
	witness := st.enter(t, st.Mara)
	for i := range readers {
		from := base + 1 + rand.Int64N(writers*each*3/4)
		wg.Go(func() {
			witness.waitFor(room, from) // readers come at different moments of the writing
			clients[i] = st.connect(t, st.Sam, wire.Resume{Rooms: map[string]wire.Cursor{room: {Epoch: epoch, Seq: base}}})
		})
	}
	wg.Wait()
	for _, c := range clients {
		c.until(room, base+1, base+writers*each)
	}
}

func TestHintsMayBeDoubledLostOrEmpty(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	sam, mara := st.enter(t, st.Sam), st.enter(t, st.Mara)
	top := st.Say(st.Hana, room, "a first one")
	n := 0
	st.between(func(m broker.Message) []broker.Message {
		n++
		switch {
		case m.Room == "":
			return []broker.Message{m}
		case n%5 == 1:
			return nil
		case n%5 == 2:
			m.Events = nil
			return []broker.Message{m}
		case n%5 == 3:
			return []broker.Message{m, m, m}
		}
		return []broker.Message{m}
	})
	last := top
	for i := range 203 {
		last = st.Say(st.Hana, room, fmt.Sprint("message ", i))
	}
	sam.until(room, top, last)
	mara.until(room, top, last)
	if g := st.hub.Stats().Gaps; g == 0 {
		t.Error("no gap was read from the store")
	}
}

func TestAHintFromBeforeTheSubscriptionIsPassedOver(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	var kept []broker.Message
	st.between(func(m broker.Message) []broker.Message {
		kept = append(kept, m)
		return nil
	})
	st.Say(st.Hana, room, "one")
	top := st.Say(st.Hana, room, "two")
	sam := st.enter(t, st.Sam)
	st.between(nil)
	for _, m := range kept {
		st.publish(m)
	}
	last := st.Say(st.Hana, room, "three")
	sam.until(room, top+1, last)
}

// unreadable is a Chat whose log cannot be read.
type unreadable struct{ hub.Chat }

func (unreadable) Events(context.Context, string, int64, int) ([]wire.Event, error) {
	return nil, fmt.Errorf("%w (too far away)", store.ErrUnavailable)
}

// complaints is a log in which nothing belongs.
type complaints struct{ *testing.T }

func (c complaints) Write(line []byte) (int, error) {
	c.Errorf("logged %s", line)
	return len(line), nil
}

// Sam missed something that cannot be read now; Mara came after it, and missed
// nothing. Sam is sent away to resume, and Mara goes on.
func TestWhoMissedNothingIsNotHeldUpByThoseWhoDid(t *testing.T) {
	for _, long := range []bool{false, true} {
		t.Run(fmt.Sprint("too long to come along: ", long), func(t *testing.T) {
			st := newStage(t, func(_ *stage, o *hub.Options) {
				o.Chat = unreadable{o.Chat}
				// That the database is away is told by the store, once.
				o.Log = slog.New(slog.NewTextHandler(complaints{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
			})
			room := st.Room(wire.RoomPrivate)
			sam := st.enter(t, st.Sam)
			st.between(func(broker.Message) []broker.Message { return nil })
			st.Say(st.Hana, room, "lost")
			mara := st.enter(t, st.Mara)
			st.between(func(m broker.Message) []broker.Message {
				if long {
					m.Events = nil
				}
				return []broker.Message{m}
			})
			seq := st.Say(st.Hana, room, "heard")
			sam.wantBye(wire.CodeUnavailable, websocket.StatusInternalError)
			if long {
				mara.wantBye(wire.CodeUnavailable, websocket.StatusInternalError)
			} else {
				mara.until(room, seq, seq)
			}
		})
	}
}

func epochOf(t *testing.T, st *stage, room string) string {
	t.Helper()
	return st.MustDo(st.Hana, &wire.RoomRef{Room: room}, wire.GetRoom.Type).(*wire.RoomInfo).Room.Epoch
}

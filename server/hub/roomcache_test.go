package hub_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// lookedAt counts how clients were caught up, and notes of whom only some rooms
// were looked at.
type lookedAt struct {
	hub.Chat
	all  atomic.Int64
	mu   sync.Mutex
	some []chat.Held
}

func (l *lookedAt) ResumeWithin(ctx context.Context, who chat.Actor, at wire.Resume, events int, held *chat.Held) (*chat.Catchup, error) {
	c, err := l.Chat.ResumeWithin(ctx, who, at, events, held)
	if held == nil {
		l.all.Add(1)
	} else if c != nil {
		l.mu.Lock()
		l.some = append(l.some, *held)
		l.mu.Unlock()
	}
	return c, err
}

// last is the last catch-up of some rooms.
func (l *lookedAt) last(t *testing.T) chat.Held {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.some) == 0 {
		t.Fatal("all rooms were looked at")
	}
	return l.some[len(l.some)-1]
}

func watched(t *testing.T) (*stage, *lookedAt) {
	l := &lookedAt{}
	st := newStage(t, func(_ *stage, o *hub.Options) { l.Chat, o.Chat = o.Chat, l })
	return st, l
}

// device is what a client makes of all that it is told.
type device struct {
	*state.State
	seen int // of the connection's objects
}

// brief is where the device is, as a hello says it.
func (d *device) brief() wire.Resume {
	at := d.Resume()
	return wire.Resume{User: at.User, Brief: wire.Brief(at.Rooms, limits.Frame)}
}

// take applies what has come over a connection. A hole or a double fails.
func (d *device) take(t *testing.T, c *client) {
	t.Helper()
	all := c.said()
	for ; d.seen < len(all); d.seen++ {
		var into wire.Headed
		switch all[d.seen].Type {
		case wire.TypeWelcome:
			into = &wire.Welcome{}
		case wire.TypeInbox:
			into = &wire.Inbox{}
		case wire.TypeEvent:
			into = &wire.Event{}
		default:
			continue
		}
		all[d.seen].into(t, into)
		if w, ok := into.(*wire.Welcome); ok {
			d.Complete(w)
		}
		if e, ok := into.(*wire.Event); ok && d.Rooms[e.Room] != nil && e.Seq <= d.Rooms[e.Room].Info.Top {
			continue // said once more, as it may be where a room was come into
		}
		if err := d.Apply(into, time.Now()); err != nil {
			t.Fatalf("%s cannot be applied: %v", all[d.seen].raw, err)
		}
	}
}

// rooms are what the device knows of its rooms.
func (d *device) rooms() []string {
	var all []string
	for _, r := range slices.SortedFunc(maps.Values(d.Rooms), func(a, b *state.Room) int { return cmp.Compare(a.Info.ID, b.Info.ID) }) {
		i := &r.Info
		all = append(all, fmt.Sprint(i.ID, i.Name, i.Epoch, i.Top, i.Read, i.Since))
	}
	return all
}

func TestOnlyRoomsThatMovedAreLookedAt(t *testing.T) {
	st, looked := watched(t)
	var rooms []string
	for range 30 {
		rooms = append(rooms, st.Room(wire.RoomPrivate))
	}
	phone := &device{State: state.New()}
	sam := st.enter(t, st.Sam)
	phone.take(t, sam)
	sam.drop()

	for _, moved := range [][]string{nil, {rooms[3]}, {rooms[4], rooms[29], rooms[0]}, nil} {
		for _, room := range moved {
			st.Say(st.Hana, room, "while away")
		}
		was := looked.all.Load()
		phone.seen = 0
		sam = st.connect(t, st.Sam, phone.brief())
		sam.next(wire.TypeReady)
		phone.take(t, sam)
		got := slices.Sorted(slices.Values(looked.last(t).Moved))
		if n := looked.all.Load() - was; n != 0 || !slices.Equal(got, slices.Sorted(slices.Values(moved))) {
			t.Errorf("all rooms were looked at %d times, and then %v, want %v", n, got, moved)
		}
		// And each is heard from, whether it was looked at or not.
		for _, room := range rooms {
			seq := st.Say(st.Hana, room, "live")
			sam.waitFor(room, seq)
		}
		phone.take(t, sam)
		sam.drop()
		eventually(t, "the session ends", func() bool { return st.hub.Stats().Sockets == 0 })
	}
}

// Whatever happens while somebody is away, and while they come back, they have
// what a client has that knows nothing.
func TestWhoComesBackHasWhatAFreshClientHas(t *testing.T) {
	st, looked := watched(t)
	var rooms []string
	for i := range 40 {
		kind := wire.RoomPublic
		if i%2 == 0 {
			kind = wire.RoomPrivate
		}
		rooms = append(rooms, st.Room(kind))
	}
	r := rand.New(rand.NewPCG(7, 7))
	name := 0
	happen := func() {
		i := r.IntN(len(rooms))
		room := rooms[i]
		switch n := r.IntN(20); {
		case n < 12:
			st.Say(st.Hana, room, "something")
		case n < 14:
			st.Do(st.Sam, &wire.Read{Room: room, Seq: 1 + r.Int64N(20)}, wire.MarkRead.Type)
		case n < 15:
			name++
			title := fmt.Sprint("another name ", name)
			st.Do(st.Hana, &wire.RoomSet{Room: room, Name: &title}, wire.SetRoom.Type)
		case n < 17:
			st.Do(st.Hana, &wire.MemberRef{Room: room, User: st.Sam.ID}, wire.RemoveMember.Type)
		default:
			st.Do(st.Hana, &wire.MemberAdd{Room: room, User: st.Sam.ID}, wire.AddMember.Type)
		}
	}
	phone := &device{State: state.New()}
	for round := range 60 {
		for range r.IntN(4) {
			happen()
		}
		phone.seen = 0
		sam := st.connect(t, st.Sam, phone.brief())
		for range r.IntN(4) { // while it comes back
			happen()
		}
		sam.next(wire.TypeReady)
		for range r.IntN(4) {
			happen()
		}
		fresh := &device{State: state.New()}
		second := st.enter(t, st.Sam)
		fresh.take(t, second)
		second.drop()
		eventually(t, "both clients have the same", func() bool {
			phone.take(t, sam)
			return slices.Equal(phone.rooms(), fresh.rooms())
		})
		if r.IntN(3) > 0 {
			sam.drop()
			eventually(t, "the sessions end", func() bool { return st.hub.Stats().Sockets == 0 })
		} else {
			sam.drop() // and comes back before that is known
		}
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	if len(looked.some) < 5 {
		t.Errorf("only %d times some rooms alone were looked at", len(looked.some))
	}
}

// What a hub could not take in is read.
func TestALostHintIsNotTakenForNothing(t *testing.T) {
	st, looked := watched(t)
	var room string
	for range 30 {
		room = st.Room(wire.RoomPrivate)
	}
	phone := &device{State: state.New()}
	sam := st.enter(t, st.Sam)
	phone.take(t, sam)
	sam.drop()
	st.hub.Mislay(room)
	st.Say(st.Hana, room, "while away")
	phone.seen = 0
	sam = st.connect(t, st.Sam, phone.brief())
	sam.next(wire.TypeReady)
	phone.take(t, sam)
	if got := looked.all.Load(); got != 2 {
		t.Errorf("all rooms were looked at %d times, want 2", got)
	}
}

func TestAMalformedBriefIsRefused(t *testing.T) {
	st := newStage(t)
	for _, brief := range []string{" ", "room", "room.epoch", "room.epoch.x", "a.b.1  a.b.2", "0123456789a.e.1"} {
		st.connect(t, st.Sam, wire.Resume{User: 1, Brief: brief}).wantBye(wire.CodeProtocol, 1008)
	}
}

package hub_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// trap is a Chat of which one method panics when it is next called, so many
// times. "Inbox" stands for both that read a person's own log: which of them a worker
// calls depends on whether the session is live before the hint arrives.
type trap struct {
	hub.Chat
	method string
	left   atomic.Int64
	log    syncBuffer
}

type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write implements io.Writer.
func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func (p *trap) fall(method string) {
	if method == p.method && p.left.Add(-1) >= 0 {
		panic("the floor gives way in " + method)
	}
}

func (p *trap) ResumeWithin(ctx context.Context, who chat.Actor, at wire.Resume, events int, held *chat.Held) (*chat.Catchup, error) {
	p.fall("Resume")
	return p.Chat.ResumeWithin(ctx, who, at, events, held)
}

func (p *trap) Do(ctx context.Context, who chat.Actor, c *chat.Command, req wire.Headed) (wire.Headed, error) {
	p.fall("Do")
	return p.Chat.Do(ctx, who, c, req)
}

func (p *trap) Rooms(ctx context.Context, user string) ([]store.Place, error) {
	p.fall("Rooms")
	return p.Chat.Rooms(ctx, user)
}

func (p *trap) Events(ctx context.Context, room string, after int64, limit int) ([]wire.Event, error) {
	p.fall("Events")
	return p.Chat.Events(ctx, room, after, limit)
}

func (p *trap) InboxFrames(ctx context.Context, user string, entries []store.InboxEntry) ([]wire.Inbox, error) {
	p.fall("Inbox")
	return p.Chat.InboxFrames(ctx, user, entries)
}

func (p *trap) InboxAfter(ctx context.Context, user string, useq int64) ([]wire.Inbox, int64, error) {
	p.fall("Inbox")
	return p.Chat.InboxAfter(ctx, user, useq)
}

func (p *trap) Positions(ctx context.Context, rooms, users []string) (tops, useqs map[string]int64, err error) {
	p.fall("Positions")
	return p.Chat.Positions(ctx, rooms, users)
}

// trapped puts a trap before the rules.
func trapped(p *trap, method string) func(*stage, *hub.Options) {
	return func(_ *stage, o *hub.Options) {
		p.Chat, p.method = o.Chat, method
		o.Chat = p
		o.Log = slog.New(slog.NewTextHandler(&p.log, nil))
	}
}

// fell checks that a panic was logged, once for all that were alike.
func (p *trap) fell(t *testing.T) {
	t.Helper()
	eventually(t, "the panic is in the log", func() bool { return strings.Contains(p.log.String(), "the floor gives way") })
	if n := strings.Count(p.log.String(), "the floor gives way in "); n != 1 {
		t.Errorf("the panic is in the log %d times:\n%s", n, p.log.String())
	}
}

func TestAPanicWhileCatchingUpEndsThatSocketOnly(t *testing.T) {
	var p trap
	st := newStage(t, trapped(&p, "Resume"))
	mara := st.enter(t, st.Mara)
	p.left.Store(3)
	for range 3 {
		st.connect(t, st.Sam, wire.Resume{}).wantBye(wire.CodeUnavailable, websocket.StatusInternalError)
	}
	p.fell(t)
	back := st.enter(t, st.Sam)
	seq := st.Say(st.Hana, st.Main, "still here")
	mara.waitFor(st.Main, seq)
	back.waitFor(st.Main, seq)
}

// The members of the room are told to resume, and have all of it then.
func TestAPanicWhileARoomIsDeliveredToLosesNothing(t *testing.T) {
	var p trap
	st := newStage(t, trapped(&p, "Events"))
	room, other := st.Room(wire.RoomPrivate), st.Room(wire.RoomPublic)
	base := st.Say(st.Hana, room, "the beginning")
	at := wire.Resume{Rooms: map[string]wire.Cursor{room: {Epoch: epochOf(t, st, room), Seq: base}}}
	sam, mara := st.connect(t, st.Sam, at), st.connect(t, st.Mara, at)
	sam.next(wire.TypeReady)
	mara.next(wire.TypeReady)

	p.left.Store(1)
	st.between(func(broker.Message) []broker.Message { return nil }) // a hint is lost
	st.Say(st.Hana, room, "unheard")
	st.between(nil)
	top := st.Say(st.Hana, room, "the store is read for what is missing")
	for _, c := range []*client{sam, mara} {
		c.wantBye(wire.CodeUnavailable, websocket.StatusInternalError)
	}
	p.fell(t)
	sam, mara = st.connect(t, st.Sam, at), st.connect(t, st.Mara, at)
	sam.next(wire.TypeReady)
	mara.next(wire.TypeReady)
	top = max(top, st.Say(st.Hana, room, "on it goes"))
	sam.until(room, base+1, top)
	mara.until(room, base+1, top)
	sam.waitFor(other, st.Say(st.Hana, other, "elsewhere too"))
}

func TestAPanicOfAnInboxWorkerHasThePersonResume(t *testing.T) {
	var p trap
	st := newStage(t, trapped(&p, "Inbox"))
	sam, mara := st.enter(t, st.Sam), st.enter(t, st.Mara)
	p.left.Store(1)
	room := st.DM(st.Hana, st.Sam)
	sam.wantBye(wire.CodeUnavailable, websocket.StatusInternalError)
	p.fell(t)
	back := st.enter(t, st.Sam)
	back.waitFor(room, st.Say(st.Hana, room, "Hello, Sam"))
	mara.waitFor(st.Main, st.Say(st.Hana, st.Main, "Hello, all"))
	second := st.DM(st.Mara, st.Sam)
	back.comesIn(second)
	back.waitFor(second, st.Say(st.Mara, second, "and me"))
}

func TestAPanicInACommandIsLoggedOnce(t *testing.T) {
	var p trap
	st := newStage(t, trapped(&p, "Do"))
	sam := st.enter(t, st.Sam)
	p.left.Store(50)
	for range 50 {
		sam.say(&wire.RoomList{Head: wire.Head{Type: wire.ListRooms.Type, ID: "x"}})
		sam.next(wire.TypeNack)
	}
	p.fell(t)
	sam.say(&wire.RoomList{Head: wire.Head{Type: wire.ListRooms.Type, ID: "y"}})
	sam.next(wire.TypeOK)
}

// Those who look after everybody go on with their next turn.
func TestAPanicOfTheHeartOrThePollEndsNothing(t *testing.T) {
	var p trap
	var alive, memory atomic.Int64
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped, trapped(&p, "Positions"), func(_ *stage, o *hub.Options) {
			o.Cluster = true
			o.Alive = func(context.Context, chat.Actor) error {
				if alive.Add(1) == 1 {
					panic("nobody can be asked")
				}
				return nil
			}
			o.Memory = func() (uint64, uint64) {
				if memory.Add(1) == 3 {
					panic("nothing is known of memory")
				}
				return 0, 0
			}
		})
		p.left.Store(2)
		sam := st.enter(t, st.Sam)
		time.Sleep(5 * time.Minute)
		if n := alive.Load(); n < 3 {
			t.Errorf("after five minutes Sam's session was looked at %d times", n)
		}
		if n := memory.Load(); n < 500 {
			t.Errorf("after five minutes memory was looked at %d times", n)
		}
		if n := p.left.Load(); n > -5 {
			t.Errorf("positions were not looked at any more")
		}
		sam.waitFor(st.Main, st.Say(st.Hana, st.Main, "still here"))
		p.fell(t)
	})
}

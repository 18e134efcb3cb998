package hub_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// small is a dialer whose kernel keeps little for a client that does not read.
func small() *net.Dialer {
	return &net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		var set error
		err := c.Control(func(fd uintptr) {
			set = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 8<<10)
		})
		if err != nil {
			return err
		}
		return set
	}}
}

func hello(at wire.Resume) *wire.Hello {
	return &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "test", Device: id.New(), Resume: at}
}

func TestASlowReaderDelaysNobodyAndLosesNothing(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	mara := st.enter(t, st.Mara)
	stuck := st.dial(t, st.Sam, small())
	stuck.say(hello(wire.Resume{}))
	eventually(t, "Sam is in", func() bool { return st.hub.Stats().Sockets == 2 })

	top := st.Say(st.Hana, room, "a first one")
	last := top
	body := strings.Repeat("x", 12<<10)
	began := time.Now()
	for st.hub.Stats().Slow == 0 {
		last = st.Say(st.Hana, room, body)
		mara.waitFor(room, last) // at once, whatever Sam does
		if time.Since(began) > patience {
			t.Fatal("Sam was not let go")
		}
	}
	mara.until(room, top, last)
	if n := last - top; n*int64(len(body)) > 8*limits.SessionQueueBytes {
		t.Errorf("%d messages were kept for Sam", n)
	}

	stuck.listen() // what was on its way is still whole
	if b, _ := stuck.bye(); b.Code != "" && b.Code != wire.CodeSlow {
		t.Errorf("Sam was told %+v", b)
	}
	got := stuck.events(room)
	cursor := wire.Cursor{Epoch: epochOf(t, st, room), Seq: got[len(got)-1].Seq}
	for i := range got {
		if got[i].Seq != got[0].Seq+int64(i) {
			t.Fatalf("event %d has seq %d", i, got[i].Seq)
		}
	}
	back := st.connect(t, st.Sam, wire.Resume{Rooms: map[string]wire.Cursor{room: cursor}})
	var w wire.Welcome
	back.next(wire.TypeWelcome).into(t, &w)
	if w.Rooms[room].Mode == wire.ModeReplay {
		back.until(room, cursor.Seq+1, last)
		return
	}
	// What a queue holds may be more than is replayed: then it is there to be read.
	for next := cursor.Seq + 1; next <= last; {
		back.say(&wire.Fetch{Head: wire.Head{Type: wire.FetchHistory.Type, ID: "rest"}, Room: room, After: next - 1})
		var page wire.Page
		back.next(wire.TypePage).into(t, &page)
		if len(page.Events) == 0 {
			t.Fatalf("nothing from %d on, want all up to %d", next, last)
		}
		for _, e := range page.Events {
			if e.Seq != next {
				t.Fatalf("a page has %d where %d is due", e.Seq, next)
			}
			next++
		}
	}
}

// Whoever asks for a lot without reading is made to wait, not thrown out.
func TestAClientIsNotThrownOutForItsOwnAnswers(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	for range 20 {
		st.Say(st.Hana, room, strings.Repeat("y", 15<<10))
	}
	sam := st.dial(t, st.Sam, small())
	sam.say(hello(wire.Resume{}))
	const asks = 40
	go func() {
		for i := range asks {
			b := fmt.Appendf(nil, `{"type":"fetch","id":"%d","room":"%s","limit":50}`, i, room)
			if err := sam.ws.Write(context.Background(), websocket.MessageText, b); err != nil {
				return
			}
		}
	}()
	eventually(t, "some answers wait to be read", func() bool { return st.hub.Stats().Commands > 4 })
	sam.listen()
	for range asks {
		sam.next(wire.TypePage)
	}
	if s := st.hub.Stats(); s.Slow != 0 {
		t.Errorf("%d were let go as slow", s.Slow)
	}
}

// gate is a Chat whose sends wait.
type gate struct {
	hub.Chat
	begun chan wire.Headed
	open  chan struct{}
}

func (g *gate) Do(ctx context.Context, who chat.Actor, c *chat.Command, req wire.Headed) (wire.Headed, error) {
	if c.Type == wire.SendMessage.Type {
		g.wait(ctx, req)
	}
	return g.Chat.Do(ctx, who, c, req)
}

func (g *gate) DoAll(ctx context.Context, who chat.Actor, c *chat.Command, reqs []wire.Headed) []chat.Outcome {
	g.wait(ctx, reqs[0])
	return g.Chat.DoAll(ctx, who, c, reqs)
}

func (g *gate) wait(ctx context.Context, req wire.Headed) {
	g.begun <- req
	select {
	case <-g.open:
	case <-ctx.Done():
	}
}

// gated puts a gate before the rules.
func gated(g *gate) func(*stage, *hub.Options) {
	return func(_ *stage, o *hub.Options) {
		*g = gate{Chat: o.Chat, begun: make(chan wire.Headed, 100), open: make(chan struct{})}
		o.Chat = g
	}
}

func TestSendsOfOneRoomKeepTheirOrderAndAreBounded(t *testing.T) {
	var g gate
	st := newStage(t, gated(&g))
	room := st.Room(wire.RoomPrivate)
	sam := st.enter(t, st.Sam)
	before := st.hub.Stats().Commands
	const n = 60
	var asked []string
	for i := range n {
		asked = append(asked, sam.send(room, fmt.Sprint("message ", i)))
	}
	<-g.begun
	// The first wait for their commit, the others in the lane; the next is read
	// but not taken in, the rest stays in the socket.
	eventually(t, "the lane is full", func() bool { return st.hub.Stats().Commands-before == limits.UnackedSends+1 })
	if more := len(g.begun); more != 0 {
		t.Errorf("%d more sends of the room were begun before the first were through", more)
	}
	close(g.open)
	last := int64(0)
	for i, id := range asked {
		var ack wire.Ack
		sam.next(wire.TypeAck).into(t, &ack)
		if ack.ID != id || ack.Seq <= last {
			t.Fatalf("ack %d: %+v, want id %s and a seq above %d", i, ack, id, last)
		}
		last = ack.Seq
	}
}

func TestOneRoomDoesNotWaitForAnother(t *testing.T) {
	var g gate
	st := newStage(t, gated(&g))
	slow, free := st.Room(wire.RoomPrivate), st.Room(wire.RoomPrivate)
	sam := st.enter(t, st.Sam)
	sam.send(slow, "this one waits")
	sam.send(free, "this one as well")
	<-g.begun
	<-g.begun
	sam.say(&wire.RoomRef{Head: wire.Head{Type: wire.GetRoom.Type, ID: "look"}, Room: slow})
	if o := sam.next(wire.TypeOK); o.ID != "look" {
		t.Errorf("answered %q", o.ID)
	}
	close(g.open)
	sam.next(wire.TypeAck)
	sam.next(wire.TypeAck)
}

// What a sender says comes back with its ack, whatever the order, and nothing
// of it is left behind.
func TestASendersOwnEventsAreNotLeftBehind(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	first := st.Say(st.Hana, room, "the beginning") + 1
	sam, mara := st.enter(t, st.Sam), st.enter(t, st.Mara)
	const n = 100
	for i := range n {
		sam.send(room, fmt.Sprint("sam ", i))
		mara.send(room, fmt.Sprint("mara ", i))
	}
	sam.until(room, first, first+2*n-1)
	mara.until(room, first, first+2*n-1)
}

package hub_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// pause has a client read nothing more than the frame that comes next.
func (c *client) pause() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.still = make(chan struct{})
}

// resume ends a pause.
func (c *client) resume() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.still)
	c.still = nil
}

// A slow reader at half of what is kept for it is spared typing, told of
// presence once, and loses no event.
func TestASlowReaderIsSparedTypingAndToldOfPresenceOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped)
		room := st.Room(wire.RoomPrivate)
		hana := st.enter(t, st.Hana)
		time.Sleep(time.Second)
		slow := st.enter(t, st.Sam).watch(st.Hana)
		time.Sleep(time.Second)
		slow.pause()
		first := st.Say(st.Hana, room, "one")
		synctest.Wait()
		last := first
		for n := 0; n < limits.SessionQueueBytes/2; n += 15 << 10 {
			last = st.Say(st.Hana, room, strings.Repeat("z", 15<<10))
			synctest.Wait()
		}
		before := len(slow.said())
		for i := range 4 {
			hana.say(&wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: room})
			state := []string{wire.Away, wire.Online}[i%2]
			hana.say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: state})
			time.Sleep(time.Second)
		}
		hana.say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: wire.Away})
		time.Sleep(time.Second)
		if n := st.hub.Stats().Dropped; n != 4 {
			t.Errorf("spared %d typing notices of 4", n)
		}
		slow.resume()
		time.Sleep(time.Second)
		slow.until(room, first, last)
		told := 0
		for _, o := range slow.said()[before:] {
			switch o.Type {
			case wire.TypePresence:
				told++
			case wire.TypeTyping:
				t.Error("told of typing")
			}
		}
		if told != 1 {
			t.Errorf("told of presence %d times", told)
		}
		wantPresence(t, slow, st.Hana.ID, wire.Away)
	})
}

// Who takes nothing for the length of one write is let go, however little waits.
func TestAWriteThatTakesTooLongEndsTheSocket(t *testing.T) {
	bubble(t, func(t *testing.T) {
		st := newStage(t, piped)
		mara, slow := st.enter(t, st.Mara), st.enter(t, st.Sam)
		time.Sleep(time.Second)
		slow.pause()
		synctest.Wait()
		// The first is what its reader is in the middle of.
		st.Say(st.Hana, st.Main, "one")
		synctest.Wait()
		seq := st.Say(st.Hana, st.Main, "two")
		time.Sleep(limits.WriteStall - time.Second)
		if s := st.hub.Stats(); s.Slow != 0 || s.Sockets != 2 {
			t.Errorf("too soon: %+v", s)
		}
		time.Sleep(2 * time.Second)
		if s := st.hub.Stats(); s.Slow != 1 || s.Sockets != 1 {
			t.Errorf("still there: %+v", s)
		}
		slow.resume()
		mara.waitFor(st.Main, seq)
	})
}

// busy is a Chat whose commit queue is full.
type busy struct{ hub.Chat }

func (b busy) Do(context.Context, chat.Actor, *chat.Command, wire.Headed) (wire.Headed, error) {
	return nil, fmt.Errorf("send: %w", store.ErrOverload)
}

func TestAFullCommitQueueAsksToComeBack(t *testing.T) {
	st := newStage(t, func(_ *stage, o *hub.Options) { o.Chat = busy{o.Chat} })
	sam := st.enter(t, st.Sam)
	q := &wire.Send{Head: wire.Head{Type: wire.SendMessage.Type, ID: "1"}, CID: id.New(), Room: st.Main, Body: "now?"}
	sam.say(q)
	var n wire.Nack
	sam.next(wire.TypeNack).into(t, &n)
	if n.Code != wire.CodeOverload || n.RetryMS <= 0 || n.CID != q.CID {
		t.Errorf("told %+v", n)
	}
}

// Draining ends in time whatever the others do: a commit that hangs, a client
// that does not read, one that never said hello.
func TestDrainingEndsInTime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var g gate
		st := newStage(t, piped, gated(&g))
		hangs := st.enter(t, st.Sam)
		hangs.send(st.Main, "this one hangs")
		<-g.begun
		slow := st.enter(t, st.Mara)
		time.Sleep(time.Second)
		slow.pause()
		st.Say(st.Hana, st.Main, "one")
		synctest.Wait()
		st.dial(t, st.Hana)
		var crowd []*client
		for range 12 {
			crowd = append(crowd, st.enter(t, st.Nora))
		}
		began := time.Now()
		if err := st.hub.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		if d := time.Since(began); d > 30*time.Second {
			t.Errorf("it took %v", d)
		}
		moments := map[int64]bool{}
		for _, c := range crowd {
			moments[c.wantBye(wire.CodeDraining, websocket.StatusServiceRestart).RetryMS] = true
		}
		if len(moments) < 3 {
			t.Errorf("%d people are to come back at %d moments", len(crowd), len(moments))
		}
		hangs.wantBye(wire.CodeDraining, websocket.StatusServiceRestart)
		slow.resume()
	})
}

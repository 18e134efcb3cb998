package hub_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// counting is a Chat that counts how its sends were given to it.
type counting struct {
	*gate
	together chan int
}

func (c counting) DoAll(ctx context.Context, who chat.Actor, command *chat.Command, reqs []wire.Headed) []chat.Outcome {
	c.together <- len(reqs)
	return c.gate.DoAll(ctx, who, command, reqs)
}

// What a person says while something of theirs is on its way to the disk goes
// there together, in its order, and so it reaches the others.
func TestSendsThatWaitGoTogether(t *testing.T) {
	var g gate
	together := make(chan int, 100)
	st := newStage(t, gated(&g), func(_ *stage, o *hub.Options) { o.Chat = counting{&g, together} })
	room := st.Room(wire.RoomPrivate)
	sam, hana := st.enter(t, st.Sam), st.enter(t, st.Hana)
	before := st.hub.Stats().Commands
	asked := []string{sam.send(room, "message 0")}
	<-g.begun
	for i := 1; i < limits.UnackedSends; i++ {
		asked = append(asked, sam.send(room, fmt.Sprint("message ", i)))
	}
	eventually(t, "all wait", func() bool { return st.hub.Stats().Commands-before == limits.UnackedSends })
	close(g.open)
	if n := <-together; n != limits.UnackedSends-1 {
		t.Errorf("%d went together, want all that waited", n)
	}
	var first int64
	for i, id := range asked {
		var ack wire.Ack
		sam.next(wire.TypeAck).into(t, &ack)
		if i == 0 {
			first = ack.Seq
		}
		if ack.ID != id || ack.Seq != first+int64(i) {
			t.Fatalf("ack %d: %+v, want id %s and seq %d", i, ack, id, first+int64(i))
		}
	}
	for i := range asked {
		if e := hana.event(); e.Seq != first+int64(i) || e.Body != fmt.Sprint("message ", i) {
			t.Fatalf("event %d: %+v", i, e)
		}
	}
}

// bursting is a Chat with a mistake in what it does with several sends.
type bursting struct{ *gate }

func (b bursting) DoAll(context.Context, chat.Actor, *chat.Command, []wire.Headed) []chat.Outcome {
	panic("boom")
}

func TestAPanicEndsTheSendsThatWentTogether(t *testing.T) {
	var g gate
	st := newStage(t, gated(&g), func(_ *stage, o *hub.Options) { o.Chat = bursting{&g} })
	sam := st.enter(t, st.Sam)
	before := st.hub.Stats().Commands
	first := sam.send(st.Main, "on its way")
	<-g.begun
	lost := []string{sam.send(st.Main, "one"), sam.send(st.Main, "two")}
	eventually(t, "all wait", func() bool { return st.hub.Stats().Commands-before == 3 })
	close(g.open)
	if o := sam.next(wire.TypeAck); o.ID != first {
		t.Errorf("acked %q", o.ID)
	}
	for _, id := range lost {
		var n wire.Nack
		sam.next(wire.TypeNack).into(t, &n)
		if n.ID != id || n.Room != st.Main || n.Code != wire.CodeUnavailable {
			t.Errorf("told %+v", n)
		}
	}
	sam.send(st.Main, "still here")
	sam.next(wire.TypeAck)
}

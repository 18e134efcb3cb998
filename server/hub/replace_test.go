package hub_test

import (
	"testing"
	"testing/synctest"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// program is one client that numbers its commands, over one connection after
// another.
type program struct {
	*stage
	who      chattest.Person
	instance string
	conn     string // of the last welcome
}

// connects opens a connection, up to its hello. It takes the place of the
// last one if the program says so.
func (p *program) connects(t *testing.T, replaces bool) *client {
	t.Helper()
	c := p.dial(t, p.who)
	c.listen()
	q := &wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "test", Device: id.New(), Instance: p.instance}
	if replaces {
		q.Replaces = p.conn
	}
	c.say(q)
	return c
}

// enters is connects, up to ready.
func (p *program) enters(t *testing.T, replaces bool) *client {
	t.Helper()
	c := p.connects(t, replaces)
	var w wire.Welcome
	c.next(wire.TypeWelcome).into(t, &w)
	p.conn = w.Conn
	c.next(wire.TypeReady)
	return c
}

// edit gives a message another text, as the client's n-th change.
func (c *client) edit(n int64, room string, seq int64, body string) {
	c.t.Helper()
	c.say(&wire.Edit{Head: wire.Head{Type: wire.EditMessage.Type, ID: id.New(), N: n}, Room: room, Seq: seq, Body: body})
}

// text is what a message reads now.
func (st *stage) text(room string, seq int64) string {
	st.T.Helper()
	page := st.MustDo(st.Hana, &wire.Fetch{Room: room, Around: seq, Limit: 1}, wire.FetchHistory.Type).(*wire.Page)
	for _, e := range page.Events {
		if e.Seq == seq {
			return e.Body
		}
	}
	return ""
}

func TestWhatAConnectionThatWasGivenUpStillBringsHasNoEffect(t *testing.T) {
	for _, replaces := range []bool{true, false} {
		st := newStage(t)
		room := st.Room(wire.RoomPrivate)
		seq := st.Say(st.Sam, room, "first words")
		p := &program{stage: st, who: st.Sam, instance: id.New()}
		old := p.enters(t, false)
		fresh := p.enters(t, replaces)
		fresh.edit(2, room, seq, "newest words")
		fresh.next(wire.TypeAck)
		if replaces {
			old.wantBye(wire.CodeReplaced, websocket.StatusGoingAway)
		} else {
			old.edit(1, room, seq, "older words")
			var n wire.Nack
			if old.next(wire.TypeNack).into(t, &n); n.Code != wire.CodeOvertaken {
				t.Errorf("the older edit is refused with %+v", n)
			}
		}
		if text := st.text(room, seq); text != "newest words" {
			t.Errorf("replaces %v: it reads %q", replaces, text)
		}
	}
}

// What it has begun is finished first; what waits behind that is not begun.
func TestAReplacedConnectionEndsBeforeItsSuccessorIsServed(t *testing.T) {
	var g gate
	st := newStage(t, gated(&g))
	room := st.Room(wire.RoomPrivate)
	p := &program{stage: st, who: st.Sam, instance: id.New()}
	old := p.enters(t, false)
	before := st.hub.Stats().Commands
	old.send(room, "begun")
	<-g.begun
	old.send(room, "given up by the person since")
	eventually(t, "both are taken in", func() bool { return st.hub.Stats().Commands-before == 2 })
	fresh := p.connects(t, true)
	old.wantBye(wire.CodeReplaced, websocket.StatusGoingAway)
	if got := fresh.said(); len(got) > 0 {
		t.Errorf("before that the new one is told %s", got[0].raw)
	}
	close(g.open)
	fresh.next(wire.TypeReady)
	page := st.MustDo(st.Hana, &wire.Fetch{Room: room}, wire.FetchHistory.Type).(*wire.Page)
	var said []string
	for _, e := range page.Events {
		if e.Kind == wire.KindMessage {
			said = append(said, e.Body)
		}
	}
	if len(said) != 1 || said[0] != "begun" {
		t.Errorf("in the room is %q", said)
	}
}

func TestNobodyReplacesTheConnectionOfAnother(t *testing.T) {
	st := newStage(t)
	hana := &program{stage: st, who: st.Hana, instance: id.New()}
	theirs := hana.enters(t, false)
	other := st.Sam
	other.Session = st.SignIn(st.Sam)
	laptop := &program{stage: st, who: other, instance: id.New()}
	mine := laptop.enters(t, false)
	for _, conn := range []string{hana.conn, laptop.conn, id.New()} {
		(&program{stage: st, who: st.Sam, instance: id.New(), conn: conn}).enters(t, true)
	}
	seq := st.Say(st.Hana, st.Main, "still here?")
	theirs.waitFor(st.Main, seq)
	mine.waitFor(st.Main, seq)
}

func TestAConnectionAtAnotherNodeIsReplacedToo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newCluster(t, 2, 7)
		p := &program{stage: c.nodes[0], who: c.Sam, instance: id.New()}
		old := p.enters(t, false)
		p.stage = c.nodes[1]
		p.enters(t, true)
		synctest.Wait()
		old.wantBye(wire.CodeReplaced, websocket.StatusGoingAway)
	})
}

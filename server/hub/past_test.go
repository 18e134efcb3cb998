package hub_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// ask gives one command on the socket and returns the answer, or the refusal.
func (c *client) ask(t *testing.T, command *chat.Command, req wire.Headed) ([]byte, *wire.Error) {
	t.Helper()
	*req.Header() = wire.Head{Type: command.Type, ID: id.New()}
	c.say(req)
	for {
		o := c.next(command.Answer, wire.TypeNack)
		switch {
		case o.ID != req.Header().ID:
		case o.Type == wire.TypeNack:
			var n wire.Nack
			o.into(t, &n)
			return nil, n.Err()
		default:
			return o.raw, nil
		}
	}
}

// learns fails if anything that came to the client gives away a past.
func (c *client) learns(t *testing.T, what string) {
	t.Helper()
	for _, o := range c.said() {
		if chattest.Leaks(o.raw) {
			t.Errorf("%s: %.300s", what, o.raw)
		}
	}
}

func TestANewcomerLearnsNothingOfBeforeOverTheSocket(t *testing.T) {
	st := newStage(t)
	room, top := st.Past("")
	stan, sam := st.enter(t, st.Stan), st.enter(t, st.Sam)
	st.MustDo(st.Hana, &wire.MemberAdd{Room: room, User: st.Stan.ID}, wire.AddMember.Type)
	stan.comesIn(room)
	since := top + 1
	last := st.Stir(room, top)
	stan.until(room, since+1, last) // his coming itself is where the inbox says that the room begins
	stan.learns(t, "live")
	st.Pry(t, room, since, func(t *testing.T, p chattest.Person, c *chat.Command, req wire.Headed) ([]byte, *wire.Error) {
		if p.ID == st.Stan.ID {
			return stan.ask(t, c, req)
		}
		return sam.ask(t, c, req)
	})
	stan.learns(t, "while he pried")

	epoch := st.MustDo(st.Stan, &wire.RoomRef{Room: room}, wire.GetRoom.Type).(*wire.RoomInfo).Room.Epoch
	for at := range since + 2 {
		back := st.connect(t, st.Stan, wire.Resume{Rooms: map[string]wire.Cursor{room: {Epoch: epoch, Seq: at}}})
		back.next(wire.TypeReady)
		back.learns(t, "on coming back")
		for i, e := range back.events(room) {
			if want := max(at, since-1) + 1 + int64(i); e.Seq != want {
				t.Fatalf("from %d on: event %d is %d, want %d", at, i, e.Seq, want)
			}
		}
		back.drop()
	}
}

// What is done to a message reaches who may not see it as no more than the seq
// that it took: the log stays dense for them.
func TestAChangeToWhatANewcomerDoesNotSeeReachesThemBare(t *testing.T) {
	st := newStage(t)
	room, top := st.Past("")
	stan, sam := st.enter(t, st.Stan), st.enter(t, st.Sam)
	st.MustDo(st.Hana, &wire.MemberAdd{Room: room, User: st.Stan.ID}, wire.AddMember.Type)
	stan.comesIn(room)
	came := top + 1
	sam.until(room, came, came)
	mine := st.Say(st.Hana, room, "since he came")
	type step struct {
		req  wire.Headed
		typ  wire.Type
		bare bool
	}
	steps := []step{{&wire.Edit{Room: room, Seq: top - 1, Body: chattest.Secret + " edited"}, wire.EditMessage.Type, true}}
	for _, put := range chattest.Puts(chattest.Sign) {
		steps = append(steps, step{put(room, top, true), put.Type(), true}, step{put(room, top, false), put.Type(), true})
	}
	for _, put := range chattest.Puts("👍") {
		steps = append(steps, step{put(room, mine, true), put.Type(), false}, step{put(room, mine, false), put.Type(), false})
	}
	for _, step := range append(steps, []step{
		{&wire.Delete{Room: room, Seq: top}, wire.DeleteMessage.Type, true},
		{&wire.Send{CID: id.New(), Room: room, Body: "an answer", ReplyTo: top - 1}, wire.SendMessage.Type, false},
		{&wire.Edit{Room: room, Seq: mine, Body: "since he came, edited"}, wire.EditMessage.Type, false},
		{&wire.Delete{Room: room, Seq: mine}, wire.DeleteMessage.Type, false},
	}...) {
		ack, logged := st.MustDo(st.Hana, step.req, step.typ).(*wire.Ack)
		if !logged {
			continue // it is of a person's own, and nobody hears of it
		}
		seq := ack.Seq
		stan.until(room, came+1, seq)
		sam.until(room, came, seq)
		told, all := stan.at(room, seq), sam.at(room, seq)
		var fields map[string]any
		if err := json.Unmarshal(told, &fields); err != nil {
			t.Fatal(err)
		}
		if fields["author"] == "" {
			delete(fields, "author") // every event has the field
		}
		names := slices.Sorted(maps.Keys(fields))
		bare := slices.Equal(names, []string{"at", "event", "kind", "room", "seq", "type"}) && fields["kind"] == string(wire.KindHidden)
		// An answer to what is hidden is told without its quote, all else as it is.
		whole := string(told) == string(all)
		if bare != step.bare || whole == (step.bare || step.typ == wire.SendMessage.Type) {
			t.Errorf("%s %+v reaches him as %s, others as %s", step.typ, step.req, told, all)
		}
	}
	// Nothing was deleted before he came but what is told to others.
	for _, o := range stan.said() {
		if e := o.raw; chattest.Leaks(e) {
			t.Errorf("%s", e)
		}
	}
}

// at is the event at seq of a room as it came.
func (c *client) at(room string, seq int64) []byte {
	c.t.Helper()
	for _, o := range c.said() {
		var e wire.Event
		if o.Type == wire.TypeEvent {
			if o.into(c.t, &e); e.Room == room && e.Seq == seq {
				return o.raw
			}
		}
	}
	c.t.Fatalf("%s was told of no event %d", c.name, seq)
	return nil
}

package chat_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// sendAll sends several messages of a person at once. It returns the acks, nil
// for those that were refused, and the refusals.
func sendAll(w *chattest.World, p chattest.Person, sends ...*wire.Send) ([]*wire.Ack, []*wire.Error) {
	w.T.Helper()
	c := chat.Lookup(wire.SendMessage.Type)
	if !w.Chat.Together(c) {
		w.T.Fatal("sends do not go together")
	}
	reqs := make([]wire.Headed, len(sends))
	for i, q := range sends {
		reqs[i] = q
	}
	acks, refusals := make([]*wire.Ack, len(sends)), make([]*wire.Error, len(sends))
	for i, o := range w.Chat.DoAll(context.Background(), p.Actor(), c, reqs) {
		if o.Err == nil {
			acks[i] = o.Answer.(*wire.Ack)
			continue
		}
		var fault bool
		if refusals[i], fault = chat.Public(o.Err); fault {
			w.T.Errorf("send %d: %v", i, o.Err)
		}
	}
	return acks, refusals
}

func TestSendsThatGoTogetherAreAnsweredEachForItself(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	one, two := message(room), message(room)
	one.ID, two.ID = "1", "2"
	again := *one
	again.ID = "3"
	other := *two
	other.Body = "something else under the same cid"
	long := message(room)
	long.Body = strings.Repeat("x", limits.Body+1)
	reply := message(room)
	reply.ReplyTo = w.Say(w.Hana, room, "a question") + 1 // the seq that the first message will have
	last := message(room)

	acks, refusals := sendAll(w, w.Sam, one, two, &again, long, &other, message(id.New()), reply, last)
	if acks[0] == nil || acks[1] == nil || acks[0].ID != "1" || acks[0].Type != wire.TypeAck || acks[1].Seq != acks[0].Seq+1 {
		t.Fatalf("acks %+v and %+v", acks[0], acks[1])
	}
	if acks[2] == nil || !acks[2].Dup || acks[2].Seq != acks[0].Seq || acks[2].ID != "3" {
		t.Errorf("the repeated one is answered %+v %v", acks[2], refusals[2])
	}
	refused(t, refusals[3], wire.CodeTooLarge)
	refused(t, refusals[4], wire.CodeCIDConflict)
	refused(t, refusals[5], wire.CodeRoomGone)
	if acks[6] == nil || acks[6].Seq != acks[1].Seq+1 || acks[7] == nil || acks[7].Seq != acks[6].Seq+1 {
		t.Fatalf("acks %+v and %+v", acks[6], acks[7])
	}
	if e := at(w, room, acks[6].Seq); e.Quote == nil || e.Quote.Text != one.Body {
		t.Errorf("the reply quotes %+v", e.Quote)
	}
}

func TestSendsThatGoTogetherAreCountedEach(t *testing.T) {
	w := chattest.New(t, limited)
	var sends []*wire.Send
	for range limits.RateMessages.Burst + 3 {
		sends = append(sends, message(w.Main))
	}
	_, refusals := sendAll(w, w.Sam, sends...)
	for i, e := range refusals {
		if i < limits.RateMessages.Burst && e != nil {
			t.Errorf("message %d is refused: %v", i, e)
		} else if i >= limits.RateMessages.Burst {
			refused(t, e, wire.CodeRate)
		}
	}
	w.Advance(time.Hour)
	// A stranger's messages do not use up the room's rate.
	_, refusals = sendAll(w, w.Bo, message(w.Main), message(w.Main))
	refused(t, refusals[0], wire.CodeUnauthorized)
	refused(t, refusals[1], wire.CodeUnauthorized)
	_, refusals = sendAll(w, chattest.Person{}, message(w.Main))
	refused(t, refusals[0], wire.CodeUnauthorized)
}

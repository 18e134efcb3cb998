package faults

import (
	"fmt"
	"testing"

	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// perRound is how many acks are lost at once.
const perRound = 10

func send(room, cid, body string) *wire.Send {
	return &wire.Send{Head: wire.Head{Type: wire.SendMessage.Type, ID: cid}, CID: cid, Room: room, Body: body}
}

// A client that does not get its acks sends again on its next
// connection, 1,000 messages in all, or 10,000. Each is there once, and every
// further ack is the first one again. So it is with what the room's host changes
// meanwhile.
func TestFaultLostAcks(t *testing.T) {
	rounds := dose.Of(100, 1000)
	w := prepare(t, 3, 1, 2)
	h := newHouse(t, w)
	s := serve(t, w.Data, "--limits", "off")
	seqs := map[string]int64{}
	bodies := map[string]string{}
	var order []string
	for r := range rounds {
		var batch []wire.Headed
		var cids []string
		for i := range perRound {
			cid := id.New()
			cids, bodies[cid] = append(cids, cid), fmt.Sprintf("message %d", r*perRound+i)
			batch = append(batch, send(w.Rooms[0], cid, bodies[cid]))
		}
		first := opens(t, s, w.Seats[1].Token)
		first.says(batch...)
		if r%2 == 0 {
			first.hearsAck() // one comes, the rest is lost
		}
		first.drops()
		second := opens(t, s, w.Seats[1].Token)
		second.says(batch...)
		for _, cid := range cids {
			ack := second.hearsAck()
			if ack.CID != cid || ack.ID != cid {
				t.Fatalf("ack of %s (id %s), want %s: the order of sending", ack.CID, ack.ID, cid)
			}
			seqs[cid] = ack.Seq
		}
		second.drops()
		h.round(t, s, r)
		order = append(order, cids...)
	}
	again := opens(t, s, w.Seats[1].Token)
	for i, cid := range order {
		again.says(send(w.Rooms[0], cid, bodies[cid]))
		if ack := again.hearsAck(); !ack.Dup || ack.Seq != seqs[cid] {
			t.Errorf("message %d sent once more: %+v, want a dup of seq %d", i, ack, seqs[cid])
		}
		if i > 0 && seqs[cid] <= seqs[order[i-1]] {
			t.Errorf("message %d has seq %d, the one before %d", i, seqs[cid], seqs[order[i-1]])
		}
	}
	again.drops()
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	rows, err := workspace.Rows(t.Context(), w.Data, w.Rooms)
	if err != nil {
		t.Fatal(err)
	}
	if report := h.rec.Check(rows); !report.OK() || report.Changes != rounds {
		t.Error(report)
	}
	found := 0
	for _, row := range rows {
		if row.CID == "" {
			continue
		}
		found++
		if seqs[row.CID] != row.Seq || bodies[row.CID] != row.Body {
			t.Errorf("row %d holds %q of cid %s, want seq %d", row.Seq, row.Body, row.CID, seqs[row.CID])
		}
	}
	if found != rounds*perRound {
		t.Errorf("%d rows for %d messages", found, rounds*perRound)
	}
	whole(t, w.Data)
}

// Two connections send the same at the same time: a client that gave up on one
// of them too early.
func TestTheSameMessageOnTwoConnectionsAtOnceIsThereOnce(t *testing.T) {
	w := prepare(t, 2, 1, 2)
	s := serve(t, w.Data, "--limits", "off")
	a, b := opens(t, s, w.Seats[0].Token), opens(t, s, w.Seats[0].Token)
	for range 100 {
		q := send(w.Rooms[0], id.New(), "hello")
		a.says(q)
		b.says(q)
		one, other := a.hearsAck(), b.hearsAck()
		if one.Seq != other.Seq || one.Dup == other.Dup {
			t.Fatalf("acks %+v and %+v, want the same seq, one of them a dup", one, other)
		}
	}
}

func TestACIDCannotBeUsedForAnotherMessage(t *testing.T) {
	w := prepare(t, 2, 2, 2)
	s := serve(t, w.Data, "--limits", "off")
	k := opens(t, s, w.Seats[0].Token)
	cid := id.New()
	k.says(send(w.Rooms[0], cid, "what I said"))
	first := k.hearsAck()
	k.says(send(w.Rooms[0], cid, "what I never said"))
	if nack := k.hearsNack(); nack.Code != wire.CodeCIDConflict || nack.CID != cid || nack.Room != w.Rooms[0] {
		t.Errorf("another text: %+v", nack)
	}
	answer := send(w.Rooms[0], cid, "what I said")
	answer.ReplyTo = first.Seq
	k.says(answer)
	if nack := k.hearsNack(); nack.Code != wire.CodeCIDConflict {
		t.Errorf("the same text as an answer: %+v", nack)
	}
	// In another room, or from another person, it is another message.
	k.says(send(w.Rooms[1], cid, "what I said"))
	if ack := k.hearsAck(); ack.Dup {
		t.Errorf("in another room: %+v", ack)
	}
	other := opens(t, s, w.Seats[1].Token)
	other.says(send(w.Rooms[0], cid, "what I never said"))
	if ack := other.hearsAck(); ack.Dup || ack.Seq == first.Seq {
		t.Errorf("from another person: %+v", ack)
	}
	// An edit since then is no other message.
	k.says(&wire.Edit{Head: wire.Head{Type: wire.EditMessage.Type, ID: "e"}, Room: w.Rooms[0], Seq: first.Seq, Body: "what I meant"})
	k.hearsAck()
	k.says(send(w.Rooms[0], cid, "what I said"))
	if ack := k.hearsAck(); !ack.Dup || ack.Seq != first.Seq {
		t.Errorf("after an edit: %+v, want a dup of seq %d", ack, first.Seq)
	}
	k.says(&wire.Delete{Head: wire.Head{Type: wire.DeleteMessage.Type, ID: "d"}, Room: w.Rooms[0], Seq: first.Seq})
	k.hearsAck()
	k.says(send(w.Rooms[0], cid, "what I said"))
	if ack := k.hearsAck(); !ack.Dup || ack.Seq != first.Seq {
		t.Errorf("after it was erased: %+v, want a dup of seq %d", ack, first.Seq)
	}
}

package chat_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// pin pins a message, or takes the pin away.
func pin(w *chattest.World, p chattest.Person, room string, seq int64, on bool) (*wire.Ack, *wire.Error) {
	ack, err := w.Do(p, &wire.Pin{Room: room, Seq: seq, On: on}, wire.PinMessage.Type)
	if err != nil {
		return nil, err
	}
	return ack.(*wire.Ack), nil
}

// pins are the seqs of what a person finds pinned, a page of limit at a time.
func pins(w *chattest.World, p chattest.Person, room string, limit int) (all []int64, pages int) {
	w.T.Helper()
	for after := int64(0); pages == 0 || after > 0; pages++ {
		page := w.MustDo(p, &wire.PinList{Room: room, After: after, Limit: limit}, wire.ListPins.Type).(*wire.Pins)
		for _, e := range page.Pins {
			all = append(all, e.Seq)
			for _, user := range effect.People(page.Pins) {
				if !slices.ContainsFunc(page.Users, func(u wire.User) bool { return u.ID == user }) {
					w.T.Errorf("%s is not among the people of the list", user)
				}
			}
		}
		after = page.Next
	}
	return all, pages
}

func TestWhatIsPinnedIsFoundAgainByEverybody(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	first, second, third := w.Say(w.Sam, room, "one"), w.Say(w.Hana, room, "two"), w.Say(w.Mara, room, "three")
	for _, seq := range []int64{second, first, third} {
		if _, err := pin(w, w.Sam, room, seq, true); err != nil {
			t.Fatal(err)
		}
	}
	again, err := pin(w, w.Hana, room, second, true)
	mark, _ := effect.Pinned(at(w, room, second).State)
	if err != nil || !again.Dup || again.Seq != mark.Seq || mark.By != w.Sam.ID {
		t.Errorf("pinned again: %+v, %v, and the pin is %+v", again, err, mark)
	}
	if got, n := pins(w, w.Hana, room, 2); !slices.Equal(got, []int64{third, first, second}) || n != 2 {
		t.Errorf("Hana finds %v on %d pages", got, n)
	}
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: first}, wire.DeleteMessage.Type)
	if got, _ := pins(w, w.Sam, room, 0); !slices.Equal(got, []int64{third, second}) {
		t.Errorf("after one was deleted there are %v", got)
	}
	_, err = pin(w, w.Sam, room, first, true)
	refused(t, err, wire.CodeDeleted)
	if ack, err := pin(w, w.Hana, room, third, false); err != nil || ack.Dup {
		t.Errorf("Hana, the host, takes a pin of Sam's away: %+v, %v", ack, err)
	}
	if ack, err := pin(w, w.Sam, room, third, false); err != nil || !ack.Dup {
		t.Errorf("what is not pinned is unpinned: %+v, %v", ack, err)
	}
}

func TestANewcomerFindsPinnedWhatTheyMayRead(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	before := w.Say(w.Hana, room, "before")
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Stan.ID}, wire.AddMember.Type)
	after := w.Say(w.Hana, room, "after")
	for _, seq := range []int64{before, after} {
		if _, err := pin(w, w.Hana, room, seq, true); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := pins(w, w.Stan, room, 0); !slices.Equal(got, []int64{after}) {
		t.Errorf("Stan finds %v, want %d", got, after)
	}
	_, err := pin(w, w.Stan, room, before, false)
	refused(t, err, wire.CodeNotFound)
}

func TestARoomHasRoomForSoManyPins(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	var seqs []int64
	for range limits.Pins + 1 {
		seqs = append(seqs, w.Say(w.Sam, room, strings.Repeat("long ", limits.Body/5)))
	}
	last := seqs[limits.Pins]
	for _, seq := range seqs[:limits.Pins] {
		if _, err := pin(w, w.Sam, room, seq, true); err != nil {
			t.Fatal(err)
		}
	}
	_, err := pin(w, w.Sam, room, last, true)
	refused(t, err, wire.CodeConflict)
	if got, n := pins(w, w.Sam, room, limits.PageMax); len(got) != limits.Pins || n < limits.Pins*limits.Body/limits.Frame {
		t.Errorf("%d are found on %d pages", len(got), n)
	}
	if _, err := pin(w, w.Sam, room, seqs[0], false); err != nil {
		t.Fatal(err)
	}
	if _, err := pin(w, w.Sam, room, last, true); err != nil {
		t.Errorf("one was taken away, and there is no room for another: %v", err)
	}
}

package chat_test

import (
	"testing"
	"time"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// erasesBy erases what a person wrote, part by part, and returns how much and in how many parts.
func erasesBy(w *chattest.World, by chattest.Person, room, user string, from int64) (deleted, parts int) {
	w.T.Helper()
	for after := int64(0); parts == 0 || after > 0; parts++ {
		q := &wire.DeleteBy{Room: room, User: user, From: from, After: after}
		part := w.MustDo(by, q, wire.DeleteByPerson.Type).(*wire.DeletedBy)
		if part.Deleted > limits.DeleteMost {
			w.T.Errorf("%d were erased at once", part.Deleted)
		}
		deleted, after = deleted+part.Deleted, part.Next
	}
	return deleted, parts
}

func TestWhatAPersonWroteIsErasedPartByPart(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	for range limits.DeleteReads {
		w.Say(w.Hana, room, "hers")
	}
	for range limits.DeleteMost + 1 {
		w.Say(w.Sam, room, "spam")
	}
	w.Advance(time.Hour)
	now := w.Now().UnixMilli()
	late, kept := w.Say(w.Sam, room, "late spam"), w.Say(w.Hana, room, "kept")
	if n, _ := erasesBy(w, w.Hana, room, w.Sam.ID, now); n != 1 || at(w, room, late).State.DeletedBy != w.Hana.ID {
		t.Errorf("of the last moments %d were erased", n)
	}
	if n, parts := erasesBy(w, w.Sam, room, w.Sam.ID, 0); n != limits.DeleteMost+1 || parts < 3 {
		t.Errorf("of all %d were erased in %d parts", n, parts)
	}
	if n, _ := erasesBy(w, w.Sam, room, w.Sam.ID, 0); n != 0 {
		t.Errorf("%d were erased twice", n)
	}
	if m := at(w, room, kept); m.Body != "kept" {
		t.Errorf("what another person wrote is now %+v", m)
	}
	_, err := w.Do(w.Sam, &wire.DeleteBy{Room: room, User: w.Hana.ID}, wire.DeleteByPerson.Type)
	refused(t, err, wire.CodeForbidden)
}

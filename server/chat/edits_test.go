package chat_test

import (
	"slices"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

// texts are what a person finds that a message said, a page of limit at a time.
func texts(w *chattest.World, p chattest.Person, room string, seq int64, limit int) (all []string, pages int) {
	w.T.Helper()
	for after := int64(0); pages == 0 || after > 0; pages++ {
		page := w.MustDo(p, &wire.EditList{Room: room, Seq: seq, After: after, Limit: limit}, wire.ListEdits.Type).(*wire.Edits)
		for _, e := range page.Edits {
			all = append(all, e.Body)
		}
		after = page.Next
	}
	return all, pages
}

func TestWhatAMessageSaidBeforeCanBeRead(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "soup")
	for _, body := range []string{"salad", "bread"} {
		w.MustDo(w.Sam, &wire.Edit{Room: room, Seq: seq, Body: body}, wire.EditMessage.Type)
	}
	if got, n := texts(w, w.Hana, room, seq, 2); !slices.Equal(got, []string{"bread", "salad", "soup"}) || n != 2 {
		t.Errorf("Hana reads %q on %d pages", got, n)
	}
	if got, _ := texts(w, w.Hana, room, w.Say(w.Sam, room, "tea"), 0); !slices.Equal(got, []string{"tea"}) {
		t.Errorf("a message that was not edited said %q", got)
	}
	_, err := w.Do(w.Hana, &wire.EditList{Room: room, Seq: 1}, wire.ListEdits.Type)
	refused(t, err, wire.CodeNotFound) // an event that is no message
	w.MustDo(w.Sam, &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type)
	_, err = w.Do(w.Sam, &wire.EditList{Room: room, Seq: seq}, wire.ListEdits.Type)
	refused(t, err, wire.CodeDeleted)
}

func TestADeletionSaysWhoseItWas(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	own, other := w.Say(w.Sam, room, "soup"), w.Say(w.Sam, room, "spam")
	w.MustDo(w.Sam, &wire.Delete{Room: room, Seq: own}, wire.DeleteMessage.Type)
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: other}, wire.DeleteMessage.Type)
	if by := at(w, room, own).State.DeletedBy; by != "" {
		t.Errorf("one's own says it was deleted by %q", by)
	}
	if by := at(w, room, other).State.DeletedBy; by != w.Hana.ID {
		t.Errorf("that of another was deleted by %q", by)
	}
	page := w.MustDo(w.Mara, &wire.Fetch{Room: room}, wire.FetchHistory.Type).(*wire.Page)
	if !slices.ContainsFunc(page.Users, func(u wire.User) bool { return u.ID == w.Hana.ID }) {
		t.Error("who deleted it is not among the people of the page")
	}
}

package chat_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// keep saves a message, ticks it or takes it out.
func keep(w *chattest.World, p chattest.Person, room string, seq int64, on, done bool) *wire.Error {
	_, err := w.Do(p, &wire.Save{Room: room, Seq: seq, On: on, Done: done}, wire.SaveMessage.Type)
	return err
}

// kept is what a person finds saved, as texts, with how many are to do.
func kept(w *chattest.World, p chattest.Person, done bool, limit int) (string, int) {
	w.T.Helper()
	var all []string
	after, todo := "", 0
	for first := true; first || after != ""; first = false {
		page := w.MustDo(p, &wire.SavedList{Done: done, After: after, Limit: limit}, wire.ListSaved.Type).(*wire.SavedMessages)
		for _, m := range page.Saved {
			said := "nothing"
			switch {
			case m.Quote != nil && m.Quote.Deleted:
				said = "deleted" + m.Quote.Text
			case m.Quote != nil:
				said = m.Quote.Text
			}
			all = append(all, said)
		}
		after, todo = page.Next, page.Todo
	}
	return strings.Join(all, ","), todo
}

func TestWhatIsSavedIsListedUntilItIsDoneOrTakenOut(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	var seqs []int64
	for i := range 4 {
		seqs = append(seqs, w.Say(w.Sam, room, fmt.Sprint("note ", i)))
		if err := keep(w, w.Hana, room, seqs[i], true, false); err != nil {
			t.Fatal(err)
		}
		w.Advance(1000)
	}
	if err := keep(w, w.Hana, room, seqs[1], true, true); err != nil {
		t.Fatal(err)
	}
	if err := keep(w, w.Hana, room, seqs[2], false, false); err != nil {
		t.Fatal(err)
	}
	refused(t, keep(w, w.Hana, room, seqs[2], false, false), wire.CodeNotFound)
	for limit := range 3 {
		if got, todo := kept(w, w.Hana, false, limit); got != "note 3,note 0" && got != "note 0,note 3" || todo != 2 {
			t.Errorf("to do: %s (%d)", got, todo)
		}
	}
	if got, _ := kept(w, w.Hana, true, 0); got != "note 1" {
		t.Errorf("done: %s", got)
	}
	if got, todo := kept(w, w.Sam, false, 0); got != "" || todo != 0 {
		t.Errorf("another person finds %s", got)
	}
	_, err := w.Do(w.Hana, &wire.SavedList{After: "soup"}, wire.ListSaved.Type)
	refused(t, err, wire.CodeInvalid)
}

func TestOfWhatIsSavedNothingIsShownThatMayNotBeRead(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	erased, left := w.Say(w.Hana, room, "secret"), w.Say(w.Hana, room, "private")
	for _, seq := range []int64{erased, left} {
		if err := keep(w, w.Sam, room, seq, true, false); err != nil {
			t.Fatal(err)
		}
	}
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: erased}, wire.DeleteMessage.Type)
	refused(t, keep(w, w.Mara, room, erased, true, false), wire.CodeDeleted)
	if got, _ := kept(w, w.Sam, false, 0); !strings.Contains(got, "deleted") || !strings.Contains(got, "private") {
		t.Errorf("after one was deleted: %s", got)
	}
	w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
	if got, todo := kept(w, w.Sam, false, 0); got != "nothing,nothing" || todo != 2 {
		t.Errorf("after leaving: %s (%d)", got, todo)
	}
	if err := keep(w, w.Sam, room, left, true, true); err != nil {
		t.Errorf("what was saved cannot be done from outside: %v", err)
	}
	if err := keep(w, w.Sam, room, left, false, false); err != nil {
		t.Errorf("nor taken out: %v", err)
	}
	refused(t, keep(w, w.Sam, room, left, true, false), wire.CodeRoomGone)
}

func TestAPersonSavesSoMuch(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	first := w.Say(w.Hana, room, "one more")
	w.Update(func(tx store.Tx) error {
		for i := range limits.Saved {
			if _, err := tx.SavedMessages().Add(store.SavedMessage{User: w.Sam.ID, Room: room, Seq: int64(1000 + i), At: 1}); err != nil {
				return err
			}
		}
		return nil
	})
	refused(t, keep(w, w.Sam, room, first, true, false), wire.CodeConflict)
	if err := keep(w, w.Sam, room, 1000, false, false); err != nil {
		t.Fatal(err)
	}
	if err := keep(w, w.Sam, room, first, true, false); err != nil {
		t.Errorf("after one was taken out: %v", err)
	}
}

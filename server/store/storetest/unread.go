package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// counts reads a person's unread messages and mentions in room.
func counts(w *world, room, handle string) string {
	w.Helper()
	j := w.joined(room, handle)
	return fmt.Sprintf("%d unread, %d mentions", j.Unread, j.Mentions)
}

func (w *world) mention(room, handle, body string, ids ...string) wire.Event {
	w.Helper()
	e := w.message(room, handle, body)
	e.Mentions = ids
	return w.append(e)
}

func (w *world) read(room, handle string, seq int64) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		_, err := tx.Members().Read(room, handle+"-id", seq, 0)
		return err
	})
}

var unreadStories = []story{
	{"only messages of others after the marker are unread", func(w *world) {
		room := w.kitchen()
		first := w.say(room, "ada", "one")
		w.say(room, "grace", "mine")
		w.say(room, "ada", "two")
		w.append(&wire.Event{Room: room, Event: "joined", Author: "ada-id", Kind: wire.KindMember, User: "ada-id",
			Action: wire.ActionJoined})
		w.react(room, "ada", first.Seq, "👍", true)
		equal(w, "before reading", counts(w, room, "grace"), "2 unread, 0 mentions")
		w.read(room, "grace", first.Seq)
		equal(w, "after the first", counts(w, room, "grace"), "1 unread, 0 mentions")
		w.read(room, "grace", 5)
		equal(w, "after all", counts(w, room, "grace"), "0 unread, 0 mentions")
		equal(w, "ada's", counts(w, room, "ada"), "1 unread, 0 mentions")
	}},
	{"a message in one room is not unread in another", func(w *world) {
		w.people("ada", "grace")
		kitchen, attic := w.room("kitchen", "ada", "grace"), w.room("attic", "ada", "grace")
		w.mention(kitchen, "ada", "@grace", "grace-id")
		equal(w, "kitchen", counts(w, kitchen, "grace"), "1 unread, 1 mentions")
		equal(w, "attic", counts(w, attic, "grace"), "0 unread, 0 mentions")
	}},
	{"mentions count for those named, and for all but the author when all are", func(w *world) {
		room := w.kitchen()
		w.mention(room, "ada", "@grace @ada", "grace-id", "ada-id")
		w.mention(room, "ada", "@all", wire.MentionAll)
		w.mention(room, "ada", "@all and @grace", wire.MentionAll, "grace-id")
		equal(w, "grace", counts(w, room, "grace"), "3 unread, 3 mentions")
		equal(w, "ada", counts(w, room, "ada"), "0 unread, 0 mentions")
		w.read(room, "grace", 1)
		equal(w, "grace, later", counts(w, room, "grace"), "2 unread, 2 mentions")
	}},
	{"an edit moves the mention, an erasure takes it away with the message", func(w *world) {
		room := w.kitchen()
		e := w.mention(room, "ada", "hello @grace", "grace-id")
		w.edit(room, "ada", e.Seq, "hello")
		equal(w, "edited away", counts(w, room, "grace"), "1 unread, 0 mentions")
		w.edit(room, "ada", e.Seq, "hello @grace", "grace-id")
		equal(w, "edited back", counts(w, room, "grace"), "1 unread, 1 mentions")
		w.erase(room, "ada", e.Seq)
		equal(w, "erased", counts(w, room, "grace"), "0 unread, 0 mentions")
	}},
	{"counting stops at its limit", func(w *world) {
		room := w.kitchen()
		w.update(func(tx store.Tx) error {
			for i := range limits.UnreadCount + 20 {
				e := wire.Event{Room: room, Event: fmt.Sprint("e", i), Author: "ada-id", Kind: wire.KindMessage, Body: "x",
					Mentions: []string{"grace-id", wire.MentionAll}}
				if err := tx.Events().Append(&e); err != nil {
					return err
				}
			}
			return nil
		})
		equal(w, "at the limit", counts(w, room, "grace"), fmt.Sprintf("%d unread, %d mentions", limits.UnreadCount, limits.UnreadCount))
	}},
}

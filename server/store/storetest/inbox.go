package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// put adds an entry to ada's inbox and returns its useq.
func put(w *world, user string, kind wire.InboxKind, room string, seq int64) int64 {
	w.Helper()
	var useq int64
	w.update(func(tx store.Tx) error {
		e := store.InboxEntry{User: user, Kind: kind, Room: room, Seq: seq}
		err := tx.Inbox().Put(&e)
		useq = e.Useq
		return err
	})
	return useq
}

func inbox(w *world, user string, after int64) []string {
	w.Helper()
	var out []string
	w.view(func(tx store.Tx) error {
		es, err := tx.Inbox().After(user, after)
		for _, e := range es {
			out = append(out, fmt.Sprintf("%d %s %s %d", e.Useq, e.Kind, e.Room, e.Seq))
		}
		return err
	})
	return out
}

var inboxStories = []story{
	{"useqs rise for each person alone", func(w *world) {
		equal(w, "ada's first", put(w, "ada-id", wire.InboxRoom, "kitchen", 0), 1)
		equal(w, "ada's second", put(w, "ada-id", wire.InboxRoom, "attic", 0), 2)
		equal(w, "grace's first", put(w, "grace-id", wire.InboxRoom, "attic", 0), 1)
		w.view(func(tx store.Tx) error {
			for user, want := range map[string]int64{"ada-id": 2, "grace-id": 1, "nobody": 0} {
				top, err := tx.Inbox().Top(user)
				if err != nil {
					return err
				}
				equal(w, "top of "+user, top, want)
			}
			return nil
		})
		equal(w, "told", w.commits[1].Inbox, []store.InboxEntry{{User: "ada-id", Useq: 2, Kind: wire.InboxRoom, Room: "attic"}})
	}},
	{"tops of many are those of the ones who have any", func(w *world) {
		put(w, "ada-id", wire.InboxRoom, "kitchen", 0)
		put(w, "ada-id", wire.InboxRead, "kitchen", 4)
		put(w, "grace-id", wire.InboxRoom, "kitchen", 0)
		w.view(func(tx store.Tx) error {
			tops, err := tx.Inbox().Tops([]string{"ada-id", "nobody", "grace-id"})
			equal(w, "tops", tops, map[string]int64{"ada-id": 2, "grace-id": 1})
			return err
		})
	}},
	{"only the newest entry of each kind and room is kept, and leaving replaces being there", func(w *world) {
		put(w, "ada-id", wire.InboxRoom, "kitchen", 0)
		put(w, "ada-id", wire.InboxRead, "kitchen", 3)
		put(w, "ada-id", wire.InboxRoom, "attic", 0)
		put(w, "ada-id", wire.InboxRead, "kitchen", 7)
		put(w, "ada-id", wire.InboxLeft, "attic", 0)
		put(w, "grace-id", wire.InboxRoom, "kitchen", 0)
		want := []string{"1 room kitchen 0", "4 read kitchen 7", "5 left attic 0"}
		equal(w, "from the start", inbox(w, "ada-id", 0), want)
		equal(w, "after 1", inbox(w, "ada-id", 1), want[1:])
		equal(w, "after 4", inbox(w, "ada-id", 4), want[2:])
		equal(w, "after the top", len(inbox(w, "ada-id", 5)), 0)
		put(w, "ada-id", wire.InboxRoom, "attic", 0)
		equal(w, "back in the attic", inbox(w, "ada-id", 4), []string{"6 room attic 0"})
	}},
	{"what is a person's own has an entry for each item, of a room or of none", func(w *world) {
		own := func(room, item string) {
			w.update(func(tx store.Tx) error {
				return tx.Inbox().Put(&store.InboxEntry{User: "ada-id", Kind: wire.InboxOwn, Room: room, Item: item})
			})
		}
		put(w, "ada-id", wire.InboxRoom, "kitchen", 0)
		own("", "saved")
		own("kitchen", "saved")
		own("kitchen", "drafts")
		own("", "saved")
		put(w, "ada-id", wire.InboxRead, "kitchen", 1)
		var got []string
		w.view(func(tx store.Tx) error {
			entries, err := tx.Inbox().After("ada-id", 1)
			for _, e := range entries {
				got = append(got, fmt.Sprintf("%d %s %s/%s", e.Useq, e.Kind, e.Room, e.Item))
			}
			return err
		})
		equal(w, "entries", got, []string{"3 own kitchen/saved", "4 own kitchen/drafts", "5 own /saved", "6 read kitchen/"})
		equal(w, "told", w.commits[len(w.commits)-2].Inbox,
			[]store.InboxEntry{{User: "ada-id", Useq: 5, Kind: wire.InboxOwn, Item: "saved"}})
	}},
	{"a failed update leaves no gap in the useqs", func(w *world) {
		put(w, "ada-id", wire.InboxRoom, "kitchen", 0)
		w.refused(errStory, func(tx store.Tx) error {
			if err := tx.Inbox().Put(&store.InboxEntry{User: "ada-id", Kind: wire.InboxRoom, Room: "attic"}); err != nil {
				return err
			}
			return errStory
		})
		equal(w, "the next", put(w, "ada-id", wire.InboxRoom, "cellar", 0), 2)
		equal(w, "told", len(w.commits), 2)
	}},
}

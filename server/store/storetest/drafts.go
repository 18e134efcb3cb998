package storetest

import "github.com/confab/confab/server/store"

var draftStories = []story{
	{"what was begun is kept for each room and thread, until it is removed", func(w *world) {
		room := w.kitchen()
		first := store.Draft{User: "ada-id", Room: room, Rev: 3, At: 10, Body: " tea?\n", ReplyTo: 2}
		thread := store.Draft{User: "ada-id", Room: room, Thread: 7, Rev: 4, At: 11, Body: "早上好"}
		others := store.Draft{User: "grace-id", Room: room, Rev: 1, At: 12, Body: "coffee"}
		for _, d := range []store.Draft{thread, first, others} {
			w.update(func(tx store.Tx) error { return tx.Drafts().Put(d) })
		}
		equal(w, "all", draftsOf(w, "ada"), []store.Draft{first, thread})
		equal(w, "of nobody", draftsOf(w, "linus"), nil)
		first.Rev, first.At, first.Body, first.ReplyTo = 5, 20, "no", 0
		w.update(func(tx store.Tx) error { return tx.Drafts().Put(first) })
		w.update(func(tx store.Tx) error {
			got, err := tx.Drafts().Get("ada-id", room, 0)
			equal(w, "changed", got, first)
			return err
		})
		remove := func(tx store.Tx) error { return tx.Drafts().Remove("ada-id", room, 0) }
		w.update(remove)
		w.refused(store.ErrNotFound, remove)
		w.refused(store.ErrNotFound, func(tx store.Tx) error { _, err := tx.Drafts().Get("ada-id", room, 0); return err })
		equal(w, "left", draftsOf(w, "ada"), []store.Draft{thread})
		equal(w, "of another", draftsOf(w, "grace"), []store.Draft{others})
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Drafts().Put(store.Draft{User: "nobody", Room: room}) })
	}},
}

// draftsOf returns what somebody has begun to write.
func draftsOf(w *world, handle string) (list []store.Draft) {
	w.Helper()
	w.view(func(tx store.Tx) (err error) {
		list, err = tx.Drafts().List(handle + "-id")
		return err
	})
	return list
}

package storetest

import (
	"context"
	"sync"

	"github.com/confab/confab/server/store"
)

var savedStories = []story{
	{"what somebody saved is listed page by page, the newest first", func(w *world) {
		room := w.kitchen()
		attic := w.room("attic", "ada")
		saved := func(room string, seq, at int64) store.SavedMessage {
			return store.SavedMessage{User: "ada-id", Room: room, Seq: seq, At: at}
		}
		// Three of them at the same time.
		all := []store.SavedMessage{saved(room, 1, 30), saved(room, 9, 20), saved(room, 2, 20), saved(attic, 7, 20), saved(attic, 1, 10)}
		for _, i := range []int{2, 0, 4, 3, 1} {
			equal(w, "new", save(w, all[i]), true)
		}
		save(w, store.SavedMessage{User: "grace-id", Room: room, Seq: 5, At: 25})
		var last store.SavedMessage
		var got []store.SavedMessage
		for range len(all) {
			page := savedBy(w, "ada", last, 2)
			if len(page) == 0 {
				break
			}
			last = page[len(page)-1]
			got = append(got, page...)
		}
		equal(w, "page by page", got, all)
		equal(w, "at once", savedBy(w, "ada", store.SavedMessage{}, 9), all)
		equal(w, "of nobody", savedBy(w, "linus", store.SavedMessage{}, 9), nil)
	}},
	{"a message is saved once, until it is removed", func(w *world) {
		m := store.SavedMessage{User: "ada-id", Room: w.kitchen(), Seq: 3, At: 10}
		again := m
		again.At = 20
		remove := func(tx store.Tx) error { return tx.SavedMessages().Remove(m.User, m.Room, m.Seq) }
		w.refused(store.ErrNotFound, remove)
		equal(w, "new", save(w, m), true)
		equal(w, "new the second time", save(w, again), false)
		equal(w, "as it was first", savedBy(w, "ada", store.SavedMessage{}, 9), []store.SavedMessage{m})
		equal(w, "count", countSaved(w, "ada"), 1)
		equal(w, "count of another", countSaved(w, "grace"), 0)
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.SavedMessages().Remove("grace-id", m.Room, m.Seq) })
		w.update(remove)
		w.refused(store.ErrNotFound, remove)
		equal(w, "count", countSaved(w, "ada"), 0)
		equal(w, "new once it was removed", save(w, again), true)
	}},
	{"what is done leaves the list for that of what is done", func(w *world) {
		room := w.kitchen()
		tick := func(seq, done int64) func(tx store.Tx) error {
			return func(tx store.Tx) error { return tx.SavedMessages().Tick("ada-id", room, seq, done) }
		}
		w.refused(store.ErrNotFound, tick(1, 5))
		for seq := range int64(5) {
			save(w, store.SavedMessage{User: "ada-id", Room: room, Seq: seq + 1, At: 10 + seq})
		}
		w.update(tick(2, 40))
		w.update(tick(4, 30))
		w.update(tick(3, 50))
		w.update(tick(3, 0))
		seqs := func(done bool, limit int) (all []int64) {
			var last store.SavedMessage
			for {
				var page []store.SavedMessage
				w.view(func(tx store.Tx) (err error) {
					page, err = tx.SavedMessages().List("ada-id", done, last, limit)
					return err
				})
				if len(page) == 0 {
					return all
				}
				for _, m := range page {
					all, last = append(all, m.Seq), m
				}
			}
		}
		for limit := range 3 {
			equal(w, "to do", seqs(false, limit+1), []int64{5, 3, 1})
			equal(w, "done", seqs(true, limit+1), []int64{2, 4})
		}
		w.view(func(tx store.Tx) error {
			n, err := tx.SavedMessages().Todo("ada-id")
			equal(w, "how many are to do", n, 3)
			m, _ := tx.SavedMessages().Get("ada-id", room, 4)
			equal(w, "one of them", m, store.SavedMessage{User: "ada-id", Room: room, Seq: 4, At: 13, Done: 30})
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.SavedMessages().Get("ada-id", room, 9); return err })
	}},
	{"it stays saved when its person leaves and when it is erased", func(w *world) {
		room := w.kitchen()
		m := store.SavedMessage{User: "ada-id", Room: room, Seq: w.say(room, "grace", "tea?").Seq, At: 10}
		save(w, m)
		w.update(func(tx store.Tx) error { return tx.Members().Remove(room, "ada-id") })
		w.erase(room, "grace", m.Seq)
		equal(w, "saved", savedBy(w, "ada", store.SavedMessage{}, 9), []store.SavedMessage{m})
	}},
	{"nothing is saved for nobody, nor of a room that is not there", func(w *world) {
		room := w.kitchen()
		for _, m := range []store.SavedMessage{{User: "linus-id", Room: room}, {User: "ada-id", Room: "cellar-room"}} {
			w.refused(store.ErrNotFound, func(tx store.Tx) error { _, err := tx.SavedMessages().Add(m); return err })
		}
	}},
	{"of those who count and add at once none gets beyond a bound", func(w *world) {
		const each, rounds = 8, 20
		room := w.kitchen()
		for bound := 1; bound <= rounds; bound++ {
			var group sync.WaitGroup
			for who := range each {
				group.Go(func() {
					m := store.SavedMessage{User: "ada-id", Room: room, Seq: int64(each*bound + who), At: 10}
					if err := w.store.Update(context.Background(), func(tx store.Tx) error {
						count, err := tx.SavedMessages().Count(m.User)
						if err != nil || count >= bound {
							return err
						}
						_, err = tx.SavedMessages().Add(m)
						return err
					}); err != nil {
						w.Error(err)
					}
				})
			}
			group.Wait()
			equal(w, "count", countSaved(w, "ada"), bound)
		}
	}},
}

// save saves a message, and reports whether it was not saved already.
func save(w *world, m store.SavedMessage) (added bool) {
	w.Helper()
	w.update(func(tx store.Tx) (err error) {
		added, err = tx.SavedMessages().Add(m)
		return err
	})
	return added
}

// savedBy returns a page of what somebody saved.
func savedBy(w *world, handle string, last store.SavedMessage, limit int) (list []store.SavedMessage) {
	w.Helper()
	w.view(func(tx store.Tx) (err error) {
		list, err = tx.SavedMessages().List(handle+"-id", false, last, limit)
		return err
	})
	return list
}

// countSaved returns how many messages somebody saved.
func countSaved(w *world, handle string) (n int) {
	w.Helper()
	w.view(func(tx store.Tx) (err error) {
		n, err = tx.SavedMessages().Count(handle + "-id")
		return err
	})
	return n
}

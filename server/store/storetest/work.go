package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/confab/confab/server/store"
)

// The nouns of what is done in the background: cursors, jobs, activity.
var workStories = []story{
	{"a cursor moves from where it stands", func(w *world) {
		at := func(seq int64) store.Cursor { return store.Cursor{Follower: "index", Room: "kitchen", Seq: seq} }
		get := func() store.Cursor {
			var c store.Cursor
			w.view(func(tx store.Tx) (err error) {
				c, err = tx.Cursors().Get("index", "kitchen")
				return err
			})
			return c
		}
		w.missing(func(tx store.Tx) error { _, err := tx.Cursors().Get("index", "kitchen"); return err })
		w.update(func(tx store.Tx) error { return tx.Cursors().Move(at(3), 0) })
		equal(w, "from nowhere", get(), at(3))
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Cursors().Move(at(9), 0) })
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Cursors().Move(at(9), 2) })
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Cursors().Create(at(9)) })
		equal(w, "after others tried", get(), at(3))
		failed := at(3)
		failed.Tries, failed.Due = 2, 77
		w.update(func(tx store.Tx) error { return tx.Cursors().Move(failed, 3) })
		equal(w, "with a failure", get(), failed)
		w.update(func(tx store.Tx) error { return tx.Cursors().Move(at(4), 3) })
		equal(w, "done", get(), at(4))
		w.missing(func(tx store.Tx) error { _, err := tx.Cursors().Get("push", "kitchen"); return err })
	}},
	{"of two that move a cursor from the same place one does", func(w *world) {
		var group sync.WaitGroup
		moved := make(chan error, 8)
		for n := range 8 {
			group.Go(func() {
				moved <- w.store.Update(context.Background(), func(tx store.Tx) error {
					return tx.Cursors().Move(store.Cursor{Follower: "index", Room: "kitchen", Seq: int64(n + 1)}, 0)
				})
			})
		}
		group.Wait()
		won := 0
		for range 8 {
			switch err := <-moved; {
			case err == nil:
				won++
			case !errors.Is(err, store.ErrExists):
				w.Error(err)
			}
		}
		equal(w, "moved", won, 1)
	}},
	{"rooms and cursors are compared page by page", func(w *world) {
		w.people("ada")
		w.room("a", "ada")
		w.room("b", "ada")
		w.room("c", "ada")
		w.update(func(tx store.Tx) error {
			return errors.Join(
				tx.Cursors().Create(store.Cursor{Follower: "index", Room: ""}),
				tx.Cursors().Create(store.Cursor{Follower: "index", Room: "a-room", Seq: 1}),
				tx.Cursors().Create(store.Cursor{Follower: "index", Room: "b-room", Seq: 2}),
				tx.Cursors().Create(store.Cursor{Follower: "push", Room: "b-room", Seq: 9}),
				tx.Cursors().Create(store.Cursor{Follower: "index", Room: "c-room", Seq: 3}))
		})
		w.view(func(tx store.Tx) error {
			ids, err := tx.Rooms().IDs("", 2)
			if err != nil {
				return err
			}
			equal(w, "the first rooms", strings.Join(ids, " "), "a-room b-room")
			if ids, err = tx.Rooms().IDs("b-room", 2); err != nil {
				return err
			}
			equal(w, "the rest", strings.Join(ids, " "), "c-room")
			list, err := tx.Cursors().Range("index", "", "b-room")
			equal(w, "the first cursors", list, []store.Cursor{{Follower: "index", Room: "a-room", Seq: 1},
				{Follower: "index", Room: "b-room", Seq: 2}})
			return err
		})
	}},
	{"an event that was given up is remembered for a while", func(w *world) {
		dead := func(seq, at int64) store.DeadEvent {
			return store.DeadEvent{Follower: "index", Room: "kitchen", Seq: seq, At: at, Error: "no"}
		}
		for seq := range int64(4) {
			w.update(func(tx store.Tx) error { return tx.Cursors().Bury(dead(seq+1, 10*(seq+1))) })
		}
		w.update(func(tx store.Tx) error { return tx.Cursors().Bury(dead(1, 99)) })
		list := func() (seqs string) {
			w.view(func(tx store.Tx) error {
				all, err := tx.Cursors().Dead(3)
				for _, d := range all {
					equal(w, "a dead event", d, dead(d.Seq, 10*d.Seq))
					seqs += fmt.Sprint(d.Seq)
				}
				return err
			})
			return seqs
		}
		equal(w, "the newest", list(), "432")
		forget := func(most int) (more bool) {
			w.update(func(tx store.Tx) (err error) {
				more, err = tx.Cursors().Forget(30, most)
				return err
			})
			return more
		}
		equal(w, "there may be more", forget(1), true)
		equal(w, "there may be more", forget(5), false)
		equal(w, "left", list(), "43")
	}},
	{"a job is there once and is done by one", func(w *world) {
		j := store.Job{Key: "mail 1", Kind: "mail", Payload: "ada", Due: 10}
		w.update(func(tx store.Tx) error { return tx.Jobs().Create(j) })
		w.update(func(tx store.Tx) error { return tx.Jobs().Create(store.Job{Key: "mail 2", Kind: "mail", Due: 30}) })
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Jobs().Create(j) })
		equal(w, "before the first is due", waits(w, 9), false)
		equal(w, "when it is due", waits(w, 10), true)
		equal(w, "before it is due", claim(w, "one", 9, 50), nil)
		j.Holder, j.Until, j.Tries = "one", 50, 1
		equal(w, "when it is due", claim(w, "one", 10, 50), []store.Job{j})
		equal(w, "in hand", claim(w, "two", 10, 50), nil)
		equal(w, "until another is due", waits(w, 29), false)
		equal(w, "when another is due", waits(w, 30), true)
		again := j
		again.Holder, again.Until, again.Tries = "two", 90, 2
		equal(w, "given up by who had it", claim(w, "two", 50, 90)[:1], []store.Job{again})
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Jobs().Finish(j) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Jobs().Release(j, 1) })
		w.update(func(tx store.Tx) error { return tx.Jobs().Finish(again) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Jobs().Finish(again) })
	}},
	{"a job that failed waits, or is dead", func(w *world) {
		w.update(func(tx store.Tx) error { return tx.Jobs().Create(store.Job{Key: "mail", Kind: "mail", Due: 1}) })
		j := claim(w, "one", 1, 50)[0]
		j.Due, j.Error, j.Payload = 20, "busy", "more"
		w.update(func(tx store.Tx) error { return tx.Jobs().Release(j, 1) })
		equal(w, "until it is tried again", waits(w, 19), false)
		equal(w, "when it is tried again", waits(w, 20), true)
		got := claim(w, "two", 20, 50)
		equal(w, "tried again", got, []store.Job{{Key: "mail", Kind: "mail", Payload: "more", Due: 20, Tries: 2, Holder: "two", Until: 50,
			Error: "busy"}})
		got[0].Died = 60
		w.update(func(tx store.Tx) error { return tx.Jobs().Release(got[0], 2) })
		equal(w, "a dead one waits", waits(w, 1000), false)
		equal(w, "a dead one", claim(w, "one", 100, 150), nil)
		dead := func() (n int) {
			w.view(func(tx store.Tx) error {
				all, err := tx.Jobs().Dead(5)
				n = len(all)
				return err
			})
			return n
		}
		equal(w, "dead", dead(), 1)
		for i, due := range []int64{30, 70, 200} {
			j := store.Job{Key: fmt.Sprint("sweep ", i), Kind: "sweep", Due: due}
			w.update(func(tx store.Tx) error { return tx.Jobs().Create(j) })
		}
		w.view(func(tx store.Tx) error {
			kinds, err := tx.Jobs().Kinds(100)
			equal(w, "by kind", kinds, []store.JobsOfKind{{Kind: "mail", Dead: 1}, {Kind: "sweep", Waiting: 3, Overdue: 2, Late: 70}})
			return err
		})
		for _, at := range []int64{60, 61} {
			w.update(func(tx store.Tx) error { _, err := tx.Jobs().Forget(at, 10); return err })
			equal(w, fmt.Sprint("dead after ", at), dead(), int(61-at))
		}
	}},
	{"a job that was dropped is ended by nobody", func(w *world) {
		j := store.Job{Key: "mail", Kind: "mail", Due: 1}
		drop := func(tx store.Tx) error { return tx.Jobs().Drop(j.Key) }
		w.update(drop)
		w.update(func(tx store.Tx) error { return tx.Jobs().Create(j) })
		claimed := claim(w, "one", 1, 50)[0]
		w.update(drop)
		equal(w, "it waits", waits(w, 100), false)
		w.update(func(tx store.Tx) error { return tx.Jobs().Create(j) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Jobs().Finish(claimed) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Jobs().Release(claimed, 1) })
		equal(w, "made again, it waits", waits(w, 1), true)
	}},
	{"many that claim get each job once", func(w *world) {
		const many = 20
		for n := range many {
			w.update(func(tx store.Tx) error { return tx.Jobs().Create(store.Job{Key: fmt.Sprint(n), Kind: "mail"}) })
		}
		var group sync.WaitGroup
		var mu sync.Mutex
		got := make(map[string]int)
		for n := range 4 {
			group.Go(func() {
				for {
					var j store.Job
					err := w.store.View(context.Background(), func(tx store.Tx) (err error) {
						j, err = tx.Jobs().Next(1, store.JobKinds{})
						return err
					})
					if errors.Is(err, store.ErrNotFound) {
						return
					}
					if err == nil {
						err = w.store.Update(context.Background(), func(tx store.Tx) error {
							_, err := tx.Jobs().Claim(j, fmt.Sprint("node", n), 50)
							return err
						})
					}
					switch {
					case errors.Is(err, store.ErrNotFound): // another was quicker
					case err != nil:
						w.Error(err)
						return
					default:
						mu.Lock()
						got[j.Key]++
						mu.Unlock()
					}
				}
			})
		}
		group.Wait()
		equal(w, "jobs", len(got), many)
		for key, n := range got {
			equal(w, "claims of job "+key, n, 1)
		}
	}},
	{"jobs of some kinds, and of all but some", func(w *world) {
		for n, kind := range []string{"mail", "sweep", "preview"} {
			w.update(func(tx store.Tx) error {
				return tx.Jobs().Create(store.Job{Key: "k" + kind, Kind: kind, Due: int64(n)})
			})
		}
		for _, c := range []struct {
			of   store.JobKinds
			want string
		}{
			{store.JobKinds{}, "mail"},
			{store.JobKinds{Only: []string{"preview", "sweep"}}, "sweep"},
			{store.JobKinds{Except: []string{"mail", "sweep"}}, "preview"},
			{store.JobKinds{Only: []string{"mail", "preview"}, Except: []string{"mail"}}, "preview"},
		} {
			w.view(func(tx store.Tx) error {
				j, err := tx.Jobs().Next(9, c.of)
				equal(w, "the kind of the next", j.Kind, c.want)
				return err
			})
		}
		w.missing(func(tx store.Tx) error {
			_, err := tx.Jobs().Next(9, store.JobKinds{Only: []string{"none"}})
			return err
		})
	}},
	{"a job that another did meanwhile is not claimed", func(w *world) {
		w.update(func(tx store.Tx) error { return tx.Jobs().Create(store.Job{Key: "sweep", Kind: "sweep", Due: 1}) })
		var seen store.Job
		w.view(func(tx store.Tx) (err error) {
			seen, err = tx.Jobs().Next(1, store.JobKinds{})
			return err
		})
		done := claim(w, "quick", 1, 50)[0]
		done.Due = 100
		w.update(func(tx store.Tx) error { return tx.Jobs().Release(done, 0) }) // its tries are as they were seen
		w.refused(store.ErrNotFound, func(tx store.Tx) error { _, err := tx.Jobs().Claim(seen, "slow", 50); return err })
	}},
	{"a day sums up rooms and people", func(w *world) {
		add := func(day int64, room, user string, n int) {
			w.update(func(tx store.Tx) error { return tx.Activity().Add(day, room, user, n) })
		}
		add(7, "kitchen", "ada", 2)
		add(7, "kitchen", "ada", 3)
		add(7, "garden", "ada", 1)
		add(7, "garden", "grace", 1)
		add(8, "garden", "grace", 4)
		days := func(first int64) (list []store.ActiveDay) {
			w.view(func(tx store.Tx) (err error) {
				list, err = tx.Activity().Days(first)
				return err
			})
			return list
		}
		seven, eight := store.ActiveDay{Day: 7, Messages: 7, Rooms: 2, People: 2}, store.ActiveDay{Day: 8, Messages: 4, Rooms: 1, People: 1}
		equal(w, "both", days(0), []store.ActiveDay{seven, eight})
		equal(w, "the second", days(8), []store.ActiveDay{eight})
		w.update(func(tx store.Tx) error {
			more, err := tx.Activity().Forget(8, 2)
			equal(w, "there may be more", more, true)
			return err
		})
		w.update(func(tx store.Tx) error { _, err := tx.Activity().Forget(8, 2); return err })
		equal(w, "left", days(0), []store.ActiveDay{eight})
	}},
	{"invites that ended long ago are forgotten", func(w *world) {
		w.people("ada")
		for n := range int64(3) {
			i := invite(fmt.Sprint("i", n))
			i.Expires = 100 + n
			w.update(func(tx store.Tx) error { return tx.Invites().Create(i) })
		}
		w.update(func(tx store.Tx) error {
			more, err := tx.Invites().Forget(102, 1)
			equal(w, "there may be more", more, true)
			return err
		})
		w.update(func(tx store.Tx) error { _, err := tx.Invites().Forget(102, 9); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Invites().ByID("i1"); return err })
		w.view(func(tx store.Tx) error { _, err := tx.Invites().ByID("i2"); return err })
	}},
}

// claim claims all jobs that are due at a time.
func claim(w *world, holder string, at, until int64) (claimed []store.Job) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		claimed = nil
		for {
			j, err := tx.Jobs().Next(at, store.JobKinds{})
			if errors.Is(err, store.ErrNotFound) {
				return nil
			}
			if err == nil {
				j, err = tx.Jobs().Claim(j, holder, until)
			}
			if err != nil {
				return err
			}
			claimed = append(claimed, j)
		}
	})
	return claimed
}

// waits reports whether there is something to claim.
func waits(w *world, at int64) (ok bool) {
	w.Helper()
	w.view(func(tx store.Tx) error {
		_, err := tx.Jobs().Next(at, store.JobKinds{})
		if ok = err == nil; errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	return ok
}

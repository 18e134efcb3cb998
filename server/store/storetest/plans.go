package storetest

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

var planStories = []story{
	{"plans are listed as they become due, and changed", func(w *world) {
		late := store.Plan{User: "ada-id", ID: "1", Deed: wire.DeedSend, State: wire.LaterWaiting, Due: 30, Zone: "Asia/Shanghai",
			Room: w.kitchen(), ReplyTo: 3, Body: "早上好"}
		early := store.Plan{User: "ada-id", ID: "2", Deed: wire.DeedRemind, State: wire.LaterWaiting, Due: 20, Zone: "UTC",
			Room: "gone-room", Seq: 7, Body: "tea"}
		same := store.Plan{User: "ada-id", ID: "3", Deed: wire.DeedRemind, State: wire.LaterWaiting, Due: 30, Zone: "UTC", Body: "more"}
		others := early
		others.User = "grace-id"
		for _, p := range []store.Plan{same, late, early, others} {
			w.update(func(tx store.Tx) error { return tx.Plans().Put(p) })
		}
		equal(w, "all", plansOf(w, "ada"), []store.Plan{early, late, same})
		equal(w, "of nobody", plansOf(w, "linus"), nil)
		late.State, late.Due, late.Zone, late.Room = wire.LaterFailed, 10, "Europe/Lisbon", "attic"
		late.ReplyTo, late.Body, late.Failed = 0, "later", `{"code":"room_gone"}`
		late.Thread, late.InRoom, late.Files = 4, true, `[{"id":"f"}]`
		w.update(func(tx store.Tx) error { return tx.Plans().Put(late) })
		equal(w, "changed", plansOf(w, "ada"), []store.Plan{late, early, same})
		w.view(func(tx store.Tx) error {
			got, err := tx.Plans().Get("ada-id", "1")
			equal(w, "alone", got, late)
			n, _ := tx.Plans().Count("ada-id")
			equal(w, "how many", n, 3)
			return err
		})
		w.update(func(tx store.Tx) error { return tx.Plans().Remove("ada-id", "2") })
		equal(w, "left", plansOf(w, "ada"), []store.Plan{late, same})
		equal(w, "of another", plansOf(w, "grace"), []store.Plan{others})
	}},
	{"a plan that is not there is not found, and nobody has none", func(w *world) {
		w.kitchen()
		w.update(func(tx store.Tx) error { return tx.Plans().Put(store.Plan{User: "ada-id", ID: "1"}) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { _, err := tx.Plans().Get("grace-id", "1"); return err })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Plans().Remove("grace-id", "1") })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Plans().Put(store.Plan{User: "nobody", ID: "1"}) })
	}},
}

// plansOf returns somebody's plans.
func plansOf(w *world, handle string) (list []store.Plan) {
	w.Helper()
	w.view(func(tx store.Tx) (err error) {
		list, err = tx.Plans().List(handle + "-id")
		return err
	})
	return list
}

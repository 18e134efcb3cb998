package storetest

import (
	"errors"

	"github.com/confab/confab/server/store"
)

var departureStories = []story{
	{"the last departure from a room is remembered, whoever comes back", func(w *world) {
		room := w.kitchen()
		attic := w.room("attic", "ada")
		left := store.Departure{Room: room, User: "ada-id", By: "ada-id", At: 7}
		taken := store.Departure{Room: room, User: "ada-id", By: "grace-id", At: 9}
		get := func() (got store.Departure) {
			w.view(func(tx store.Tx) (err error) {
				got, err = tx.Departures().Get(room, "ada-id")
				return err
			})
			return got
		}
		w.missing(func(tx store.Tx) error { _, err := tx.Departures().Get(room, "ada-id"); return err })
		w.update(func(tx store.Tx) error { return tx.Departures().Put(left) })
		equal(w, "she left", get(), left)
		w.update(func(tx store.Tx) error {
			return errors.Join(tx.Members().Remove(room, "ada-id"), tx.Departures().Put(taken))
		})
		equal(w, "she was taken out", get(), taken)
		w.update(func(tx store.Tx) error { return tx.Members().Put(store.Member{Room: room, User: "ada-id"}) })
		equal(w, "she is back", get(), taken)
		w.missing(func(tx store.Tx) error { _, err := tx.Departures().Get(room, "grace-id"); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Departures().Get(attic, "ada-id"); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Departures().Get("cellar-room", "ada-id"); return err })
		w.refused(store.ErrNotFound, func(tx store.Tx) error {
			return tx.Departures().Put(store.Departure{Room: "cellar-room", User: "ada-id"})
		})
	}},
	{"a departure that was undone is not remembered", func(w *world) {
		room := w.kitchen()
		undo := errors.New("undo")
		w.refused(undo, func(tx store.Tx) error {
			if err := tx.Departures().Put(store.Departure{Room: room, User: "ada-id", By: "ada-id", At: 7}); err != nil {
				return err
			}
			return undo
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Departures().Get(room, "ada-id"); return err })
	}},
}

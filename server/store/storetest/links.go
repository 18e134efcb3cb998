package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

var linkStories = []story{
	{"what is behind an address is known until it is forgotten", func(w *world) {
		is := func(want store.Link) {
			w.Helper()
			w.view(func(tx store.Tx) error {
				got, err := tx.Links().Get(want.Address)
				equal(w, want.Address, got, want)
				return err
			})
		}
		w.missing(func(tx store.Tx) error { _, err := tx.Links().Get("https://soup.example/"); return err })
		soup := store.Link{Address: "https://soup.example/", At: 7, Preview: wire.Preview{
			Address: "https://soup.example/", Title: "Soup ' \" é",
			Picture: &wire.File{ID: "f", Name: "preview", Type: "image/jpeg", Size: 9, Width: 3, Height: 2},
		}}
		nothing := store.Link{Address: "https://soup.example/", At: 9}
		for _, l := range []store.Link{soup, nothing, soup} {
			w.update(func(tx store.Tx) error { return tx.Links().Put(l) })
			is(l)
		}
		for n := range int64(3) {
			w.update(func(tx store.Tx) error { return tx.Links().Put(store.Link{Address: fmt.Sprint("a", n), At: n}) })
		}
		w.update(func(tx store.Tx) error {
			more, err := tx.Links().Forget(2, 1)
			equal(w, "there may be more", more, true)
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Links().Get("a0"); return err })
		w.update(func(tx store.Tx) error {
			more, err := tx.Links().Forget(2, 9)
			equal(w, "there may be more", more, false)
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Links().Get("a1"); return err })
		is(store.Link{Address: "a2", At: 2})
		is(soup)
	}},
}

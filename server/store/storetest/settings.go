package storetest

import "github.com/confab/confab/server/store"

var settingsStories = []story{
	{"a key never set is not found", func(w *world) {
		w.missing(func(tx store.Tx) error {
			_, err := tx.Settings().Get(store.SettingWorkspace)
			return err
		})
	}},
	{"a key has the value it was last given, an empty one too", func(w *world) {
		for _, value := range []string{"Acme", "Acme & Sons", ""} {
			w.update(func(tx store.Tx) error { return tx.Settings().Set(store.SettingWorkspace, value) })
			w.view(func(tx store.Tx) error {
				got, err := tx.Settings().Get(store.SettingWorkspace)
				equal(w, "workspace", got, value)
				return err
			})
		}
	}},
}

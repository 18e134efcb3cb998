package storetest

import "github.com/confab/confab/server/store"

var profileStories = []story{
	{"a profile is what was put last, and empty before", func(w *world) {
		w.people("ada", "grace")
		is := func(user string, want store.Profile) {
			w.Helper()
			w.view(func(tx store.Tx) error {
				got, err := tx.Profiles().Get(user + "-id")
				equal(w, user, got, want)
				return err
			})
		}
		is("ada", store.Profile{})
		is("linus", store.Profile{})
		for _, p := range []store.Profile{
			{Pronouns: "she/her", Title: "Firmware", Zone: "Europe/Berlin", About: "one\ntwo ' \" \\"}, {Title: "Hardware"}, {},
		} {
			w.update(func(tx store.Tx) error { return tx.Profiles().Put("ada-id", p) })
			is("ada", p)
			is("grace", store.Profile{})
		}
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Profiles().Put("linus-id", store.Profile{}) })
	}},
}

package storetest

import (
	"strings"

	"github.com/confab/confab/server/store"
)

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
	{"titles are those of the people asked for who have one", func(w *world) {
		w.people("ada", "grace", "alan")
		w.update(func(tx store.Tx) error {
			if err := tx.Profiles().Put("grace-id", store.Profile{Pronouns: "she/her"}); err != nil {
				return err
			}
			return tx.Profiles().Put("alan-id", store.Profile{Title: "Machines"})
		})
		w.update(func(tx store.Tx) error { return tx.Profiles().Put("ada-id", store.Profile{Title: "Engines"}) })
		w.view(func(tx store.Tx) error {
			for asked, want := range map[string]map[string]string{
				"": {}, "ada-id grace-id linus-id": {"ada-id": "Engines"}, "alan-id ada-id": {"ada-id": "Engines", "alan-id": "Machines"},
			} {
				got, err := tx.Profiles().Titles(strings.Fields(asked))
				if err != nil {
					return err
				}
				equal(w, "titles of "+asked, got, want)
			}
			return nil
		})
	}},
}

package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
)

// emoji is one of ada's.
func emoji(name string) store.Emoji {
	return store.Emoji{Name: name, ID: name + "-id", User: "ada-id", Picture: name + "-blob", At: 7}
}

var emojiStories = []story{
	{"emoji are listed by name, and found by it", func(w *world) {
		w.people("ada")
		names := func(after string, limit int) string {
			w.Helper()
			var all []string
			w.view(func(tx store.Tx) error {
				list, err := tx.Emoji().List(after, limit)
				for _, e := range list {
					all = append(all, e.Name)
				}
				return err
			})
			return fmt.Sprint(all)
		}
		party := emoji("party")
		party.Still, party.Aliases = "still-blob", []string{"fete", "a_b-c"}
		for _, e := range []store.Emoji{emoji("ship"), party, emoji("a-1"), emoji("a_1")} {
			w.update(func(tx store.Tx) error { return tx.Emoji().Create(e) })
		}
		equal(w, "all", names("", 9), "[a-1 a_1 party ship]")
		equal(w, "the first", names("", 2), "[a-1 a_1]")
		equal(w, "the others", names("a_1", 9), "[party ship]")
		w.view(func(tx store.Tx) error {
			got, err := tx.Emoji().ByName("party")
			equal(w, "party", got, party)
			return err
		})
		for _, no := range []string{"fete", "Party", ""} {
			w.missing(func(tx store.Tx) error { _, err := tx.Emoji().ByName(no); return err })
		}
	}},
	{"each change of the emoji makes a new revision of them, and everybody is told", func(w *world) {
		w.people("ada")
		is := func(want int64) {
			w.Helper()
			w.view(func(tx store.Tx) error {
				got, err := tx.Emoji().Revision()
				equal(w, "revision", got, want)
				return err
			})
		}
		is(0)
		var told []int64
		w.store.OnCommit(func(c store.Commit) {
			if c.Emoji > 0 {
				told = append(told, c.Emoji)
			}
		})
		changes := []func(tx store.Tx) error{
			func(tx store.Tx) error { return tx.Emoji().Create(emoji("party")) },
			func(tx store.Tx) error { return tx.Emoji().Alias("party", []string{"fete"}) },
			func(tx store.Tx) error { return tx.Emoji().Alias("party", nil) },
			func(tx store.Tx) error { return tx.Emoji().Remove("party") },
			func(tx store.Tx) error { return tx.Emoji().Create(emoji("party")) },
		}
		for i, change := range changes {
			w.update(func(tx store.Tx) error {
				if err := tx.Emoji().Hold(); err != nil {
					return err
				}
				return change(tx)
			})
			is(int64(i + 1))
		}
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Emoji().Create(emoji("party")) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Emoji().Alias("ship", nil) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Emoji().Remove("ship") })
		is(5)
		equal(w, "told", fmt.Sprint(told), "[1 2 3 4 5]")
	}},
	{"the picture of an emoji is found by its blob, as long as there is the emoji", func(w *world) {
		w.people("ada")
		party := emoji("party")
		use := store.FileBlob{File: party.ID, Role: store.RoleWhole, Name: party.Picture, Size: 9, Type: "image/png"}
		find := func(tx store.Tx) error {
			got, err := tx.Emoji().Picture(party.Picture)
			if err == nil {
				equal(w, "the use", got, use)
			}
			return err
		}
		w.update(func(tx store.Tx) error { _, err := tx.Files().Use(use); return err })
		w.missing(find)
		w.update(func(tx store.Tx) error { return tx.Emoji().Create(party) })
		w.view(find)
		w.update(func(tx store.Tx) error { return tx.Emoji().Remove("party") })
		w.missing(find)
	}},
}

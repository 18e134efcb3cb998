package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

func browse(w *world, query, after string, limit int) []string {
	w.Helper()
	var names []string
	w.view(func(tx store.Tx) error {
		rs, err := tx.Rooms().Public(query, after, limit)
		for _, r := range rs {
			names = append(names, r.Name)
		}
		return err
	})
	return names
}

var roomStories = []story{
	{"a room is found by id with its top and the number of its members", func(w *world) {
		w.people("ada", "grace")
		r := publicRoom("kitchen")
		r.Topic, r.Picture = "what is for lunch", "a-file"
		w.update(func(tx store.Tx) error { return tx.Rooms().Create(r) })
		get := func() (got store.Room) {
			w.view(func(tx store.Tx) (err error) {
				got, err = tx.Rooms().ByID(r.ID)
				return err
			})
			return got
		}
		equal(w, "new", get(), r)
		w.update(func(tx store.Tx) error {
			for range 2 { // the second Put overwrites
				for _, u := range []string{"ada-id", "grace-id"} {
					if err := tx.Members().Put(store.Member{Room: r.ID, User: u}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		w.say(r.ID, "ada", "soup")
		w.say(r.ID, "ada", "again")
		r.Members, r.Top = 2, 2
		equal(w, "with members and messages", get(), r)
		r.History, r.Picture = wire.HistoryAll, "b-file"
		w.update(func(tx store.Tx) error { return tx.Rooms().Set(r) })
		equal(w, "with another history and picture", get(), r)
		w.update(func(tx store.Tx) error { return tx.Members().Remove(r.ID, "ada-id") })
		r.Members = 1
		equal(w, "after one left", get(), r)
		w.missing(func(tx store.Tx) error { _, err := tx.Rooms().ByID("attic-room"); return err })
		w.view(func(tx store.Tx) error {
			got, err := tx.Rooms().ByName("KitCHEN")
			equal(w, "by name", got, r)
			return err
		})
	}},
	{"heads are the tops of the rooms that exist", func(w *world) {
		kitchen, attic := w.room("Kitchen"), w.room("Attic")
		w.people("ada")
		w.say(kitchen, "ada", "soup")
		w.say(kitchen, "ada", "again")
		w.view(func(tx store.Tx) error {
			heads, err := tx.Rooms().Heads([]string{kitchen, attic, "cellar-room", kitchen})
			equal(w, "heads", heads, map[string]int64{kitchen: 2, attic: 0})
			return err
		})
	}},
	{"names are unique in any case among public rooms only", func(w *world) {
		w.room("Kitchen")
		same := publicRoom("KITCHEN")
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Rooms().Create(same) })
		same.Kind = wire.RoomPrivate
		w.update(func(tx store.Tx) error { return tx.Rooms().Create(same) })
		w.missing(func(tx store.Tx) error { _, err := tx.Rooms().ByName("kitchen sink"); return err })
		w.view(func(tx store.Tx) error {
			got, err := tx.Rooms().ByName("kitchen")
			equal(w, "the public one of two", got.ID, "Kitchen-room")
			return err
		})
		same.ID = "another"
		w.update(func(tx store.Tx) error { return tx.Rooms().Create(same) })
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Rooms().Create(same) })
	}},
	{"a public room is not named to look like another, and is found as it is written", func(w *world) {
		w.room("general")
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Rooms().Create(publicRoom("gеnerаl")) }) // Cyrillic е and а
		w.room("собака")
		for _, query := range []string{"со", "собака", "соба"} {
			w.view(func(tx store.Tx) error {
				found, err := tx.Rooms().Public(query, "", 10)
				equal(w, "found by "+query, len(found), 1)
				return err
			})
		}
	}},
	{"public rooms are found with and without accents, however many there are", func(w *world) {
		w.update(func(tx store.Tx) error {
			for i := range 600 {
				if err := tx.Rooms().Create(publicRoom(fmt.Sprintf("box%03d", i))); err != nil {
					return err
				}
			}
			return nil
		})
		w.room("Écriture")
		w.room("ecran")
		for query, want := range map[string][]string{
			"ecri":    {"Écriture"},
			"ÉCR":     {"ecran", "Écriture"},
			"e\u0301": {"ecran", "Écriture"},
			"box59":   {"box590", "box591", "box592"},
		} {
			equal(w, "found by "+query, browse(w, query, "", 3), want)
		}
		equal(w, "what goes on", browse(w, "box59", "box598", 3), []string{"box599"})
	}},
	{"a room becomes private and public again, under a name that is free", func(w *world) {
		w.people("ada")
		w.room("Kitchen", "ada")
		r := publicRoom("Kitchen")
		r.Kind, r.History, r.Members = wire.RoomPrivate, wire.HistoryNone, 1
		w.update(func(tx store.Tx) error { return tx.Rooms().Set(r) })
		w.view(func(tx store.Tx) error {
			got, err := tx.Rooms().ByID(r.ID)
			equal(w, "the private room", got, r)
			return err
		})
		equal(w, "public rooms", browse(w, "", "", 10), nil)
		other := publicRoom("KITCHEN")
		other.ID = "other-room"
		w.update(func(tx store.Tx) error { return tx.Rooms().Create(other) })
		r.Kind, r.History = wire.RoomPublic, ""
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Rooms().Set(r) })
	}},
	{"private rooms are listed for those who are in them, and rooms are counted by kind", func(w *world) {
		w.people("ada", "grace")
		w.room("Kitchen", "ada")
		for i, name := range []string{"Cellar", "attic", "Écurie", "cell"} {
			r := publicRoom(name)
			r.ID, r.Kind = fmt.Sprint("private-", i), wire.RoomPrivate
			w.update(func(tx store.Tx) error {
				if err := tx.Rooms().Create(r); err != nil || name == "attic" {
					return err
				}
				return tx.Members().Put(store.Member{Room: r.ID, User: "ada-id"})
			})
		}
		private := func(user, query, after string, limit int) (names []string) {
			w.view(func(tx store.Tx) error {
				found, err := tx.Rooms().Private(user, query, after, limit)
				for _, r := range found {
					names = append(names, r.Name)
				}
				return err
			})
			return names
		}
		equal(w, "all of ada's", private("ada-id", "", "", 10), []string{"Cellar", "Écurie", "cell"})
		equal(w, "one of ada's", private("ada-id", "", "private-0", 1), []string{"Écurie"})
		equal(w, "ada's by name", private("ada-id", "CELL", "", 10), []string{"Cellar", "cell"})
		equal(w, "grace's", private("grace-id", "", "", 10), nil)
		w.view(func(tx store.Tx) error {
			n, err := tx.Rooms().Count()
			equal(w, "rooms by kind", n, map[wire.RoomKind]int{wire.RoomPublic: 1, wire.RoomPrivate: 4})
			return err
		})
	}},
	{"two people have one conversation", func(w *world) {
		dm := store.Room{ID: "dm1", Kind: wire.RoomDM, Epoch: "e", Pair: "ada-id:grace-id"}
		w.update(func(tx store.Tx) error { return tx.Rooms().Create(dm) })
		w.view(func(tx store.Tx) error {
			got, err := tx.Rooms().ByPair(dm.Pair)
			equal(w, "ByPair", got, dm)
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Rooms().ByPair("ada-id:linus-id"); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Rooms().ByPair(""); return err })
		dm.ID = "dm2"
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Rooms().Create(dm) })
		dm.Pair = "ada-id:linus-id"
		w.update(func(tx store.Tx) error { return tx.Rooms().Create(dm) })
	}},
	{"a room takes another name and topic, but not another's name", func(w *world) {
		w.room("kitchen")
		w.room("attic")
		r := publicRoom("kitchen")
		r.Name, r.Topic = "Cellar", "wine"
		w.update(func(tx store.Tx) error { return tx.Rooms().Set(r) })
		w.view(func(tx store.Tx) error {
			got, err := tx.Rooms().ByID(r.ID)
			equal(w, "renamed", got, r)
			return err
		})
		equal(w, "found by its new name", browse(w, "cell", "", 9), []string{"Cellar"})
		r.Name = "Attic"
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Rooms().Set(r) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Rooms().Set(publicRoom("loft")) })
	}},
	{"public rooms are browsed by part of the name, in order, page by page", func(w *world) {
		for _, name := range []string{"beta", "Alpha", "gamma", "alphabet", "Äpfel", "100%"} {
			w.room(name)
		}
		secret := publicRoom("alpha-secret")
		secret.Kind = wire.RoomPrivate
		w.update(func(tx store.Tx) error { return tx.Rooms().Create(secret) })
		equal(w, "all", browse(w, "", "", 9), []string{"100%", "Alpha", "alphabet", "beta", "gamma", "Äpfel"})
		equal(w, "from ALPHA on", browse(w, "", "ALPHA", 2), []string{"alphabet", "beta"})
		equal(w, "alpha", browse(w, "ALPHA", "", 9), []string{"Alpha", "alphabet"})
		equal(w, "äp", browse(w, "ÄP", "", 9), []string{"Äpfel"})
		equal(w, "a percent sign", browse(w, "%", "", 9), []string{"100%"})
		equal(w, "an underscore", len(browse(w, "_", "", 9)), 0)
	}},
}

package storetest

import (
	"fmt"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// handlesOf makes lists of people comparable.
func handlesOf(us []wire.User) []string {
	var out []string
	for _, u := range us {
		out = append(out, u.Handle)
	}
	return out
}

func directory(w *world, query, after string, limit int) []string {
	w.Helper()
	var us []wire.User
	w.view(func(tx store.Tx) (err error) {
		us, _, err = tx.Users().List(query, after, true, limit)
		return err
	})
	return handlesOf(us)
}

var userStories = []story{
	{"a person is found by id, handle and e-mail with all that was given", func(w *world) {
		ada := store.User{User: wire.User{ID: "a", Handle: "ada", Name: "Ada Lovelace", Role: wire.RoleOwner, Picture: "a-file"},
			Email: "ada@example.org", Password: "$argon2id$", Created: 99}
		w.update(func(tx store.Tx) error { return tx.Users().Create(ada) })
		w.view(func(tx store.Tx) error {
			for name, get := range map[string]func() (store.User, error){
				"ByID":     func() (store.User, error) { return tx.Users().ByID("a") },
				"ByHandle": func() (store.User, error) { return tx.Users().ByHandle("ada") },
				"ByEmail":  func() (store.User, error) { return tx.Users().ByEmail("ada@example.org") },
			} {
				got, err := get()
				if err != nil {
					return err
				}
				equal(w, name, got, ada)
			}
			return nil
		})
	}},
	{"nobody is found by what nobody has", func(w *world) {
		w.people("ada") // without an e-mail: the empty one finds nobody
		for _, get := range []func(tx store.Tx) (store.User, error){
			func(tx store.Tx) (store.User, error) { return tx.Users().ByID("nobody") },
			func(tx store.Tx) (store.User, error) { return tx.Users().ByHandle("nobody") },
			func(tx store.Tx) (store.User, error) { return tx.Users().ByEmail("nobody@example.org") },
			func(tx store.Tx) (store.User, error) { return tx.Users().ByEmail("") },
		} {
			w.missing(func(tx store.Tx) error { _, err := get(tx); return err })
		}
	}},
	{"id, handle and e-mail are unique, no e-mail is not", func(w *world) {
		ada := person("ada")
		ada.Email = "ada@example.org"
		w.update(func(tx store.Tx) error { return tx.Users().Create(ada) })
		for _, spoil := range []func(u *store.User){
			func(u *store.User) { u.ID = ada.ID },
			func(u *store.User) { u.Handle = ada.Handle },
			func(u *store.User) { u.Email = ada.Email },
		} {
			grace := person("grace")
			spoil(&grace)
			w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Users().Create(grace) })
		}
		w.people("grace", "linus")
	}},
	{"an update overwrites, moves the search along, and keeps unique what is unique", func(w *world) {
		w.people("ada", "grace")
		u := person("grace")
		u.Handle, u.Name, u.Role, u.Email, u.Password = "hopper", "Amazing Grace", wire.RoleAdmin, "g@example.org", "x"
		u.Picture = "g-file"
		w.update(func(tx store.Tx) error { return tx.Users().Update(u) })
		w.view(func(tx store.Tx) error {
			got, err := tx.Users().ByHandle("hopper")
			equal(w, "updated", got, u)
			return err
		})
		equal(w, "by the new name", directory(w, "amaz", "", 9), []string{"hopper"})
		equal(w, "by the old handle", directory(w, "grace", "", 9), []string{"hopper"}) // a word of the new name
		w.refused(store.ErrExists, func(tx store.Tx) error {
			u.Handle = "ada"
			return tx.Users().Update(u)
		})
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Users().Update(person("nobody")) })
	}},
	{"a change of face is told, a change of password is not", func(w *world) {
		w.people("ada")
		equal(w, "commits told of a new person", len(w.commits), 0)
		u := person("ada")
		u.Password = "new"
		w.update(func(tx store.Tx) error { return tx.Users().Update(u) })
		equal(w, "commits told of a password", len(w.commits), 0)
		u.Name = "Countess"
		w.update(func(tx store.Tx) error { return tx.Users().Update(u) })
		equal(w, "commits told of a name", len(w.commits), 1)
		equal(w, "told", w.commits[0].Users, []wire.User{u.User})
		u.Picture = "a-file"
		w.update(func(tx store.Tx) error { return tx.Users().Update(u) })
		equal(w, "told of a picture", w.commits[1].Users, []wire.User{u.User})
		found := []wire.User(nil)
		w.view(func(tx store.Tx) (err error) {
			found, _, err = tx.Users().List("coun", "", false, 9)
			return err
		})
		equal(w, "found with it", found, []wire.User{u.User})
	}},
	{"many are asked for at once; unknown and doubled ones do not matter", func(w *world) {
		w.people("ada", "grace", "linus")
		w.view(func(tx store.Tx) error {
			byID, err := tx.Users().ByIDs([]string{"ada-id", "nobody", "linus-id", "ada-id"})
			if err != nil {
				return err
			}
			byHandle, err := tx.Users().ByHandles([]string{"linus", "ada", "x"})
			if err != nil {
				return err
			}
			none, err := tx.Users().ByIDs(nil)
			for _, us := range [][]wire.User{byID, byHandle} {
				got := handlesOf(us)
				slices.Sort(got)
				equal(w, "found", got, []string{"ada", "linus"})
			}
			equal(w, "found for nothing", len(none), 0)
			return err
		})
	}},
	{"the directory is in the order of handles, page by page, without those who are gone", func(w *world) {
		var want []string
		for i := range 25 {
			w.people(fmt.Sprintf("user%02d", i))
			want = append(want, fmt.Sprintf("user%02d", i))
		}
		gone := person("user00x")
		gone.Gone = true
		w.update(func(tx store.Tx) error { return tx.Users().Create(gone) })
		var got []string
		after := ""
		for {
			page := directory(w, "", after, 10)
			if got = append(got, page...); len(page) < 10 {
				break
			}
			after = page[len(page)-1]
		}
		equal(w, "directory", got, want)
	}},
	{"those who are gone are listed apart, page by page, as long as they are", func(w *world) {
		w.people("ada", "grace")
		for i := range 5 {
			u := person(fmt.Sprintf("gone%d", i))
			u.Gone, u.Ghost, u.Name = true, i == 1, fmt.Sprintf("Émile %d", i)
			w.update(func(tx store.Tx) error { return tx.Users().Create(u) })
		}
		list := func(query, after string, limit int) (handles []string, next string) {
			w.view(func(tx store.Tx) error {
				us, more, err := tx.Users().ListGone(query, after, limit)
				handles, next = handlesOf(us), more
				return err
			})
			return handles, next
		}
		first, next := list("", "", 3)
		equal(w, "the first page", first, []string{"gone0", "gone1", "gone2"})
		last, end := list("", next, 3)
		equal(w, "the last page", last, []string{"gone3", "gone4"})
		equal(w, "the end", end, "")
		found, _ := list("emile 3", "", 3)
		equal(w, "found by name", found, []string{"gone3"})
		found, _ = list("ada", "", 3)
		equal(w, "found of those who are here", found, nil)

		w.update(func(tx store.Tx) error {
			u, err := tx.Users().ByHandle("gone3")
			if err != nil {
				return err
			}
			u.Gone = false
			return tx.Users().Update(u)
		})
		found, _ = list("", next, 3)
		equal(w, "after one is back", found, []string{"gone4"})
	}},
	{"the directory has ghosts only for who asks for them", func(w *world) {
		ghosts := []store.User{person("abel"), person("casper"), person("zoe")}
		for i := range ghosts {
			ghosts[i].Name, ghosts[i].Ghost = "Old "+ghosts[i].Handle, true
			w.update(func(tx store.Tx) error { return tx.Users().Create(ghosts[i]) })
		}
		w.people("ada", "cleo", "olaf", "yann")
		real := func(query, after string, limit int) (out []string) {
			w.view(func(tx store.Tx) error {
				us, _, err := tx.Users().List(query, after, false, limit)
				out = handlesOf(us)
				return err
			})
			return out
		}
		equal(w, "all", directory(w, "", "", 9), []string{"abel", "ada", "casper", "cleo", "olaf", "yann", "zoe"})
		equal(w, "the real ones", real("", "", 9), []string{"ada", "cleo", "olaf", "yann"})
		equal(w, "a page of them", real("", "ada", 2), []string{"cleo", "olaf"})
		equal(w, "found among all", directory(w, "ol", "", 9), []string{"abel", "casper", "olaf", "zoe"})
		equal(w, "found among the real ones", real("ol", "", 9), []string{"olaf"})
		ghosts[1].Ghost = false
		w.update(func(tx store.Tx) error { return tx.Users().Update(ghosts[1]) })
		equal(w, "once casper lives", real("", "", 9), []string{"ada", "casper", "cleo", "olaf", "yann"})
		equal(w, "found once casper lives", real("old c", "", 9), []string{"casper"})
	}},
	{"roles are counted and listed without ghosts and those who are gone", func(w *world) {
		for i, u := range []store.User{person("a"), person("b"), person("c"), person("d"), person("e")} {
			u.Role = wire.RoleOwner
			u.Ghost, u.Gone = i == 1, i == 2
			if i == 4 {
				u.Role = wire.RoleAdmin
			}
			w.update(func(tx store.Tx) error { return tx.Users().Create(u) })
		}
		w.view(func(tx store.Tx) error {
			for role, want := range map[wire.Role]int{wire.RoleOwner: 2, wire.RoleAdmin: 1, wire.RoleMember: 0} {
				n, err := tx.Users().CountRole(role)
				if err != nil {
					return err
				}
				equal(w, string(role), n, want)
				us, err := tx.Users().OfRole(role)
				if err != nil {
					return err
				}
				equal(w, string(role)+" listed", len(us), want)
			}
			return nil
		})
	}},
}

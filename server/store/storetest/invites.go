package storetest

import "github.com/confab/confab/server/store"

func invite(id string) store.Invite {
	return store.Invite{ID: id, Hash: []byte("hash-" + id), By: "ada-id", Created: 10, Expires: 100, Uses: 2, Room: "kitchen-room"}
}

var inviteStories = []story{
	{"an invite is found by id and hash as it was created", func(w *world) {
		w.people("ada")
		i := invite("i1")
		w.update(func(tx store.Tx) error { return tx.Invites().Create(i) })
		w.view(func(tx store.Tx) error {
			got, err := tx.Invites().ByID("i1")
			if err != nil {
				return err
			}
			equal(w, "ByID", got, i)
			got, err = tx.Invites().ByHash([]byte("hash-i1"))
			equal(w, "ByHash", got, i)
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Invites().ByID("i2"); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Invites().ByHash([]byte("hash")); return err })
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Invites().Create(i) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Invites().Update(invite("i2")) })
	}},
	{"the list has those that still work, newest first", func(w *world) {
		w.people("ada")
		for n, spoil := range []func(i *store.Invite){
			func(i *store.Invite) {},
			func(i *store.Invite) { i.Revoked = true },
			func(i *store.Invite) { i.Expires = 50 },
			func(i *store.Invite) { i.Used = 2 },
			func(i *store.Invite) { i.Uses, i.Used = 0, 500 },
			func(i *store.Invite) { i.Used = 1 },
		} {
			i := invite(string(rune('a' + n)))
			i.Created = int64(n)
			spoil(&i)
			w.update(func(tx store.Tx) error { return tx.Invites().Create(i) })
		}
		page := func(after string, limit int) string {
			var ids string
			w.view(func(tx store.Tx) error {
				is, err := tx.Invites().List(50, after, limit)
				for _, i := range is {
					ids += i.ID
				}
				return err
			})
			return ids
		}
		list := func() string { return page("", 10) }
		equal(w, "working", list(), "fea")
		equal(w, "the first of them", page("", 2), "fe")
		equal(w, "the rest", page("e", 2), "a")
		equal(w, "after one that works no longer", page("d", 2), "a")
		equal(w, "after the last", page("a", 2), "")
		i := invite("f")
		i.Created, i.Used = 5, 2
		w.update(func(tx store.Tx) error { return tx.Invites().Update(i) })
		i = invite("a")
		i.Revoked = true
		w.update(func(tx store.Tx) error { return tx.Invites().Update(i) })
		equal(w, "after one was used up and one revoked", list(), "e")
		w.update(func(tx store.Tx) error { return tx.Invites().RevokeAll("grace-id") })
		equal(w, "after those of somebody else were revoked", list(), "e")
		w.update(func(tx store.Tx) error { return tx.Invites().RevokeAll("ada-id") })
		equal(w, "after all of hers were", list(), "")
	}},
}

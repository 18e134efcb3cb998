package storetest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/server/store"
)

// code is one of a person's, whose hash is of that text.
func code(user, hash string) store.Code {
	return store.Code{Kind: store.CodeReset, User: user + "-id", Hash: []byte(hash), By: "grace-id", Created: 10, Expires: 50}
}

func hand(w *world, c store.Code) {
	w.Helper()
	w.update(func(tx store.Tx) error { return tx.Codes().Put(c) })
}

func noCode(w *world, hash string) {
	w.Helper()
	w.missing(func(tx store.Tx) error { _, err := tx.Codes().ByHash(store.CodeReset, []byte(hash)); return err })
}

func hasCode(w *world, c store.Code) {
	w.Helper()
	w.view(func(tx store.Tx) error {
		got, err := tx.Codes().ByHash(c.Kind, c.Hash)
		equal(w, "code", got, c)
		return err
	})
}

var codeStories = []story{
	{"a code is found by its hash, and only as what it is for", func(w *world) {
		w.people("ada", "grace")
		c := code("ada", "one")
		hand(w, c)
		hasCode(w, c)
		noCode(w, "two")
		w.missing(func(tx store.Tx) error { _, err := tx.Codes().ByHash("another kind", c.Hash); return err })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Codes().Put(code("linus", "three")) })
	}},
	{"a new code replaces its person's older one of that kind", func(w *world) {
		w.people("ada", "grace")
		other, others := code("ada", "other"), code("grace", "hers")
		other.Kind = "another kind"
		hand(w, code("ada", "old"))
		hand(w, other)
		hand(w, others)
		c := code("ada", "new")
		c.By, c.Created, c.Expires = "", 20, 60
		hand(w, c)
		noCode(w, "old")
		hasCode(w, c)
		hasCode(w, other)
		w.update(func(tx store.Tx) error { return tx.Codes().RemoveAll("ada-id") })
		noCode(w, "new")
		w.missing(func(tx store.Tx) error { _, err := tx.Codes().ByHash(other.Kind, other.Hash); return err })
		hasCode(w, others)
	}},
	{"of those who use a code at once one does", func(w *world) {
		w.people("ada")
		hand(w, code("ada", "one"))
		var group sync.WaitGroup
		var used atomic.Int32
		for range 8 {
			group.Go(func() {
				err := w.store.Update(context.Background(), func(tx store.Tx) error {
					c, err := tx.Codes().ByHash(store.CodeReset, []byte("one"))
					if err != nil {
						return err
					}
					return tx.Codes().RemoveAll(c.User)
				})
				if err == nil {
					used.Add(1)
				} else if !errors.Is(err, store.ErrNotFound) {
					w.Error(err)
				}
			})
		}
		group.Wait()
		equal(w, "used", used.Load(), 1)
	}},
	{"expired codes are removed, some at a time", func(w *world) {
		w.people("ada", "grace", "linus")
		for n, user := range []string{"ada", "grace", "linus"} {
			c := code(user, user)
			c.Expires = int64(10 * (n + 1))
			hand(w, c)
		}
		sweep := func(at int64, most int, want bool) {
			w.update(func(tx store.Tx) error {
				more, err := tx.Codes().Sweep(at, most)
				equal(w, "more", more, want)
				return err
			})
		}
		sweep(30, 1, true)
		noCode(w, "ada")
		sweep(30, 5, false)
		noCode(w, "grace")
		w.view(func(tx store.Tx) error { _, err := tx.Codes().ByHash(store.CodeReset, []byte("linus")); return err })
	}},
}

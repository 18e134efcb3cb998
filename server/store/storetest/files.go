package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// upload returns a file of a person's that was announced.
func upload(user, name string, bytes int64) store.File {
	return store.File{
		File: wire.File{ID: name + "-file", Name: name, Type: "text/plain", Size: bytes},
		User: user + "-id", CID: name + "-cid", Bytes: bytes, Created: 10, Expires: 20,
	}
}

// announce adds files.
func announce(w *world, fs ...store.File) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		for _, f := range fs {
			if err := tx.Files().Create(f); err != nil {
				return err
			}
		}
		return nil
	})
}

// counted is what a person's files and all files take up.
func counted(w *world, user string) (n [2]int64) {
	w.Helper()
	w.view(func(tx store.Tx) (err error) {
		n[0], n[1], err = tx.Files().Counted(user + "-id")
		return err
	})
	return n
}

// keptFile returns a file as it is kept.
func keptFile(w *world, id string) (f store.File) {
	w.Helper()
	w.view(func(tx store.Tx) (err error) {
		f, err = tx.Files().ByID(id)
		return err
	})
	if len(f.Sum) == 0 {
		f.Sum = nil
	}
	return f
}

// useBlob notes that a file uses a blob for a role, and returns the one before.
func useBlob(w *world, file, role string, place int64, blob string) (before string) {
	w.Helper()
	w.update(func(tx store.Tx) (err error) {
		before, err = tx.Files().Use(store.FileBlob{File: file, Role: role, Place: place, Name: blob, Size: 3, Type: "text/plain"})
		return err
	})
	return before
}

// doomBlob reports whether a blob may be deleted.
func doomBlob(w *world, blob string) (unused bool) {
	w.Helper()
	w.update(func(tx store.Tx) (err error) {
		unused, err = tx.Files().Doom(blob)
		return err
	})
	return unused
}

var fileStories = []story{
	{"a file is kept as it was put last", func(w *world) {
		w.kitchen()
		f := upload("ada", "plan", 100)
		announce(w, f)
		equal(w, "announced", keptFile(w, f.ID), f)
		again := f
		again.ID = "other-file"
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Files().Create(again) })
		w.view(func(tx store.Tx) error {
			got, err := tx.Files().ByCID("ada-id", f.CID)
			equal(w, "by its cid", got.ID, f.ID)
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Files().ByCID("grace-id", f.CID); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Files().ByID("no-file"); return err })
		f.Received, f.Sum, f.Done, f.Expires = 100, []byte{0, 1, 255}, true, 30
		f.File = wire.File{
			ID: f.ID, Name: "Plän 📎.png", Type: "image/png", Size: 90, Width: 3, Height: 4, Duration: 5, Placeholder: "x", Animated: true,
		}
		w.update(func(tx store.Tx) error { return tx.Files().Put(f) })
		equal(w, "put", keptFile(w, f.ID), f)
		w.update(func(tx store.Tx) error { return tx.Files().Attach([]string{f.ID}, "kitchen-room", 7) })
		f.Room, f.Seq = "kitchen-room", 7
		equal(w, "sent", keptFile(w, f.ID), f)
		f.ID = "no-file"
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Files().Put(f) })
	}},
	{"somebody's files are listed, a page at a time", func(w *world) {
		w.people("ada", "grace")
		for _, cid := range []string{"c", "a", "b"} {
			f := store.File{File: wire.File{ID: "file-" + cid, Name: cid}, User: "ada-id", CID: cid, Bytes: 1}
			w.update(func(tx store.Tx) error { return tx.Files().Create(f) })
		}
		of := func(user, after string, limit int) (names []string) {
			w.view(func(tx store.Tx) error {
				found, err := tx.Files().Of(user, after, limit)
				for _, f := range found {
					names = append(names, f.Name)
				}
				return err
			})
			return names
		}
		equal(w, "all", of("ada-id", "", 10), []string{"a", "b", "c"})
		equal(w, "the second page", of("ada-id", "a", 1), []string{"b"})
		equal(w, "another's", of("grace-id", "", 10), nil)
	}},
	{"somebody's files are found among others", func(w *world) {
		w.kitchen()
		announce(w, upload("ada", "a", 1), upload("ada", "b", 1), upload("grace", "c", 1))
		var got []string
		w.update(func(tx store.Tx) error {
			fs, err := tx.Files().Among("ada-id", []string{"c-file", "b-file", "no-file", "a-file"})
			for _, f := range fs {
				got = append(got, f.ID)
			}
			return err
		})
		slices.Sort(got)
		equal(w, "hers", got, []string{"a-file", "b-file"})
	}},
	{"files count until they are removed", func(w *world) {
		w.kitchen()
		equal(w, "at first", counted(w, "ada"), [2]int64{0, 0})
		announce(w, upload("ada", "a", 100), upload("ada", "b", 20), upload("grace", "c", 3))
		equal(w, "ada's", counted(w, "ada"), [2]int64{120, 123})
		equal(w, "grace's", counted(w, "grace"), [2]int64{3, 123})
		remove := func(tx store.Tx) error { _, err := tx.Files().Remove("a-file"); return err }
		w.update(remove)
		equal(w, "without one", counted(w, "ada"), [2]int64{20, 23})
		w.refused(store.ErrNotFound, remove)
		announce(w, upload("ada", "a", 1))
		equal(w, "announced again", counted(w, "ada"), [2]int64{21, 24})
	}},
	{"what was not sent expires", func(w *world) {
		w.kitchen()
		sent, late := upload("ada", "sent", 1), upload("ada", "late", 1)
		late.Expires = 40
		announce(w, upload("ada", "b", 1), upload("grace", "a", 1), sent, late)
		w.update(func(tx store.Tx) error { return tx.Files().Attach([]string{sent.ID}, "kitchen-room", 1) })
		expired := func(at int64, limit int) (ids []string) {
			w.view(func(tx store.Tx) (err error) {
				ids, err = tx.Files().Expired(at, limit)
				return err
			})
			return ids
		}
		equal(w, "too early", expired(20, 9), nil)
		equal(w, "in time", expired(21, 9), []string{"a-file", "b-file"})
		equal(w, "one at a time", expired(21, 1), []string{"a-file"})
		equal(w, "later", expired(41, 9), []string{"a-file", "b-file", "late-file"})
	}},
	{"a blob that a file uses is not deleted", func(w *world) {
		w.kitchen()
		announce(w, upload("ada", "a", 1), upload("grace", "b", 1))
		useBlob(w, "a-file", store.RolePart, 0, "x")
		useBlob(w, "a-file", store.RolePart, 3, "y")
		useBlob(w, "a-file", store.RoleWhole, 0, "z")
		useBlob(w, "b-file", store.RoleWhole, 0, "z")
		var got []store.FileBlob
		w.view(func(tx store.Tx) (err error) {
			got, err = tx.Files().Blobs("a-file", store.RolePart)
			return err
		})
		equal(w, "parts", got, []store.FileBlob{
			{File: "a-file", Role: "part", Place: 0, Name: "x", Size: 3, Type: "text/plain"},
			{File: "a-file", Role: "part", Place: 3, Name: "y", Size: 3, Type: "text/plain"},
		})
		w.view(func(tx store.Tx) error {
			one, err := tx.Files().Blob("a-file", store.RolePart, 3)
			equal(w, "one", one.Name, "y")
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Files().Blob("a-file", store.RolePart, 1); return err })
		w.view(func(tx store.Tx) error {
			used, err := tx.Files().Used([]string{"z", "w", "x"})
			slices.Sort(used)
			equal(w, "used of three", used, []string{"x", "z"})
			return err
		})
		equal(w, "used", doomBlob(w, "x"), false)
		equal(w, "before", useBlob(w, "a-file", store.RolePart, 0, "x2"), "x")
		equal(w, "the same again", useBlob(w, "a-file", store.RolePart, 0, "x2"), "")
		equal(w, "replaced", doomBlob(w, "x"), true)
		var names []string
		w.update(func(tx store.Tx) (err error) {
			names, err = tx.Files().Drop("a-file", store.RolePart)
			return err
		})
		equal(w, "dropped", names, []string{"x2", "y"})
		w.update(func(tx store.Tx) (err error) {
			names, err = tx.Files().Remove("a-file")
			return err
		})
		equal(w, "left", names, []string{"z"})
		equal(w, "used by another", doomBlob(w, "z"), false)
		w.update(func(tx store.Tx) error { _, err := tx.Files().Remove("b-file"); return err })
		equal(w, "used by none", doomBlob(w, "z"), true)
		equal(w, "a second time", doomBlob(w, "z"), true)
	}},
	{"a doomed blob is not used until it is gone", func(w *world) {
		w.kitchen()
		announce(w, upload("ada", "a", 1))
		use := func(tx store.Tx) error {
			_, err := tx.Files().Use(store.FileBlob{File: "a-file", Role: store.RoleWhole, Name: "x"})
			return err
		}
		equal(w, "unused", doomBlob(w, "x"), true)
		w.refused(store.ErrExists, use)
		w.update(func(tx store.Tx) error { return tx.Files().Gone("x") })
		w.update(use)
		equal(w, "used", doomBlob(w, "x"), false)
	}},
	{"of those who use and those who delete a blob one has their way", func(w *world) {
		const rounds = 20
		w.kitchen()
		announce(w, upload("ada", "a", 1))
		for range rounds {
			var group sync.WaitGroup
			var used, doomed bool
			group.Go(func() {
				err := w.store.Update(context.Background(), func(tx store.Tx) error {
					_, err := tx.Files().Use(store.FileBlob{File: "a-file", Role: store.RoleWhole, Name: "x"})
					return err
				})
				if err != nil && !errors.Is(err, store.ErrExists) {
					w.Error(err)
				}
				used = err == nil
			})
			group.Go(func() {
				if err := w.store.Update(context.Background(), func(tx store.Tx) (err error) {
					doomed, err = tx.Files().Doom("x")
					return err
				}); err != nil {
					w.Error(err)
				}
			})
			group.Wait()
			if used == doomed {
				w.Fatalf("used: %v, doomed: %v", used, doomed)
			}
			w.update(func(tx store.Tx) error {
				if _, err := tx.Files().Drop("a-file", store.RoleWhole); err != nil {
					return err
				}
				return tx.Files().Gone("x")
			})
		}
	}},
}

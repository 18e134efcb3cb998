package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

var followStories = []story{
	{"a thread is followed until somebody stops, and again when they choose to or write", func(w *world) {
		room := w.kitchen()
		f := followsOf{w, "ada-id", room}
		equal(w, "added", f.put(store.Follows.Add, store.Follow{Thread: 1, Read: 1, Last: 2, At: 20}), true)
		equal(w, "added again", f.put(store.Follows.Add, store.Follow{Thread: 1, Read: 2, Last: 2, At: 20}), false)
		equal(w, "it is unread", f.list(false, nil), []string{"1 unread 2 at 20"})
		equal(w, "chosen, as it is", f.put(store.Follows.Choose, store.Follow{Thread: 1, Read: 9}), false)
		equal(w, "stopped", f.put(store.Follows.Choose, store.Follow{Thread: 1, Read: 4, Stopped: true}), true)
		equal(w, "named", f.put(store.Follows.Add, store.Follow{Thread: 1, Read: 5}), false)
		equal(w, "wrote before", f.put(store.Follows.Wrote, store.Follow{Thread: 1, Read: 4}), false)
		equal(w, "none", f.list(false, nil), nil)
		equal(w, "who is told", f.said(1, 5, 50), nil)
		equal(w, "wrote", f.put(store.Follows.Wrote, store.Follow{Thread: 1, Read: 6}), true)
		equal(w, "all is read", f.list(false, nil), []string{"1 read 5 at 50"})
		equal(w, "wrote in another", f.put(store.Follows.Wrote, store.Follow{Thread: 2, Read: 7, Last: 7, At: 70}), true)
		equal(w, "both", f.list(false, nil), []string{"2 read 7 at 70", "1 read 5 at 50"})
		w.view(func(tx store.Tx) error {
			got, err := tx.Feed().Follows().Get("ada-id", room, 1)
			equal(w, "one", got, store.Follow{User: "ada-id", Room: room, Thread: 1, Read: 6, Last: 5, At: 50})
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Feed().Follows().Get("grace-id", room, 1); return err })
		w.refused(store.ErrNotFound, func(tx store.Tx) error {
			_, err := tx.Feed().Follows().Add(store.Follow{User: "nobody", Room: room, Thread: 1})
			return err
		})
	}},
	{"followed threads are listed the unread first, page by page, and are read", func(w *world) {
		room := w.kitchen()
		f, g := followsOf{w, "ada-id", room}, followsOf{w, "grace-id", room}
		for n := range int64(4) {
			f.put(store.Follows.Add, store.Follow{Thread: n + 1, Read: 9 + n%2, Last: 10, At: 10 * (n + 1)})
		}
		g.put(store.Follows.Add, store.Follow{Thread: 1, Read: 3, Last: 10, At: 10})
		all := []string{"3 unread 10 at 30", "1 unread 10 at 10", "4 read 10 at 40", "2 read 10 at 20"}
		equal(w, "all", f.list(false, nil), all)
		for i, thread := range []int64{3, 1, 4, 2} {
			place := store.FollowPlace{Unread: i < 2, At: 10 * thread, Room: room, Thread: thread}
			equal(w, "after", fmt.Sprint(f.list(false, &place)), fmt.Sprint(all[i+1:]))
		}
		equal(w, "the unread ones", f.list(true, nil), all[:2])
		equal(w, "how many", f.unread(9), 2)
		equal(w, "at most", f.unread(1), 1)
		equal(w, "who is told", f.said(1, 11, 50), []string{"ada-id", "grace-id"})
		equal(w, "read", f.read(1, 11), true)
		equal(w, "read again", f.read(1, 11), false)
		equal(w, "of one that is not followed", g.read(2, 11), false)
		equal(w, "then", f.list(true, nil), all[:1])
		equal(w, "the other's", g.unread(9), 1)
		equal(w, "read all of before", f.readAll(29), false)
		equal(w, "read all", f.readAll(30), true)
		equal(w, "at the end", f.unread(9), 0)
		w.update(func(tx store.Tx) error { return tx.Feed().Follows().Trim("ada-id", 2) })
		equal(w, "the newest", f.list(false, nil), []string{"1 read 11 at 50", "4 read 10 at 40"})
		equal(w, "those of others", len(g.list(false, nil)), 1)
		w.update(func(tx store.Tx) error { return tx.Members().Remove(room, "ada-id") })
		equal(w, "not in the room", len(f.list(false, nil)), 0)
	}},
	{"the replies of a thread are counted without the erased ones", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup")
		for range 3 {
			inThread(w, room, "grace", "which one?", 1, false)
		}
		w.change(wire.Event{Room: room, Author: "grace-id", Kind: wire.KindDelete, Target: 3, Thread: 1})
		for _, c := range []struct{ root, after, most, want int }{{1, 0, 9, 2}, {1, 2, 9, 1}, {1, 4, 9, 0}, {1, 0, 1, 1}, {2, 0, 9, 0}} {
			w.view(func(tx store.Tx) error {
				n, err := tx.Events().Replies(room, int64(c.root), int64(c.after), c.most)
				equal(w, fmt.Sprint(c), n, c.want)
				return err
			})
		}
		w.missing(func(tx store.Tx) error { _, err := tx.Events().Replies("no-room", 1, 0, 9); return err })
	}},
}

// followsOf is what one person has to do with the threads of a room.
type followsOf struct {
	w          *world
	user, room string
}

func (f followsOf) put(how func(store.Follows, store.Follow) (bool, error), row store.Follow) (did bool) {
	f.w.Helper()
	row.User, row.Room = f.user, f.room
	f.w.update(func(tx store.Tx) (err error) {
		did, err = how(tx.Feed().Follows(), row)
		return err
	})
	return did
}

func (f followsOf) said(thread, last, at int64) (users []string) {
	f.w.Helper()
	f.w.update(func(tx store.Tx) (err error) {
		users, err = tx.Feed().Follows().Said(f.room, thread, last, at)
		return err
	})
	return users
}

func (f followsOf) read(thread, seq int64) (did bool) {
	f.w.Helper()
	f.w.update(func(tx store.Tx) (err error) {
		did, err = tx.Feed().Follows().Read(f.user, f.room, thread, seq)
		return err
	})
	return did
}

func (f followsOf) readAll(at int64) (did bool) {
	f.w.Helper()
	f.w.update(func(tx store.Tx) (err error) {
		did, err = tx.Feed().Follows().ReadAll(f.user, at)
		return err
	})
	return did
}

// list says of each thread whether it is read and up to where it goes.
func (f followsOf) list(unread bool, after *store.FollowPlace) (lines []string) {
	f.w.Helper()
	f.w.view(func(tx store.Tx) error {
		list, err := tx.Feed().Follows().List(f.user, unread, after, 9)
		for _, t := range list {
			read := "read"
			if t.Unread() {
				read = "unread"
			}
			lines = append(lines, fmt.Sprintf("%d %s %d at %d", t.Thread, read, t.Last, t.At))
		}
		return err
	})
	return lines
}

func (f followsOf) unread(most int) (n int) {
	f.w.Helper()
	f.w.view(func(tx store.Tx) (err error) {
		n, err = tx.Feed().Follows().Unread(f.user, most)
		return err
	})
	return n
}

package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

var feedStories = []story{
	{"what concerns somebody is listed the newest first, and once for each message", func(w *world) {
		room := w.kitchen()
		f := feedOf{w, "ada-id"}
		f.put(store.FeedEntry{Kind: wire.ActivityNamed, Room: room, Seq: 3, Author: "grace-id", At: 9}, false)
		f.put(store.FeedEntry{Kind: wire.ActivityReaction, Room: room, Seq: 2, Author: "grace-id", Emoji: "👍"}, true)
		f.put(store.FeedEntry{Kind: wire.ActivityReply, Room: room, Seq: 4, Author: "grace-id"}, false)
		equal(w, "all", f.list(0, 9), []string{"3 reply 4 true", "2 reaction 2 true", "1 named 3 true"})
		equal(w, "a page", f.list(3, 1), []string{"2 reaction 2 true"})
		equal(w, "named or answered", f.list(0, 9, wire.ActivityNamed, wire.ActivityReply),
			[]string{"3 reply 4 true", "1 named 3 true"})
		equal(w, "reactions", f.list(0, 9, wire.ActivityReaction), []string{"2 reaction 2 true"})

		equal(w, "named again in it", f.put(
			store.FeedEntry{Kind: wire.ActivityNamed, Room: room, Seq: 3, Author: "grace-id"}, false), false)
		equal(w, "another reaction", f.put(store.FeedEntry{Kind: wire.ActivityReaction, Room: room, Seq: 2, Author: "grace-id",
			Emoji: "🎉"}, true), true)
		equal(w, "it is the newest", f.list(0, 9), []string{"4 reaction 2 true", "3 reply 4 true", "1 named 3 true"})
		w.refused(store.ErrNotFound, func(tx store.Tx) error {
			_, err := tx.Feed().Put(&store.FeedEntry{User: "nobody", Kind: wire.ActivityNamed, Room: room, Seq: 1}, false)
			return err
		})
	}},
	{"what concerns somebody is read when its message is, or when it is marked", func(w *world) {
		room := w.kitchen()
		for range 4 {
			w.say(room, "grace", "soup")
		}
		f := feedOf{w, "ada-id"}
		for seq := range int64(3) {
			f.put(store.FeedEntry{Kind: wire.ActivityNamed, Room: room, Seq: seq + 1, Author: "grace-id"}, false)
		}
		f.put(store.FeedEntry{Kind: wire.ActivityReaction, Room: room, Seq: 4, Author: "grace-id", Emoji: "👍"}, true)
		equal(w, "unread", f.unread(), "map[named:3 reaction:1]")
		w.update(func(tx store.Tx) error { _, err := tx.Members().Read(room, "ada-id", 2, 0); return err })
		equal(w, "read in the room", f.list(0, 9), []string{"4 reaction 4 true", "3 named 3 true", "2 named 2 false", "1 named 1 false"})
		f.mark(2, false, store.FeedUnread)
		f.mark(4, false, store.FeedRead)
		equal(w, "marked", f.list(0, 9), []string{"4 reaction 4 false", "3 named 3 true", "2 named 2 true", "1 named 1 false"})
		equal(w, "unread then", f.unread(), "map[named:2]")
		f.mark(3, true, store.FeedRead)
		equal(w, "all marked", f.unread(), "map[]")
		f.put(store.FeedEntry{Kind: wire.ActivityReaction, Room: room, Seq: 4, Author: "grace-id", Emoji: "🎉"}, true)
		equal(w, "a reaction once more", f.unread(), "map[reaction:1]")
	}},
	{"what concerns somebody goes with its message, with the room, and with time", func(w *world) {
		room := w.kitchen()
		f, g := feedOf{w, "ada-id"}, feedOf{w, "grace-id"}
		for seq := range int64(5) {
			f.put(store.FeedEntry{Kind: wire.ActivityNamed, Room: room, Seq: seq + 1, Author: "grace-id"}, false)
			g.put(store.FeedEntry{Kind: wire.ActivityNamed, Room: room, Seq: seq + 1, Author: "ada-id"}, false)
		}
		w.update(func(tx store.Tx) error { return tx.Feed().Forget(room, 2) })
		w.update(func(tx store.Tx) error { return tx.Feed().Drop("ada-id", room, 3) })
		equal(w, "ada", f.list(0, 9), []string{"5 named 5 true", "4 named 4 true", "1 named 1 true"})
		equal(w, "grace", len(g.list(0, 9)), 4)
		w.update(func(tx store.Tx) error { return tx.Feed().Trim("ada-id", 2) })
		w.update(func(tx store.Tx) error { return tx.Feed().Trim("grace-id", 9) })
		equal(w, "the newest", f.list(0, 9), []string{"5 named 5 true", "4 named 4 true"})
		equal(w, "of few", len(g.list(0, 9)), 4)
		w.update(func(tx store.Tx) error { return tx.Members().Remove(room, "ada-id") })
		equal(w, "not in the room", len(f.list(0, 9)), 0)
		equal(w, "nothing is unread", f.unread(), "map[]")
	}},
}

// feedOf is the feed of one person.
type feedOf struct {
	w    *world
	user string
}

func (f feedOf) put(e store.FeedEntry, renew bool) (did bool) {
	f.w.Helper()
	e.User = f.user
	f.w.update(func(tx store.Tx) (err error) {
		did, err = tx.Feed().Put(&e, renew)
		return err
	})
	return did
}

func (f feedOf) mark(num int64, all bool, state store.FeedState) {
	f.w.Helper()
	f.w.update(func(tx store.Tx) error { return tx.Feed().Mark(f.user, num, all, state) })
}

// list says of each entry its number, kind and message, and whether it is unread.
func (f feedOf) list(before int64, limit int, kinds ...wire.ActivityKind) (lines []string) {
	f.w.Helper()
	f.w.view(func(tx store.Tx) error {
		list, err := tx.Feed().List(f.user, kinds, false, before, limit)
		for _, e := range list {
			lines = append(lines, fmt.Sprintf("%d %s %d %v", e.Num, e.Kind, e.Seq, e.Unread))
		}
		only, err2 := tx.Feed().List(f.user, kinds, true, before, limit)
		for _, e := range only {
			if !e.Unread {
				f.w.Errorf("among the unread: %+v", e)
			}
		}
		if err == nil {
			err = err2
		}
		return err
	})
	return lines
}

func (f feedOf) unread() string {
	f.w.Helper()
	var counts map[wire.ActivityKind]int
	f.w.view(func(tx store.Tx) (err error) {
		counts, err = tx.Feed().Unread(f.user)
		return err
	})
	return fmt.Sprint(counts)
}

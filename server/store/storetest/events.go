package storetest

import (
	"context"
	"fmt"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

var eventStories = []story{
	{"the log keeps everything as it was given, seqs 1, 2, 3", func(w *world) {
		room := w.kitchen()
		var want []wire.Event
		for _, e := range []wire.Event{
			{Kind: wire.KindMessage, CID: "c1", Body: "text with 'quotes', ünïcode 漢字 and \x00 a nul", Mentions: []string{"grace-id"}},
			{Kind: wire.KindMember, User: "grace-id", Action: wire.ActionAdded},
			{Kind: wire.KindRoom, Name: "Cellar", Topic: "wine"},
			{Kind: wire.KindReaction, Target: 1, Emoji: "👍🏽", On: true},
			{Kind: wire.KindReaction, Target: 1, Emoji: "👍🏽"},
			{Kind: "poll", Target: 1, Body: "a kind of the future"},
			{Kind: wire.KindMessage, CID: "c2", Body: strings.Repeat("long ", 3000)},
		} {
			e.Room, e.Author, e.At = room, "ada-id", w.tick()
			e.Event = fmt.Sprint("event", len(want))
			got := w.append(&e)
			e.Seq = int64(len(want) + 1)
			equal(w, "appended", got, e)
			want = append(want, e)
		}
		equal(w, "the log", w.log(room, 0, 100), want)
		equal(w, "from 2 on, two", w.log(room, 2, 2), want[2:4])
		equal(w, "beyond the top", len(w.log(room, 7, 10)), 0)
		equal(w, "far beyond", len(w.log(room, 1<<62, 10)), 0)
		equal(w, "from below", w.log(room, -5, 1), want[:1])
		var told []wire.Event
		for _, c := range w.commits {
			told = append(told, c.Events...)
		}
		equal(w, "told", told, want)
	}},
	{"each room has its own seqs", func(w *world) {
		w.people("ada")
		kitchen, attic := w.room("kitchen", "ada"), w.room("attic", "ada")
		for i := range int64(3) {
			equal(w, "kitchen", w.say(kitchen, "ada", "k").Seq, i+1)
			equal(w, "attic", w.say(attic, "ada", "a").Seq, i+1)
		}
		equal(w, "kitchen's log", bodies(w.log(kitchen, 0, 9)), []string{"k", "k", "k"})
		equal(w, "attic's log", bodies(w.log(attic, 0, 9)), []string{"a", "a", "a"})
		w.missing(func(tx store.Tx) error { _, err := tx.Events().Get(kitchen, -1); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Events().Get(kitchen, 1<<40+1); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Events().Get(attic, 1<<41+1); return err })
	}},
	{"nothing is appended to a room that is not there", func(w *world) {
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Events().Append(w.message("attic-room", "ada", "x")) })
		w.missing(func(tx store.Tx) error { _, err := tx.Events().After("attic-room", 0, 9); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Events().Get("attic-room", 1); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Events().Page(wire.Fetch{Room: "attic-room"}, 0); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Events().ByCID("attic-room", "ada-id", "c"); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Events().SameBody("attic-room", 1, "", 0, 0); return err })
	}},
	{"a cid is good for one event of its author in its room", func(w *world) {
		w.people("ada", "grace")
		kitchen, attic := w.room("kitchen", "ada"), w.room("attic", "ada")
		first := w.message(kitchen, "ada", "soup")
		kept := w.append(first)
		w.refused(store.ErrExists, func(tx store.Tx) error {
			again := *first
			again.Event, again.Body = "another", "salad"
			return tx.Events().Append(&again)
		})
		equal(w, "the next seq", w.say(kitchen, "ada", "next").Seq, 2)
		for _, other := range []wire.Event{
			{Room: kitchen, Author: "grace-id", CID: first.CID, Event: "g", Kind: wire.KindMessage, Body: "soup"},
			{Room: attic, Author: "ada-id", CID: first.CID, Event: "a", Kind: wire.KindMessage, Body: "soup"},
		} {
			w.append(&other)
		}
		w.view(func(tx store.Tx) error {
			got, err := tx.Events().ByCID(kitchen, "ada-id", first.CID)
			equal(w, "ByCID", got, kept)
			return err
		})
		for _, ask := range [][3]string{{kitchen, "ada-id", "never"}, {kitchen, "ada-id", ""}, {kitchen, "nobody", first.CID}} {
			w.missing(func(tx store.Tx) error { _, err := tx.Events().ByCID(ask[0], ask[1], ask[2]); return err })
		}
	}},
	{"a function may go on after a cid was taken", func(w *world) {
		room := w.kitchen()
		first := w.message(room, "ada", "soup")
		w.append(first)
		salad := w.message(room, "ada", "salad")
		w.update(func(tx store.Tx) error {
			again := *first
			if err := tx.Events().Append(&again); err == nil {
				w.Error("a cid was taken twice")
			} else if err != store.ErrExists {
				return err
			}
			next := *salad
			return tx.Events().Append(&next)
		})
		equal(w, "the log", bodies(w.log(room, 0, 9)), []string{"soup", "salad"})
	}},
	{"what was sent is known by its body and reply, whatever became of it", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "question")
		w.reply(room, "ada", "soup", 1)
		check := func(when string) {
			w.Helper()
			w.view(func(tx store.Tx) error {
				for _, ask := range []struct {
					body            string
					replyTo, thread int64
					want            bool
				}{{"soup", 1, 0, true}, {"soup", 0, 0, false}, {"soup", 2, 0, false}, {"salad", 1, 0, false}, {"", 1, 0, false},
					{"soup ", 1, 0, false}, {"soup", 1, 1, false}} {
					same, err := tx.Events().SameBody(room, 2, ask.body, ask.replyTo, ask.thread)
					if err != nil {
						return err
					}
					equal(w, fmt.Sprintf("%s: %q answering %d", when, ask.body, ask.replyTo), same, ask.want)
				}
				return nil
			})
		}
		check("as sent")
		w.edit(room, "ada", 2, "salad")
		check("edited")
		w.erase(room, "ada", 2)
		check("erased")
		w.missing(func(tx store.Tx) error { _, err := tx.Events().SameBody(room, 99, "soup", 0, 0); return err })
	}},
	{"64 writers leave no gap, no double, and are told in order", func(w *world) {
		w.people("ada")
		rooms := []string{w.room("kitchen", "ada"), w.room("attic", "ada")}
		const writers, each = 64, 20
		errs := make(chan error, writers)
		for n := range writers {
			go func() {
				for i := range each {
					e := wire.Event{Room: rooms[i%2], Event: fmt.Sprintf("%d/%d", n, i), Author: "ada-id",
						CID: fmt.Sprintf("%d/%d", n, i), Kind: wire.KindMessage, Body: "x"}
					kept := e
					if err := w.store.Update(context.Background(), func(tx store.Tx) error {
						kept = e
						return tx.Events().Append(&kept)
					}); err != nil {
						errs <- err
						return
					}
				}
				errs <- nil
			}()
		}
		for range writers {
			if err := <-errs; err != nil {
				w.Fatal(err)
			}
		}
		const total = writers * each / 2
		told := map[string]int64{}
		for _, c := range w.commits {
			for _, e := range c.Events {
				if told[e.Room]++; told[e.Room] != e.Seq {
					w.Fatalf("told of seq %d in %s after %d", e.Seq, e.Room, told[e.Room]-1)
				}
			}
		}
		for _, room := range rooms {
			es := w.log(room, 0, total+1)
			equal(w, "events in "+room, len(es), total)
			equal(w, "events told of "+room, told[room], total)
			seen := map[string]bool{}
			for i, e := range es {
				if e.Seq != int64(i+1) || seen[e.CID] {
					w.Fatalf("%s: event %d has seq %d and cid %s", room, i+1, e.Seq, e.CID)
				}
				seen[e.CID] = true
			}
		}
	}},
	{"64 writers with one cid get one event in", func(w *world) {
		room := w.kitchen()
		e := w.message(room, "ada", "once")
		errs := make(chan error, 64)
		for range 64 {
			go func() {
				errs <- w.store.Update(context.Background(), func(tx store.Tx) error {
					mine := *e
					return tx.Events().Append(&mine)
				})
			}()
		}
		in := 0
		for range 64 {
			switch err := <-errs; err {
			case nil:
				in++
			case store.ErrExists:
			default:
				w.Error(err)
			}
		}
		equal(w, "accepted", in, 1)
		equal(w, "the log", bodies(w.log(room, 0, 99)), []string{"once"})
	}},
}

package storetest

import (
	"fmt"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

var sinceStories = []story{
	{"to who may read from a seq on, the room begins there, however it is asked for", func(w *world) {
		eachLayout(w, func(w *world, room string, visible []int64) {
			for _, since := range []int64{2, 16, 30, 59, 60} {
				var want []int64
				for _, seq := range visible {
					if seq >= since {
						want = append(want, seq)
					}
				}
				for _, at := range []int64{1, since - 1, since, since + 1, 60, 500} {
					for _, f := range []wire.Fetch{{Before: at}, {After: at}, {Around: at}, {}} {
						f.Room, f.Limit = room, 7
						p := w.pageSince(f, since)
						covers(w, p, visible)
						if p.From < since || p.To < p.From-1 || p.To > 60 {
							w.Errorf("since %d, %+v: the page is %d to %d", since, f, p.From, p.To)
						}
						got := seqs(p.Events)
						for from := p.From; from > since; {
							older := w.pageSince(wire.Fetch{Room: room, Before: from, Limit: 5}, since)
							got, from = append(seqs(older.Events), got...), older.From
						}
						for to := p.To; to < 60; {
							newer := w.pageSince(wire.Fetch{Room: room, After: to, Limit: 5}, since)
							got, to = append(got, seqs(newer.Events)...), newer.To
						}
						if p.To >= since-1 && !slices.Equal(got, want) {
							w.Errorf("since %d, starting at %+v: %v, want %v", since, f, got, want)
						}
					}
				}
			}
		})
	}},
	{"a page says nothing of a message from before it, nor of its author", func(w *world) {
		room := w.kitchen()
		first := w.say(room, "grace", "SECRET")
		joined := w.say(room, "ada", "hello")
		w.reply(room, "ada", "an answer", first.Seq)
		w.reply(room, "ada", "another", joined.Seq)
		p := w.pageSince(wire.Fetch{Room: room}, joined.Seq)
		equal(w, "texts", bodies(p.Events), []string{"hello", "an answer", "another"})
		if p.Events[1].Quote != nil || p.Events[2].Quote == nil || p.Events[2].Quote.Text != "hello" {
			w.Errorf("quotes: %+v, %+v", p.Events[1].Quote, p.Events[2].Quote)
		}
		equal(w, "people", p.Users, []wire.User{person("ada").User})
		all := w.page(wire.Fetch{Room: room})
		equal(w, "what others see quoted", all.Events[2].Quote.Text, "SECRET")
	}},
	{"nothing before it is unread", func(w *world) {
		room := w.kitchen()
		for range 4 {
			w.mention(room, "ada", "@grace", "grace-id", wire.MentionAll)
		}
		w.update(func(tx store.Tx) error { return tx.Members().Put(store.Member{Room: room, User: "grace-id", Since: 3}) })
		equal(w, "grace", counts(w, room, "grace"), "2 unread, 2 mentions")
		w.read(room, "grace", 3)
		equal(w, "grace, later", counts(w, room, "grace"), "1 unread, 1 mentions")
		equal(w, "where she may read from", w.joined(room, "grace").Since, 3)
		w.view(func(tx store.Tx) error {
			places, err := tx.Members().Tops("grace-id")
			equal(w, "her rooms", fmt.Sprint(places[0].ID, places[0].Top, places[0].Since), fmt.Sprint(room, 4, 3))
			return err
		})
	}},
	{"the first event of a time is found", func(w *world) {
		w.people("ada")
		room := w.room("kitchen", "ada")
		first := func(at int64) (seq int64) {
			w.view(func(tx store.Tx) (err error) {
				seq, err = tx.Events().FirstAt(room, at)
				return err
			})
			return seq
		}
		equal(w, "in an empty room", first(10), 1)
		w.update(func(tx store.Tx) error {
			for _, at := range []int64{10, 20, 20, 20, 30, 40, 50} {
				e := wire.Event{Room: room, Event: fmt.Sprint(at), Author: "ada-id", Kind: wire.KindMessage, Body: "x", At: at}
				if err := tx.Events().Append(&e); err != nil {
					return err
				}
			}
			return nil
		})
		for at, want := range map[int64]int64{-1: 1, 10: 1, 11: 2, 20: 2, 21: 5, 30: 5, 50: 7, 51: 8, 1 << 50: 8} {
			equal(w, fmt.Sprintf("at %d or later", at), first(at), want)
		}
		w.missing(func(tx store.Tx) error { _, err := tx.Events().FirstAt("attic-room", 1); return err })
	}},
}

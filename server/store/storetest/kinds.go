package storetest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/effect/effecttest"
	"github.com/confab/confab/shared/wire"
)

// kindStories are of events of all kinds there are, and of one that only tests
// know of.
var kindStories = []story{
	{"a room reads as effect says, whatever kinds of events it has", func(w *world) {
		w.people("ada", "grace", "linus")
		for n := range 6 {
			room := w.room(fmt.Sprint("room", n), "ada", "grace", "linus")
			c := &effecttest.Course{Room: room, Random: rand.New(rand.NewPCG(3, uint64(n)))}
			var log []wire.Event
			for range 5 {
				goesOn(w, c, &log, 30)
				readsAs(w, room, log)
			}
		}
	}},
	{"what an event does comes back with it if it is undone", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup")
		w.refused(errStory, func(tx store.Tx) error {
			e := wire.Event{Room: room, Event: "e", Author: "ada-id", Kind: effecttest.Star, At: w.tick(), Target: 1, On: true}
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
			if err := tx.Events().Change(e); err != nil {
				return err
			}
			if got, err := tx.Events().Marked(room, string(effecttest.Star), 0, 0, 9); err != nil || len(got) != 1 {
				w.Errorf("before it is undone: %v, %v", got, err)
			}
			return errStory
		})
		equal(w, "the message", w.get(room, 1).State, nil)
		equal(w, "those that bear the mark", len(marked(w, room, 0, 0, 9)), 0)
	}},
	{"what is marked is listed by page, the last first, from where one may read", func(w *world) {
		room := w.kitchen()
		for range 6 {
			w.say(room, "ada", "soup")
		}
		star := func(seq int64, on bool) int64 {
			return w.change(wire.Event{Room: room, Author: "ada-id", Kind: effecttest.Star, Target: seq, On: on}).Seq
		}
		star(2, true)
		at := star(5, true)
		star(1, true)
		star(6, true)
		star(4, true)
		star(1, false)
		w.erase(room, "ada", 6)
		equal(w, "all", seqs(marked(w, room, 0, 0, 9)), []int64{4, 5, 2})
		equal(w, "a page", seqs(marked(w, room, 0, 0, 2)), []int64{4, 5})
		equal(w, "the next", seqs(marked(w, room, 0, at, 2)), []int64{2})
		equal(w, "for a newcomer", seqs(marked(w, room, 3, 0, 9)), []int64{4, 5})
		equal(w, "as a page shows it", marked(w, room, 0, 0, 9)[1], w.get(room, 5))
		equal(w, "another mark", len(bearing(w, "other", room, 0, 0, 9)), 0)
		w.missing(func(tx store.Tx) error { _, err := tx.Events().Marked("attic-room", "m", 0, 0, 9); return err })
	}},
	{"of those who list marks and set one at once none gets beyond a bound", func(w *world) {
		const each, rounds = 8, 10
		room := w.kitchen()
		for range each * rounds {
			w.say(room, "ada", "soup")
		}
		for bound := 1; bound <= rounds; bound++ {
			var group sync.WaitGroup
			for who := range each {
				group.Go(func() {
					if err := w.store.Update(context.Background(), func(tx store.Tx) error {
						all, err := tx.Events().Marked(room, string(effecttest.Star), 0, 0, bound)
						if err != nil || len(all) >= bound {
							return err
						}
						e := wire.Event{Room: room, Event: "star", Author: "ada-id", Kind: effecttest.Star,
							Target: int64(each*(bound-1) + who + 1), On: true}
						if err := tx.Events().Append(&e); err != nil {
							return err
						}
						return tx.Events().Change(e)
					}); err != nil {
						w.Error(err)
					}
				})
			}
			group.Wait()
			equal(w, "marked", len(marked(w, room, 0, 0, each*rounds)), bound)
		}
	}},
	{"an event that is about no message changes none", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup")
		for _, kind := range []wire.Kind{wire.KindRoom, "poll"} {
			e := wire.Event{Room: room, Seq: 2, Author: "ada-id", Kind: kind, Target: 1}
			if err := w.try(func(tx store.Tx) error { return tx.Events().Change(e) }); err == nil {
				w.Errorf("%s was carried out", kind)
			}
		}
		equal(w, "the message", w.get(room, 1).State, nil)
	}},
}

// goesOn has n more events of a course happen.
func goesOn(w *world, c *effecttest.Course, log *[]wire.Event, n int) {
	w.Helper()
	for range n {
		e := c.Next()
		*log = append(*log, e)
		w.update(func(tx store.Tx) error {
			e.Seq = 0
			if err := tx.Events().Append(&e); err != nil || e.Target == 0 {
				return err
			}
			return tx.Events().Change(e)
		})
	}
}

// readsAs holds all that can be read of a room against its log.
func readsAs(w *world, room string, log []wire.Event) {
	w.Helper()
	all := effecttest.ReplayAll("", log)
	want := effecttest.Replay(log)
	var got []wire.Event
	for at := int64(-1); at < int64(len(log)); {
		f := wire.Fetch{Room: room, After: at, Limit: 40}
		if at < 0 {
			f = wire.Fetch{Room: room, Around: 1, Limit: 40}
		}
		p := w.page(f)
		got = append(got, p.Events...)
		at = p.To
	}
	equal(w, "the seqs of a page", seqs(got), seqs(want))
	quoted(got)
	for i, e := range want {
		equal(w, "an event of a page", text(got[i]), text(e))
	}
	var starred []wire.Event
	for _, e := range all {
		if e.Kind == wire.KindMessage && e.Thread == 0 {
			readsAsThread(w, room, e.Seq, all)
		}
		alone := []wire.Event{w.get(room, e.Seq)}
		quoted(alone)
		equal(w, "an event alone", text(alone[0]), text(e))
		if _, ok := effect.Marked(e.State, string(effecttest.Star)); ok {
			starred = append(starred, e)
		}
	}
	since := func(e wire.Event) int64 { m, _ := effect.Marked(e.State, string(effecttest.Star)); return m.Seq }
	slices.SortFunc(starred, func(a, b wire.Event) int { return cmp.Compare(since(b), since(a)) })
	listed := marked(w, room, 0, 0, len(log))
	quoted(listed)
	equal(w, "the marked", seqs(listed), seqs(starred))
	for i, e := range listed {
		equal(w, "one that is marked", text(e), text(starred[i]))
	}
	for i, e := range w.log(room, 0, len(log)) {
		logged := log[i]
		for _, later := range log[i:] {
			effect.Forget(&logged, &later)
		}
		logged.Quote = e.Quote
		equal(w, "an event as logged", text(e), text(logged))
	}
}

// readsAsThread holds the thread of the message at root against all messages.
func readsAsThread(w *world, room string, root int64, all []wire.Event) {
	w.Helper()
	var want []wire.Event
	for _, e := range all {
		if e.Thread == root {
			want = append(want, e)
		}
	}
	p := w.page(wire.Fetch{Room: room, Thread: root, Limit: 100})
	quoted(p.Events)
	equal(w, "the seqs of a thread", seqs(p.Events), seqs(want))
	for i, e := range want {
		equal(w, "a reply in a thread", text(p.Events[i]), text(e))
	}
}

// quoted makes quotes of what es answer.
func quoted(es []wire.Event) {
	for _, e := range es {
		if e.Quote != nil {
			e.Quote.Text = effect.Excerpt(e.Quote.Text)
		}
	}
}

// marked lists the messages that bear the mark of a Star.
func marked(w *world, room string, since, before int64, limit int) []wire.Event {
	w.Helper()
	return bearing(w, string(effecttest.Star), room, since, before, limit)
}

func bearing(w *world, mark, room string, since, before int64, limit int) (es []wire.Event) {
	w.Helper()
	w.view(func(tx store.Tx) (err error) {
		es, err = tx.Events().Marked(room, mark, since, before, limit)
		return err
	})
	return es
}

// text is e as JSON, in which no list and an empty one are the same.
func text(e wire.Event) string {
	b, err := wire.Append(nil, &e)
	if err != nil {
		panic(err)
	}
	return string(b)
}

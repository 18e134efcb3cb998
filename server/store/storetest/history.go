package storetest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// busyRoom is a room of n events: messages and members at the seqs that shown
// accepts, reactions at the others.
func busyRoom(w *world, name string, n int64, shown func(seq int64) bool) (room string, visible []int64) {
	w.Helper()
	room = w.room(name)
	w.update(func(tx store.Tx) error {
		visible = nil
		for seq := int64(1); seq <= n; seq++ {
			e := wire.Event{Room: room, Event: fmt.Sprint(seq), Author: "ada-id", Kind: wire.KindReaction, Target: 1, Emoji: "x"}
			if shown(seq) {
				e.Kind, e.Target, e.Emoji = wire.KindMessage, 0, ""
				e.Body = fmt.Sprint("message ", seq)
				if seq%10 == 0 {
					e.Kind, e.Body, e.User, e.Action = wire.KindMember, "", "grace-id", wire.ActionJoined
				}
				visible = append(visible, seq)
			}
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
		}
		return nil
	})
	return room, visible
}

// covers checks that p holds exactly those of visible that lie in its span.
func covers(w *world, p wire.Page, visible []int64) {
	w.Helper()
	var want []int64
	for _, seq := range visible {
		if seq >= p.From && seq <= p.To {
			want = append(want, seq)
		}
	}
	equal(w, fmt.Sprintf("events of the page %d to %d", p.From, p.To), seqs(p.Events), want)
}

// layouts are where in a room of 60 events the visible ones are.
var layouts = map[string]func(seq int64) bool{
	"every one":             func(int64) bool { return true },
	"every third":           func(seq int64) bool { return seq%3 == 0 },
	"none at either end":    func(seq int64) bool { return seq > 15 && seq < 45 },
	"only at the ends":      func(seq int64) bool { return seq < 8 || seq > 52 },
	"none":                  func(int64) bool { return false },
	"the first":             func(seq int64) bool { return seq == 1 },
	"the last":              func(seq int64) bool { return seq == 60 },
	"long runs of each":     func(seq int64) bool { return seq/12%2 == 0 },
	"a page and none after": func(seq int64) bool { return seq <= 7 },
}

var historyStories = []story{
	{"paging back from the newest reaches the beginning with nothing lost", func(w *world) {
		eachLayout(w, func(w *world, room string, visible []int64) {
			var got []int64
			before, pages := int64(0), 0
			for {
				p := w.page(wire.Fetch{Room: room, Before: before, Limit: 7})
				if before != 0 && p.To != before-1 || before == 0 && p.To != 60 || p.AsOf != 60 {
					w.Fatalf("before %d: the page ends at %d as of %d", before, p.To, p.AsOf)
				}
				covers(w, p, visible)
				got = append(seqs(p.Events), got...)
				if pages++; p.From == 1 {
					break
				}
				before = p.From
			}
			equal(w, "all", got, visible)
			if most := len(visible)/7 + 1; pages > most {
				w.Errorf("%d pages for %d events, want at most %d", pages, len(visible), most)
			}
		})
	}},
	{"paging forward from the middle reaches the end with nothing lost", func(w *world) {
		eachLayout(w, func(w *world, room string, visible []int64) {
			const start = 4
			var got []int64
			after := int64(start)
			for after < 60 {
				p := w.page(wire.Fetch{Room: room, After: after, Limit: 7})
				if p.From != after+1 || p.To < p.From {
					w.Fatalf("after %d: the page is %d to %d", after, p.From, p.To)
				}
				covers(w, p, visible)
				got = append(got, seqs(p.Events)...)
				after = p.To
			}
			var want []int64
			for _, seq := range visible {
				if seq > start {
					want = append(want, seq)
				}
			}
			equal(w, "all", got, want)
		})
	}},
	{"a page around a place goes on in both directions with nothing lost", func(w *world) {
		eachLayout(w, func(w *world, room string, visible []int64) {
			for _, at := range []int64{1, 2, 15, 30, 44, 59, 60, 61, 500, 1 << 62} {
				p := w.page(wire.Fetch{Room: room, Around: at, Limit: 8})
				covers(w, p, visible)
				if in := min(at, 60); p.From > in || p.To < in {
					w.Errorf("around %d: the page is %d to %d", at, p.From, p.To)
				}
				got := seqs(p.Events)
				for from := p.From; from > 1; {
					older := w.page(wire.Fetch{Room: room, Before: from, Limit: 5})
					got, from = append(seqs(older.Events), got...), older.From
				}
				for to := p.To; to < 60; {
					newer := w.page(wire.Fetch{Room: room, After: to, Limit: 5})
					got, to = append(got, seqs(newer.Events)...), newer.To
				}
				equal(w, fmt.Sprintf("all, starting around %d", at), got, visible)
			}
		})
	}},
	{"half of a page around a message lies before it", func(w *world) {
		room, _ := busyRoom(w, "kitchen", 60, func(int64) bool { return true })
		p := w.page(wire.Fetch{Room: room, Around: 30, Limit: 10})
		equal(w, "events", seqs(p.Events), []int64{25, 26, 27, 28, 29, 30, 31, 32, 33, 34})
	}},
	{"a page has the default size, and never more than the limit", func(w *world) {
		room, _ := busyRoom(w, "kitchen", 150, func(int64) bool { return true })
		equal(w, "default", len(w.page(wire.Fetch{Room: room}).Events), limits.PageDefault)
		equal(w, "negative", len(w.page(wire.Fetch{Room: room, Limit: -3}).Events), limits.PageDefault)
		equal(w, "most", len(w.page(wire.Fetch{Room: room, Limit: 5000}).Events), limits.PageMax)
		equal(w, "most around", len(w.page(wire.Fetch{Room: room, Around: 75, Limit: 5000}).Events), limits.PageMax)
		equal(w, "one", len(w.page(wire.Fetch{Room: room, Limit: 1}).Events), 1)
	}},
	{"pages at and beyond the ends are empty", func(w *world) {
		room, _ := busyRoom(w, "kitchen", 20, func(int64) bool { return true })
		for _, c := range []struct {
			f        wire.Fetch
			from, to int64
		}{
			{wire.Fetch{Before: 1}, 1, 0},
			{wire.Fetch{After: 20}, 21, 20},
			{wire.Fetch{After: 500}, 21, 20},
			{wire.Fetch{After: 1 << 62}, 21, 20},
		} {
			c.f.Room = room
			p := w.page(c.f)
			equal(w, fmt.Sprintf("%+v", c.f), []int64{p.From, p.To, p.AsOf, int64(len(p.Events))}, []int64{c.from, c.to, 20, 0})
		}
		equal(w, "before the future", len(w.page(wire.Fetch{Room: room, Before: 1 << 62}).Events), 20)
	}},
	{"an empty room is from 1 to 0, whichever way it is asked for", func(w *world) {
		room := w.kitchen()
		for _, f := range []wire.Fetch{{}, {Before: 5}, {After: 5}, {Around: 5}} {
			f.Room = room
			p := w.page(f)
			equal(w, fmt.Sprintf("%+v", f), []int64{p.From, p.To, p.AsOf, int64(len(p.Events))}, []int64{1, 0, 0, 0})
			equal(w, "epoch", p.Epoch, "e-kitchen")
		}
	}},
	{"a page brings everyone it speaks of", func(w *world) {
		w.people("ada", "grace", "linus", "barbara", "edsger", "unseen")
		room := w.room("kitchen", "ada")
		w.say(room, "barbara", "an old one")
		w.reply(room, "ada", "see above", 1)
		w.mention(room, "ada", "@linus @all", "linus-id", wire.MentionAll)
		w.append(&wire.Event{Room: room, Event: "m", Author: "ada-id", Kind: wire.KindMember, User: "edsger-id", Action: wire.ActionAdded})
		w.react(room, "grace", 3, "👍", true)
		p := w.page(wire.Fetch{Room: room, After: 1})
		got := handlesOf(p.Users)
		slices.Sort(got)
		equal(w, "people", got, []string{"ada", "barbara", "edsger", "grace", "linus"})
	}},
}

// eachLayout tells a story once in a room of each layout.
func eachLayout(w *world, tell func(w *world, room string, visible []int64)) {
	for _, name := range slices.Sorted(maps.Keys(layouts)) {
		w.Log("layout:", name)
		room, visible := busyRoom(w, name, 60, layouts[name])
		tell(w, room, visible)
	}
}

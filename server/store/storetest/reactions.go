package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

var reactionStories = []story{
	{"a message shows how many reacted and who were the first, and all can be read", func(w *world) {
		const many = 40
		names := make([]string, many)
		for i := range names {
			names[i] = fmt.Sprintf("p%02d", i)
		}
		w.people(names...)
		room := w.room("kitchen", names...)
		w.say(room, names[0], "soup")
		for _, name := range names {
			w.react(room, name, 1, "❤\ufe0f", true)
		}
		w.react(room, names[3], 1, "👍", true)
		first := ids(names[:limits.ReactionNames])
		shown := []wire.Reaction{{Emoji: "❤\ufe0f", Count: many, Users: first}, {Emoji: "👍", Count: 1, Users: ids(names[3:4])}}
		equal(w, "shown", w.get(room, 1).State.Reactions, shown)
		equal(w, "on a page", w.page(wire.Fetch{Room: room}).Events[0].State.Reactions, shown)

		equal(w, "one of the first", mine(w, room, names[3], 1), []bool{true, true})
		equal(w, "one of many", mine(w, room, names[many-1], 1), []bool{true, false})
		equal(w, "somebody else", mine(w, room, "nobody", 1), []bool{false, false})
		equal(w, "a message without any", mine(w, room, names[3], w.say(room, names[0], "bread").Seq), nil)

		var all []string
		for after, rest := int64(0), true; rest; {
			page := reactors(w, room, 1, "❤\ufe0f", after, 7)
			for _, r := range page {
				all, after = append(all, r.User), r.Seq
			}
			rest = len(page) == 7
		}
		equal(w, "all, in the order in which they came", all, ids(names))
		equal(w, "of another emoji", len(reactors(w, room, 1, "👍", 0, 7)), 1)
		equal(w, "of none", len(reactors(w, room, 1, "🎉", 0, 7))+len(reactors(w, room, 2, "👍", 0, 7)), 0)

		w.react(room, names[1], 1, "❤", false)
		w.react(room, names[many-1], 1, "❤", false)
		equal(w, "after two have left", w.get(room, 1).State.Reactions[0],
			wire.Reaction{Emoji: "❤\ufe0f", Count: many - 2, Users: append(ids(names[:1]), ids(names[2:limits.ReactionNames])...)})
		equal(w, "who has left", mine(w, room, names[many-1], 1), []bool{false, false})
		w.erase(room, names[0], 1)
		equal(w, "of what was erased", len(reactors(w, room, 1, "❤\ufe0f", 0, 99)), 0)
		equal(w, "its state", w.get(room, 1).State.Reactions, nil)
	}},
	{"reactions in a room that is not there are not found", func(w *world) {
		w.kitchen()
		w.missing(func(tx store.Tx) error { _, err := tx.Reactions().Of("attic-room", 1, "👍", 0, 9); return err })
	}},
}

// ids are those of people.
func ids(names []string) (list []string) {
	for _, name := range names {
		list = append(list, name+"-id")
	}
	return list
}

// mine says of each reaction to a message whether it is also the person's.
func mine(w *world, room, name string, seq int64) (own []bool) {
	w.Helper()
	m := w.get(room, seq)
	w.view(func(tx store.Tx) error { return tx.Reactions().Mine(room, name+"-id", []wire.Event{m}) })
	if m.State != nil {
		for _, r := range m.State.Reactions {
			own = append(own, r.Me)
		}
	}
	return own
}

func reactors(w *world, room string, seq int64, emoji string, after int64, limit int) (list []store.Reactor) {
	w.Helper()
	w.view(func(tx store.Tx) (err error) {
		list, err = tx.Reactions().Of(room, seq, emoji, after, limit)
		return err
	})
	return list
}

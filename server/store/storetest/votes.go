package storetest

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

var voteStories = []story{
	{"a person has one vote in a poll, which can be replaced and taken back", func(w *world) {
		room := w.kitchen()
		of := func(seq int64, user string) (choices int) {
			w.view(func(tx store.Tx) (err error) {
				choices, err = tx.Reactions().Votes().Of(room, seq, user)
				return err
			})
			return choices
		}
		put := func(seq int64, user string, choices int) {
			w.update(func(tx store.Tx) error { return tx.Reactions().Votes().Put(room, seq, user, choices) })
		}
		who := func(choice int, after string, limit int) (users []string) {
			w.view(func(tx store.Tx) (err error) {
				users, err = tx.Reactions().Votes().Who(room, 1, choice, after, limit)
				return err
			})
			return users
		}
		equal(w, "before anybody votes", of(1, "ada-id"), 0)
		put(1, "ada-id", 1)
		put(1, "grace-id", 3)
		put(2, "ada-id", 4)
		put(1, "ada-id", 2)
		equal(w, "hers", of(1, "ada-id"), 2)
		equal(w, "in another poll", of(2, "ada-id"), 4)
		equal(w, "who chose the first", who(0, "", 9), []string{"grace-id"})
		equal(w, "who chose the second", who(1, "", 9), []string{"ada-id", "grace-id"})
		equal(w, "one of them", who(1, "", 1), []string{"ada-id"})
		equal(w, "the next", who(1, "ada-id", 9), []string{"grace-id"})

		es := []wire.Event{{Seq: 1, State: &wire.State{Poll: &wire.Tally{Choices: make([]wire.Chosen, 3), Voters: 2}}}, {Seq: 2}}
		w.view(func(tx store.Tx) error { return tx.Reactions().Votes().Mine(room, "grace-id", es) })
		equal(w, "what she reads", es[0].State.Poll.Choices, []wire.Chosen{{Me: true}, {Me: true}, {}})

		put(1, "ada-id", 0)
		equal(w, "taken back", of(1, "ada-id"), 0)
		w.update(func(tx store.Tx) error { return tx.Reactions().Votes().Drop(room, 1) })
		equal(w, "of what was erased", len(who(1, "", 9)), 0)
		equal(w, "of the other", of(2, "ada-id"), 4)
	}},
	{"votes in a room that is not there are not found", func(w *world) {
		w.kitchen()
		w.missing(func(tx store.Tx) error { _, err := tx.Reactions().Votes().Of("attic-room", 1, "ada-id"); return err })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Reactions().Votes().Put("attic-room", 1, "ada-id", 1) })
	}},
}

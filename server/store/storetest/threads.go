package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// threadStories are of replies in threads.
var threadStories = []story{
	{"a reply in a thread is in the log, and in the room only if it says so", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup?")
		inThread(w, room, "grace", "which one?", 1, false)
		w.say(room, "ada", "salad?")
		inThread(w, room, "ada", "tomato", 1, true)
		inThread(w, room, "grace", "with bread?", 1, false)
		all := []string{"soup?", "which one?", "salad?", "tomato", "with bread?"}
		equal(w, "the log", bodies(w.log(room, 0, 9)), all)
		equal(w, "what the log says of it", fmt.Sprint(w.log(room, 1, 1)[0].Thread, w.log(room, 3, 1)[0].InRoom), "1 true")
		p := w.page(wire.Fetch{Room: room})
		equal(w, "the room", bodies(p.Events), []string{"soup?", "salad?", "tomato"})
		equal(w, "what the room's page covers", []int64{p.From, p.To, p.AsOf}, []int64{1, 5, 5})
		p = w.page(wire.Fetch{Room: room, Thread: 1})
		equal(w, "the thread", bodies(p.Events), []string{"which one?", "tomato", "with bread?"})
		equal(w, "what its page covers", []int64{p.From, p.To, p.AsOf}, []int64{2, 5, 5})
		equal(w, "its root", p.Root.Body, "soup?")
		equal(w, "what the root says", p.Root.State, &wire.State{V: 5, Thread: &wire.Thread{Replies: 3, Last: []wire.Reply{
			{User: "ada-id", Seq: 4, At: p.Events[1].At}, {User: "grace-id", Seq: 5, At: p.Events[2].At}}}})
		equal(w, "whom it speaks of", len(p.Users), 2)
	}},
	{"a thread is read page by page, and covers what lies between", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup?")
		for n := range 9 {
			inThread(w, room, "grace", fmt.Sprint(n), 1, false)
			w.say(room, "ada", "meanwhile")
		}
		w.react(room, "ada", 6, "👍", true)
		for _, c := range []struct {
			fetch    wire.Fetch
			bodies   []string
			from, to int64
		}{
			{wire.Fetch{}, []string{"6", "7", "8"}, 13, 20},
			{wire.Fetch{Before: 14}, []string{"3", "4", "5"}, 7, 13},
			{wire.Fetch{Before: 8}, []string{"0", "1", "2"}, 2, 7},
			{wire.Fetch{After: 1}, []string{"0", "1", "2"}, 2, 7},
			{wire.Fetch{After: 15}, []string{"7", "8"}, 16, 20},
			{wire.Fetch{Around: 6}, []string{"1", "2", "3"}, 3, 9},
			{wire.Fetch{Around: 1}, []string{"0", "1"}, 2, 5},
		} {
			c.fetch.Room, c.fetch.Thread, c.fetch.Limit = room, 1, 3
			p := w.page(c.fetch)
			what := fmt.Sprintf("%+v", c.fetch)
			equal(w, what, bodies(p.Events), c.bodies)
			equal(w, what, []int64{p.From, p.To}, []int64{c.from, c.to})
		}
		equal(w, "a reaction to a reply", len(w.page(wire.Fetch{Room: room, Thread: 1}).Events[2].State.Reactions), 1)
	}},
	{"what was said in a thread is not unread in the room", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup?")
		for _, inRoom := range []bool{false, true} {
			for _, named := range []string{"grace-id", wire.MentionAll} {
				e := w.message(room, "ada", "@grace")
				e.Thread, e.InRoom, e.Mentions = 1, inRoom, []string{named}
				w.append(e)
			}
			want := map[bool]int{false: 0, true: 2}[inRoom]
			j := w.joined(room, "grace")
			equal(w, "unread", j.Unread, 1+want)
			equal(w, "that name her", j.Mentions, want)
		}
	}},
	{"an erased reply is not counted, and an erased message keeps its thread", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup?")
		inThread(w, room, "grace", "which one?", 1, false)
		inThread(w, room, "ada", "tomato", 1, false)
		erase := func(handle string, seq, thread int64) {
			w.change(wire.Event{Room: room, Author: handle + "-id", Kind: wire.KindDelete, Target: seq, Thread: thread})
		}
		erase("grace", 2, 1)
		equal(w, "replies", w.get(room, 1).State.Thread.Replies, 1)
		equal(w, "the last ones", len(w.get(room, 1).State.Thread.Last), 1)
		w.change(wire.Event{Room: room, Author: "ada-id", Kind: "test.star", Target: 1, On: true})
		erase("ada", 1, 0)
		equal(w, "the erased message", w.get(room, 1).State, &wire.State{V: 6, Deleted: true, Thread: &wire.Thread{Replies: 1,
			Last: []wire.Reply{{User: "ada-id", Seq: 3, At: w.log(room, 2, 1)[0].At}}}})
		p := w.page(wire.Fetch{Room: room, Thread: 1})
		equal(w, "its thread", bodies(p.Events), []string{"", "tomato"})
		erase("ada", 3, 1)
		equal(w, "nothing is left", w.get(room, 1).State, &wire.State{V: 7, Deleted: true})
	}},
	{"what is not there has no thread", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup?")
		inThread(w, room, "grace", "which one?", 1, false)
		w.change(wire.Event{Room: room, Author: "ada-id", Kind: wire.KindEdit, Target: 1, Body: "soup!"})
		for _, thread := range []int64{2, 3, 9} {
			w.missing(func(tx store.Tx) error {
				_, err := tx.Events().Page(wire.Fetch{Room: room, Thread: thread}, 0)
				return err
			})
		}
		w.missing(func(tx store.Tx) error { _, err := tx.Events().Page(wire.Fetch{Room: room, Thread: 1}, 2); return err })
		for _, thread := range []int64{3, 9} {
			e := w.message(room, "ada", "lost")
			e.Thread = thread
			w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Events().Append(e) })
		}
		equal(w, "the log", len(w.log(room, 0, 9)), 3)
	}},
}

// inThread says something in the thread of the message at root.
func inThread(w *world, room, handle, body string, root int64, inRoom bool) wire.Event {
	w.Helper()
	e := w.message(room, handle, body)
	e.Thread, e.InRoom = root, inRoom
	return w.append(e)
}

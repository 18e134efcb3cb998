package storetest

import (
	"fmt"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

var changeStories = []story{
	{"an unchanged message has no state", func(w *world) {
		room := w.kitchen()
		e := w.say(room, "ada", "soup")
		equal(w, "as a page shows it", w.get(room, 1), e)
	}},
	{"an edit shows its text and time; the log keeps both texts", func(w *world) {
		room := w.kitchen()
		first := w.mention(room, "ada", "soup @grace", "grace-id")
		w.edit(room, "ada", 1, "salad")
		last := w.edit(room, "ada", 1, "bread @ada", "ada-id")
		want := first
		want.Body, want.Mentions = "bread @ada", []string{"ada-id"}
		want.State = &wire.State{V: 3, EditedAt: last.At}
		equal(w, "get", w.get(room, 1), want)
		equal(w, "page", w.page(wire.Fetch{Room: room}).Events, []wire.Event{want})
		equal(w, "log", bodies(w.log(room, 0, 9)), []string{"soup @grace", "salad", "bread @ada"})
		equal(w, "the log has no state", w.log(room, 0, 1)[0], first)
	}},
	{"the texts of a message, the last first, page by page", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup")
		w.say(room, "ada", "bread")
		w.edit(room, "ada", 1, "salad")
		w.edit(room, "ada", 2, "rolls")
		w.edit(room, "ada", 1, "stew")
		edits := func(seq, before int64, limit int) (list []wire.Event) {
			w.view(func(tx store.Tx) error {
				var err error
				list, err = tx.Events().Edits(room, seq, before, limit)
				return err
			})
			return list
		}
		equal(w, "all", bodies(edits(1, 0, 9)), []string{"stew", "salad", "soup"})
		equal(w, "the first page", bodies(edits(1, 0, 1)), []string{"stew"})
		equal(w, "the next", bodies(edits(1, 5, 1)), []string{"salad"})
		equal(w, "the last", bodies(edits(1, 3, 1)), []string{"soup"})
		equal(w, "after that", len(edits(1, 1, 1)), 0)
		w.erase(room, "ada", 1)
		equal(w, "when it was erased", bodies(edits(1, 0, 9)), []string{"", "", ""})
		equal(w, "another message", bodies(edits(2, 0, 9)), []string{"rolls", "bread"})
	}},
	{"who has erased the message of somebody else is kept", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup")
		e := w.change(wire.Event{Room: room, Author: "grace-id", Kind: wire.KindDelete, Target: 1, Action: wire.ActionRemoved})
		equal(w, "state", *w.get(room, 1).State, wire.State{V: e.Seq, Deleted: true, DeletedBy: "grace-id"})
		equal(w, "log", w.log(room, 1, 1)[0].Action, wire.ActionRemoved)
	}},
	{"reactions are in the order of first use, and an emoji keeps its place while anyone uses it", func(w *world) {
		w.people("ada", "grace", "linus")
		room := w.room("kitchen", "ada", "grace", "linus")
		e := w.say(room, "ada", "soup")
		show := func() string {
			var parts []string
			for _, r := range w.get(room, e.Seq).State.Reactions {
				parts = append(parts, r.Emoji+" "+strings.Join(r.Users, ","))
			}
			return strings.Join(parts, "; ")
		}
		w.react(room, "linus", e.Seq, "👍", true)
		w.react(room, "ada", e.Seq, "🎉", true)
		w.react(room, "ada", e.Seq, "👍", true)
		equal(w, "three", show(), "👍 linus-id,ada-id; 🎉 ada-id")
		w.react(room, "linus", e.Seq, "👍", false)
		equal(w, "after the first user left", show(), "👍 ada-id; 🎉 ada-id")
		w.react(room, "linus", e.Seq, "👍", true)
		equal(w, "after linus came back", show(), "👍 ada-id,linus-id; 🎉 ada-id")
		w.react(room, "ada", e.Seq, "👍", false)
		w.react(room, "linus", e.Seq, "👍", false)
		last := w.react(room, "grace", e.Seq, "👍", true)
		equal(w, "after all had left", show(), "🎉 ada-id; 👍 grace-id")
		equal(w, "v", w.get(room, e.Seq).State.V, last.Seq)
	}},
	{"putting an emoji twice or taking away none changes nothing but v", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup")
		w.react(room, "ada", 1, "👍", false)
		w.react(room, "ada", 1, "👍", true)
		w.react(room, "ada", 1, "👍", true)
		equal(w, "state", *w.get(room, 1).State,
			wire.State{V: 4, Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Users: []string{"ada-id"}}}})
	}},
	{"a reply is counted, and what it answers is read with it as it is now", func(w *world) {
		room := w.kitchen()
		body := "**soup**\nor " + strings.Repeat("漢字 ", 5000)
		w.say(room, "ada", body)
		w.reply(room, "grace", "soup", 1)
		equal(w, "all of the text", *w.get(room, 2).Quote, wire.Quote{Author: "ada-id", Text: body})
		w.reply(room, "ada", "settled", 1)
		equal(w, "state of the question", *w.get(room, 1).State, wire.State{V: 3, Replies: 2})
		w.edit(room, "ada", 1, "bread?")
		want := wire.Quote{Author: "ada-id", Text: "bread?"}
		equal(w, "in a page", *w.page(wire.Fetch{Room: room}).Events[1].Quote, want)
		equal(w, "in the log", *w.log(room, 1, 1)[0].Quote, want)
		equal(w, "alone", *w.get(room, 2).Quote, want)
		w.erase(room, "ada", 1)
		want = wire.Quote{Author: "ada-id", Deleted: true}
		equal(w, "in a page, erased", *w.page(wire.Fetch{Room: room}).Events[1].Quote, want)
		equal(w, "in the log, erased", *w.log(room, 1, 1)[0].Quote, want)
		again := w.reply(room, "grace", "what was it?", 1)
		equal(w, "a reply to the erased", *w.get(room, again.Seq).Quote, want)
	}},
	{"what an answer quotes is told as it was given, and is not kept", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup?")
		e := w.message(room, "grace", "yes")
		given := wire.Quote{Author: "ada-id", Text: "so…"}
		e.ReplyTo, e.Quote = 1, &given
		w.append(e)
		equal(w, "as told", w.commits[len(w.commits)-1].Events[0].Quote, &given)
		equal(w, "as read", w.get(room, 2).Quote, &wire.Quote{Author: "ada-id", Text: "soup?"})
	}},
	{"a reply to nothing has no quote and counts nowhere", func(w *world) {
		room := w.kitchen()
		w.append(&wire.Event{Room: room, Event: "m", Author: "ada-id", Kind: wire.KindMember, User: "ada-id", Action: wire.ActionJoined})
		for _, to := range []int64{99, 1, 1 << 50} {
			e := w.reply(room, "ada", "to whom?", to)
			if q := w.get(room, e.Seq).Quote; q != nil {
				w.Errorf("the reply to %d quotes %+v", to, q)
			}
		}
		equal(w, "what is no message", w.get(room, 1).State, nil)
	}},
	{"an erased message is a tombstone everywhere", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "question")
		e := w.mention(room, "ada", "secret @grace", "grace-id")
		w.reply(room, "grace", "answer", 2)
		w.edit(room, "ada", 2, "secret two")
		w.react(room, "grace", 2, "👍", true)
		del := w.erase(room, "ada", 2)
		want := e
		want.Body, want.Mentions = "", nil
		equal(w, "in the log", w.log(room, 1, 1)[0], want)
		want.State = &wire.State{V: del.Seq, Deleted: true, Replies: 1}
		equal(w, "as a page shows it", w.get(room, 2), want)
		es := w.log(room, 0, 9)
		equal(w, "the log's texts", bodies(es), []string{"question", "", "answer", "", "", ""})
		equal(w, "the edit's mentions", len(es[3].Mentions), 0)
		equal(w, "seqs", seqs(es), []int64{1, 2, 3, 4, 5, 6})
	}},
	{"an erased reply still counts and still quotes", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "question")
		w.reply(room, "grace", "answer", 1)
		w.erase(room, "grace", 2)
		equal(w, "replies", w.get(room, 1).State.Replies, 1)
		got := w.get(room, 2)
		equal(w, "what it answers", got.ReplyTo, 1)
		equal(w, "quote", got.Quote, &wire.Quote{Author: "ada-id", Text: "question"})
	}},
	{"only a message that is still there can be changed", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup")
		w.append(&wire.Event{Room: room, Event: "m", Author: "ada-id", Kind: wire.KindMember, User: "ada-id", Action: wire.ActionJoined})
		w.say(room, "ada", "gone")
		w.erase(room, "ada", 3)
		for _, target := range []int64{0, 2, 3, 4, 99, -1, 1 << 60} {
			for _, k := range effect.Kinds() {
				if k.Row() {
					continue
				}
				e := wire.Event{Room: room, Seq: 5, Kind: k.Name(), Author: "ada-id", Target: target, Body: "back", Emoji: "👍", On: true}
				if err := w.try(func(tx store.Tx) error { return tx.Events().Change(e) }); err != store.ErrNotFound {
					w.Errorf("%s of %d: %v, want ErrNotFound", k.Name(), target, err)
				}
			}
		}
		equal(w, "the tombstone", w.get(room, 3).Body, "")
	}},
	{"a message of one room is not changed through another", func(w *world) {
		w.people("ada")
		kitchen, attic := w.room("kitchen", "ada"), w.room("attic", "ada")
		w.say(kitchen, "ada", "soup")
		for n := range 3 {
			w.say(attic, "ada", fmt.Sprint("attic ", n))
		}
		w.edit(attic, "ada", 1, "edited")
		w.react(attic, "ada", 2, "👍", true)
		w.erase(attic, "ada", 3)
		equal(w, "kitchen", bodies(w.page(wire.Fetch{Room: kitchen}).Events), []string{"soup"})
		equal(w, "kitchen's state", w.get(kitchen, 1).State, nil)
		equal(w, "attic", bodies(w.page(wire.Fetch{Room: attic}).Events), []string{"edited", "attic 1", ""})
	}},
}

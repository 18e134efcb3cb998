package storetest

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect/effecttest"
	"github.com/confab/confab/shared/wire"
)

var viewStories = []story{
	{"a view refuses every write", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "soup")
		change := func(kind wire.Kind) wire.Event {
			return wire.Event{Room: room, Seq: 2, Kind: kind, Target: 1, Author: "ada-id", Body: "x", Emoji: "👍", On: true}
		}
		for name, write := range map[string]func(tx store.Tx) error{
			"Settings.Set":      func(tx store.Tx) error { return tx.Settings().Set("k", "v") },
			"Users.Create":      func(tx store.Tx) error { return tx.Users().Create(person("linus")) },
			"Users.Update":      func(tx store.Tx) error { return tx.Users().Update(person("ada")) },
			"Sessions.Create":   func(tx store.Tx) error { return tx.Sessions().Create(session("s", "t")) },
			"Sessions.End":      func(tx store.Tx) error { return tx.Sessions().End("s", 1) },
			"Sessions.Sweep":    func(tx store.Tx) error { _, err := tx.Sessions().Sweep(1, 1); return err },
			"Turns.Put":         func(tx store.Tx) error { return tx.Turns().Put(turn("tab", "", 1)) },
			"Invites.Create":    func(tx store.Tx) error { return tx.Invites().Create(invite("i")) },
			"Invites.RevokeAll": func(tx store.Tx) error { return tx.Invites().RevokeAll("ada-id") },
			"Invites.Update":    func(tx store.Tx) error { return tx.Invites().Update(invite("i")) },
			"Rooms.Create":      func(tx store.Tx) error { return tx.Rooms().Create(publicRoom("attic")) },
			"Rooms.Set":         func(tx store.Tx) error { return tx.Rooms().Set(publicRoom("kitchen")) },
			"Members.Put":       func(tx store.Tx) error { return tx.Members().Put(store.Member{Room: room, User: "ada-id"}) },
			"Members.Remove":    func(tx store.Tx) error { return tx.Members().Remove(room, "ada-id") },
			"Members.Unread":    func(tx store.Tx) error { return tx.Members().Unread(room, "ada-id", 1) },
			"Members.SetWrote":  func(tx store.Tx) error { return tx.Members().SetWrote(room, "ada-id", 1) },
			"Members.Mine":      func(tx store.Tx) error { return tx.Members().Mine(room, "ada-id", store.Mine{}) },
			"Members.Read":      func(tx store.Tx) error { _, err := tx.Members().Read(room, "ada-id", 1, 0); return err },
			"Events.Append":     func(tx store.Tx) error { return tx.Events().Append(w.message(room, "ada", "x")) },
			"Events.Change":     func(tx store.Tx) error { return tx.Events().Change(change(wire.KindEdit)) },
			"Events.Change 2":   func(tx store.Tx) error { return tx.Events().Change(change(wire.KindDelete)) },
			"Events.Change 3":   func(tx store.Tx) error { return tx.Events().Change(change(wire.KindReaction)) },
			"Events.Change 4":   func(tx store.Tx) error { return tx.Events().Change(change(effecttest.Star)) },
			"Inbox.Put":         func(tx store.Tx) error { return tx.Inbox().Put(&store.InboxEntry{User: "ada-id", Room: room}) },
		} {
			if err := w.store.View(context.Background(), write); !errors.Is(err, store.ErrReadOnly) {
				w.Errorf("%s in a view: %v, want ErrReadOnly", name, err)
			}
		}
		equal(w, "the log", bodies(w.log(room, 0, 9)), []string{"soup"})
	}},
	{"a view is one moment", func(w *world) {
		room := w.kitchen()
		w.say(room, "ada", "one")
		w.view(func(tx store.Tx) error {
			p, err := tx.Events().Page(wire.Fetch{Room: room}, 0)
			if err != nil {
				return err
			}
			equal(w, "at first", bodies(p.Events), []string{"one"})
			w.say(room, "ada", "two")
			w.erase(room, "ada", 1)
			p, err = tx.Events().Page(wire.Fetch{Room: room}, 0)
			if err != nil {
				return err
			}
			equal(w, "after others wrote", bodies(p.Events), []string{"one"})
			equal(w, "as of", p.AsOf, 1)
			r, err := tx.Rooms().ByID(room)
			equal(w, "top", r.Top, 1)
			return err
		})
		equal(w, "the next view", bodies(w.page(wire.Fetch{Room: room}).Events), []string{"", "two"})
	}},
	{"a view sees every update that returned before it began", func(w *world) {
		room := w.kitchen()
		for i := range int64(200) {
			e := w.say(room, "ada", "x")
			equal(w, "seq", e.Seq, i+1)
			equal(w, "top", w.joined(room, "ada").Top, e.Seq)
		}
	}},
	{"a view's error and panic come back, and the next view works", func(w *world) {
		w.people("ada")
		if err := w.store.View(context.Background(), func(store.Tx) error { return errStory }); !errors.Is(err, errStory) {
			w.Errorf("View: %v, want its own error", err)
		}
		for range 50 {
			func() {
				defer func() {
					if recover() == nil {
						w.Error("the panic was swallowed")
					}
				}()
				w.view(func(store.Tx) error { panic("in the story") })
			}()
		}
		equal(w, "directory", directory(w, "", "", 9), []string{"ada"})
	}},
}

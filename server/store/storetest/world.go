package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// world is a store with the people and rooms of a story. Ids are names, so
// that a failure can be read. Its clock ticks one second a call.
type world struct {
	*testing.T
	store   store.Store
	now     int64
	n       int
	commits []store.Commit // as told by OnCommit
}

func newWorld(t *testing.T, s store.Store) *world {
	w := &world{T: t, store: s, now: 1_700_000_000_000}
	s.OnCommit(func(c store.Commit) { w.commits = append(w.commits, c) })
	t.Cleanup(func() {
		if err := s.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
			t.Errorf("Close: %v", err)
		}
	})
	return w
}

func (w *world) tick() int64 {
	w.now += 1000
	return w.now
}

// update and view fail the story if the function does.
func (w *world) update(fn func(tx store.Tx) error) {
	w.Helper()
	if err := w.store.Update(context.Background(), fn); err != nil {
		w.Fatalf("Update: %v", err)
	}
}

func (w *world) view(fn func(tx store.Tx) error) {
	w.Helper()
	if err := w.store.View(context.Background(), fn); err != nil {
		w.Fatalf("View: %v", err)
	}
}

// refused expects an Update to come back with want.
func (w *world) refused(want error, fn func(tx store.Tx) error) {
	w.Helper()
	if err := w.store.Update(context.Background(), fn); !errors.Is(err, want) {
		w.Errorf("Update: %v, want %v", err, want)
	}
}

// missing expects a View to come back with ErrNotFound.
func (w *world) missing(fn func(tx store.Tx) error) {
	w.Helper()
	if err := w.store.View(context.Background(), fn); !errors.Is(err, store.ErrNotFound) {
		w.Errorf("View: %v, want ErrNotFound", err)
	}
}

// equal compares by value and prints both.
func equal[T any](w *world, what string, got, want T) {
	w.Helper()
	if !reflect.DeepEqual(got, want) {
		w.Errorf("%s:\n got  %+v\n want %+v", what, got, want)
	}
}

func person(handle string) store.User {
	return store.User{User: wire.User{ID: handle + "-id", Handle: handle, Name: handle, Role: wire.RoleMember}, Created: 1}
}

// people creates persons by these handles; their ids are handle-id.
func (w *world) people(handles ...string) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		for _, h := range handles {
			if err := tx.Users().Create(person(h)); err != nil {
				return err
			}
		}
		return nil
	})
}

func publicRoom(name string) store.Room {
	return store.Room{ID: name + "-room", Kind: wire.RoomPublic, Name: name, Creator: "ada-id", Created: 7, Epoch: "e-" + name}
}

// room creates a public room with members; its id is name-room.
func (w *world) room(name string, handles ...string) string {
	w.Helper()
	r := publicRoom(name)
	w.update(func(tx store.Tx) error {
		if err := tx.Rooms().Create(r); err != nil {
			return err
		}
		for _, h := range handles {
			if err := tx.Members().Put(store.Member{Room: r.ID, User: h + "-id", At: 5}); err != nil {
				return err
			}
		}
		return nil
	})
	return r.ID
}

// kitchen is the usual scene: ada and grace in a room.
func (w *world) kitchen() string {
	w.Helper()
	w.people("ada", "grace")
	return w.room("kitchen", "ada", "grace")
}

// message makes the event of a message, not yet appended.
func (w *world) message(room, handle, body string) *wire.Event {
	w.n++
	return &wire.Event{Room: room, Event: fmt.Sprintf("event-%d", w.n), Author: handle + "-id",
		CID: fmt.Sprintf("cid-%d", w.n), Kind: wire.KindMessage, At: w.tick(), Body: body}
}

// append appends e and returns it as it became.
func (w *world) append(e *wire.Event) wire.Event {
	w.Helper()
	var out wire.Event
	w.update(func(tx store.Tx) error {
		out = *e
		return tx.Events().Append(&out)
	})
	return out
}

func (w *world) say(room, handle, body string) wire.Event {
	w.Helper()
	return w.append(w.message(room, handle, body))
}

func (w *world) reply(room, handle, body string, to int64) wire.Event {
	w.Helper()
	e := w.message(room, handle, body)
	e.ReplyTo = to
	return w.append(e)
}

// change appends an event that changes the message at its target, and carries it
// out.
func (w *world) change(e wire.Event) wire.Event {
	w.Helper()
	w.n++
	e.Event, e.At = fmt.Sprintf("event-%d", w.n), w.tick()
	w.update(func(tx store.Tx) error {
		if err := tx.Events().Append(&e); err != nil {
			return err
		}
		return tx.Events().Change(e)
	})
	return e
}

func (w *world) edit(room, handle string, target int64, body string, mentions ...string) wire.Event {
	w.Helper()
	return w.change(wire.Event{Room: room, Author: handle + "-id", Kind: wire.KindEdit, Target: target, Body: body,
		Mentions: mentions})
}

func (w *world) erase(room, handle string, target int64) wire.Event {
	w.Helper()
	return w.change(wire.Event{Room: room, Author: handle + "-id", Kind: wire.KindDelete, Target: target})
}

func (w *world) react(room, handle string, target int64, emoji string, on bool) wire.Event {
	w.Helper()
	return w.change(wire.Event{Room: room, Author: handle + "-id", Kind: wire.KindReaction, Target: target,
		Emoji: emoji, On: on})
}

// get returns the message at seq as a page shows it.
func (w *world) get(room string, seq int64) wire.Event {
	w.Helper()
	var e wire.Event
	w.view(func(tx store.Tx) (err error) {
		e, err = tx.Events().Get(room, seq)
		return err
	})
	return e
}

func (w *world) page(f wire.Fetch) wire.Page {
	w.Helper()
	return w.pageSince(f, 0)
}

// pageSince is page for somebody who may read from the seq since on.
func (w *world) pageSince(f wire.Fetch, since int64) wire.Page {
	w.Helper()
	var p wire.Page
	w.view(func(tx store.Tx) (err error) {
		p, err = tx.Events().Page(f, since)
		return err
	})
	return p
}

func (w *world) log(room string, after int64, limit int) []wire.Event {
	w.Helper()
	var es []wire.Event
	w.view(func(tx store.Tx) (err error) {
		es, err = tx.Events().After(room, after, limit)
		return err
	})
	return es
}

func (w *world) joined(room, handle string) store.Joined {
	w.Helper()
	var js []store.Joined
	w.view(func(tx store.Tx) (err error) {
		js, err = tx.Members().Joined(handle+"-id", room)
		return err
	})
	if len(js) != 1 {
		w.Fatalf("Joined(%s, %s) gives %d rooms, want 1", handle, room, len(js))
	}
	return js[0]
}

func bodies(es []wire.Event) []string {
	var out []string
	for _, e := range es {
		out = append(out, e.Body)
	}
	return out
}

func seqs(es []wire.Event) []int64 {
	var out []int64
	for _, e := range es {
		out = append(out, e.Seq)
	}
	return out
}

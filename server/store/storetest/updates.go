package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// errStory is the failure of a story's own function.
var errStory = errors.New("the story's own failure")

// try is Update with its error.
func (w *world) try(fn func(tx store.Tx) error) error {
	return w.store.Update(context.Background(), fn)
}

var updateStories = []story{
	{"a function's error comes back and nothing it wrote stays", func(w *world) {
		room := w.kitchen()
		w.refused(errStory, func(tx store.Tx) error {
			if err := tx.Events().Append(w.message(room, "ada", "never")); err != nil {
				return err
			}
			if err := tx.Users().Create(person("linus")); err != nil {
				return err
			}
			if err := tx.Rooms().Create(publicRoom("attic")); err != nil {
				return err
			}
			if err := tx.Events().Append(&wire.Event{Room: "attic-room", Event: "x", Author: "ada-id",
				Kind: wire.KindMessage}); err != nil {
				return err
			}
			return fmt.Errorf("wrapped: %w", errStory)
		})
		equal(w, "told", len(w.commits), 0)
		equal(w, "the log", len(w.log(room, 0, 9)), 0)
		w.missing(func(tx store.Tx) error { _, err := tx.Rooms().ByID("attic-room"); return err })
		w.refused(store.ErrNotFound, func(tx store.Tx) error {
			return tx.Events().Append(&wire.Event{Room: "attic-room", Event: "x", Author: "ada-id", Kind: wire.KindMessage})
		})
		equal(w, "the next seq", w.say(room, "ada", "first").Seq, 1)
	}},
	{"a panic fails its update only", func(w *world) {
		room := w.kitchen()
		err := w.try(func(tx store.Tx) error {
			if err := tx.Events().Append(w.message(room, "ada", "never")); err != nil {
				return err
			}
			panic("the story panics")
		})
		if err == nil {
			w.Error("Update of a function that panics returned nil")
		}
		equal(w, "the next seq", w.say(room, "ada", "first").Seq, 1)
	}},
	{"functions that fail among many spoil nothing for the others", func(w *world) {
		room := w.kitchen()
		const n = 400
		var told sync.WaitGroup
		var kept atomic.Int64
		for i := range n {
			told.Go(func() {
				e := wire.Event{Room: room, Event: fmt.Sprint(i), Author: "ada-id", CID: fmt.Sprint(i), Kind: wire.KindMessage, Body: "x"}
				var mine wire.Event
				err := w.try(func(tx store.Tx) error {
					mine = e
					if i%5 == 1 {
						return errStory
					}
					if err := tx.Events().Append(&mine); err != nil {
						return err
					}
					switch i % 5 {
					case 2:
						return errStory
					case 3:
						panic("in the story")
					}
					return nil
				})
				switch {
				case i%5 == 0 || i%5 == 4:
					if err != nil {
						w.Errorf("update %d: %v", i, err)
					}
					kept.Add(1)
				case i%5 == 3:
					if err == nil {
						w.Errorf("update %d panicked and returned nil", i)
					}
				case !errors.Is(err, errStory):
					w.Errorf("update %d: %v, want its own error", i, err)
				}
			})
		}
		told.Wait()
		es := w.log(room, 0, n)
		equal(w, "events", int64(len(es)), kept.Load())
		for i, e := range es {
			if e.Seq != int64(i+1) {
				w.Fatalf("event %d has seq %d", i+1, e.Seq)
			}
		}
	}},
	{"an update sees what it wrote, and what those before it wrote", func(w *world) {
		room := w.kitchen()
		w.update(func(tx store.Tx) error {
			e := w.message(room, "ada", "soup")
			if err := tx.Events().Append(e); err != nil {
				return err
			}
			got, err := tx.Events().ByCID(room, "ada-id", e.CID)
			if err != nil {
				return err
			}
			equal(w, "by cid", got, *e)
			r, err := tx.Rooms().ByID(room)
			equal(w, "top", r.Top, 1)
			return err
		})
	}},
	{"listeners hear of a commit before its update returns, in order", func(w *world) {
		room := w.kitchen()
		for i := range 20 {
			e := w.say(room, "ada", fmt.Sprint(i))
			equal(w, "commits told", len(w.commits), i+1)
			equal(w, "the last one", w.commits[i].Events, []wire.Event{e})
		}
	}},
	{"a context that has ended begins nothing", func(w *world) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		ran := false
		err := w.store.Update(ctx, func(store.Tx) error { ran = true; return nil })
		if !errors.Is(err, context.Canceled) || ran {
			w.Errorf("Update: %v, ran %t; want Canceled and not run", err, ran)
		}
		err = w.store.View(ctx, func(store.Tx) error { ran = true; return nil })
		if !errors.Is(err, context.Canceled) || ran {
			w.Errorf("View: %v, ran %t; want Canceled and not run", err, ran)
		}
	}},
	{"a context that ends after the beginning does not undo the commit", func(w *world) {
		room := w.kitchen()
		ctx, cancel := context.WithCancel(context.Background())
		err := w.store.Update(ctx, func(tx store.Tx) error {
			cancel()
			return tx.Events().Append(w.message(room, "ada", "kept"))
		})
		if err != nil {
			w.Errorf("Update: %v", err)
		}
		equal(w, "the log", bodies(w.log(room, 0, 9)), []string{"kept"})
	}},
	{"a full queue refuses, and works again once there is room", func(w *world) {
		room := w.kitchen()
		// Functions that wait fill first the places of those that run, then the queue.
		release := make(chan struct{})
		wait := func(store.Tx) error {
			<-release
			return nil
		}
		const most = 100_000
		answers := make(chan error, most)
		asked := 0
		for overload := false; !overload && asked < most; {
			for range 1000 {
				asked++
				go func() { answers <- w.try(wait) }()
			}
			select {
			case err := <-answers:
				if !errors.Is(err, store.ErrOverload) {
					w.Errorf("Update: %v, want ErrOverload", err)
				}
				asked--
				overload = true
			default:
			}
		}
		close(release)
		for range asked {
			if err := <-answers; err != nil && !errors.Is(err, store.ErrOverload) {
				w.Error(err)
			}
		}
		equal(w, "afterwards", w.say(room, "ada", "fine").Seq, 1)
	}},
	{"who listens and panics keeps nobody from writing, nor others from being told", func(w *world) {
		room := w.kitchen()
		told := 0
		w.store.OnCommit(func(store.Commit) { panic("a fault of who listens") })
		w.store.OnCommit(func(store.Commit) { told++ })
		for seq := range 3 {
			equal(w, "the event", w.say(room, "ada", "on it goes").Seq, int64(seq+1))
		}
		equal(w, "how often the other was told", told, 3)
	}},
	{"closing finishes what is queued and refuses the rest", func(w *world) {
		room := w.kitchen()
		answers := make(chan error, 100)
		for range 100 {
			e := w.message(room, "ada", "x")
			go func() { answers <- w.try(func(tx store.Tx) error { mine := *e; return tx.Events().Append(&mine) }) }()
		}
		if err := <-answers; err != nil {
			w.Error(err)
		}
		if err := w.store.Close(); err != nil {
			w.Error(err)
		}
		for range 99 {
			if err := <-answers; err != nil && !errors.Is(err, store.ErrClosed) {
				w.Error(err)
			}
		}
		w.refused(store.ErrClosed, func(store.Tx) error { return nil })
		if err := w.store.View(context.Background(), func(store.Tx) error { return nil }); !errors.Is(err, store.ErrClosed) {
			w.Errorf("View: %v, want ErrClosed", err)
		}
		if err := w.store.Close(); !errors.Is(err, store.ErrClosed) {
			w.Errorf("Close again: %v, want ErrClosed", err)
		}
	}},
}

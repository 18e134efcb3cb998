package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/places"
)

// readOn reads until it fails.
func readOn(tx store.Tx) error {
	for {
		if _, err := tx.Users().ByID("ada-id"); err != nil {
			return err
		}
	}
}

// held are Views that go on until release is called.
type held struct {
	begun   atomic.Int64
	came    chan struct{} // holds one for each that began
	free    chan struct{}
	under   sync.WaitGroup
	release func()
}

// hold has somebody begin n Views.
func (h *held) hold(w *world, person string, n int) {
	for range n {
		h.under.Go(func() {
			err := w.store.View(store.For(context.Background(), person), func(tx store.Tx) error {
				if _, err := tx.Users().ByID("ada-id"); err != nil {
					return err
				}
				h.begun.Add(1)
				h.came <- struct{}{}
				<-h.free
				return nil
			})
			if err != nil && !errors.Is(err, store.ErrOverload) { // on a busy machine they wait for too long
				w.Errorf("a view of %s: %v", person, err)
			}
		})
	}
}

func newHeld() *held {
	h := &held{came: make(chan struct{}, 100), free: make(chan struct{})}
	h.release = sync.OnceFunc(func() { close(h.free); h.under.Wait() })
	return h
}

// await waits for n of them to begin.
func (h *held) await(n int) {
	for range n {
		<-h.came
	}
}

var termStories = []story{
	{"a view that would go on for ever is ended, and the next works", func(w *world) {
		w.people("ada")
		for range 5 {
			err := w.store.View(store.Within(context.Background(), 20*time.Millisecond), readOn)
			if !errors.Is(err, store.ErrLate) || !errors.Is(err, store.ErrOverload) {
				w.Errorf("an endless view: %v, want ErrLate, which is an ErrOverload", err)
			}
			equal(w, "directory", directory(w, "", "", 9), []string{"ada"})
		}
	}},
	{"a view ends when nobody waits for it any more", func(w *world) {
		w.people("ada")
		ctx, leave := context.WithCancel(context.Background())
		err := w.store.View(ctx, func(tx store.Tx) error {
			leave()
			return readOn(tx)
		})
		if !errors.Is(err, context.Canceled) {
			w.Errorf("a view nobody waits for: %v, want context.Canceled", err)
		}
		equal(w, "directory", directory(w, "", "", 9), []string{"ada"})
	}},
	{"a view ends when whoever asked is gone, and what they changed is kept", func(w *world) {
		w.people("ada")
		gone := make(chan struct{})
		ctx := store.Until(context.Background(), gone)
		err := w.store.View(store.Within(ctx, -1), func(tx store.Tx) error {
			close(gone)
			return readOn(tx)
		})
		if !errors.Is(err, context.Canceled) {
			w.Errorf("a view of who is gone: %v, want context.Canceled", err)
		}
		if err := w.store.Update(ctx, func(tx store.Tx) error { return tx.Users().Create(person("grace")) }); err != nil {
			w.Errorf("a change of who is gone: %v", err)
		}
		equal(w, "directory", directory(w, "", "", 9), []string{"ada", "grace"})
	}},
	{"a person has so many views at once, and the others theirs meanwhile", func(w *world) {
		w.people("ada")
		h := newHeld()
		defer h.release()
		h.hold(w, "ada", places.Each)
		h.await(places.Each)
		h.hold(w, "ada", 20)
		for i := range 20 {
			read := false
			if err := w.store.View(store.For(context.Background(), fmt.Sprint("grace", i%3)), func(tx store.Tx) error {
				_, err := tx.Users().ByID("ada-id")
				read = true
				return err
			}); err != nil || !read {
				w.Errorf("while ada reads, a view of another: %v", err)
			}
		}
		equal(w, "ada's views under way", h.begun.Load(), int64(places.Each))
		h.release()
		if n := h.begun.Load(); n <= places.Each {
			w.Errorf("of those that waited none came, %d began in all", n)
		}
	}},
	{"while all places are taken it is found out who somebody is", func(w *world) {
		w.people("ada")
		h := newHeld()
		defer h.release()
		for i := range 40 {
			h.hold(w, fmt.Sprint("reader", i), places.Each)
		}
		h.await(4)
		for range 20 {
			if err := w.store.View(store.Urgent(context.Background()), func(tx store.Tx) error {
				_, err := tx.Users().ByID("ada-id")
				return err
			}); err != nil {
				w.Errorf("a view of who somebody is: %v", err)
			}
		}
	}},
}

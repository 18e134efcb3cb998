package follow_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// quick are times short enough for a test.
var quick = follow.Times{Backoff: time.Millisecond, Tries: 3, Compare: 20 * time.Millisecond, Lease: 100 * time.Millisecond}

// world is a store whose commits are published by a broker.
type world struct {
	*testing.T
	store  store.Store
	broker *broker.Memory
	n      int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	st, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{T: t, store: st, broker: broker.NewMemory()}
	broker.Follow(st, w.broker, slog.New(slog.DiscardHandler))
	return w
}

// room creates a room.
func (w *world) room(id string) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		return tx.Rooms().Create(store.Room{ID: id, Kind: wire.RoomPublic, Name: id, Epoch: id})
	})
}

// say sends some messages to a room.
func (w *world) say(room string, bodies ...string) {
	w.Helper()
	for _, body := range bodies {
		w.n++
		e := wire.Event{Room: room, Event: fmt.Sprint("e", w.n), CID: fmt.Sprint("c", w.n), Author: "ada", Kind: wire.KindMessage,
			At: int64(w.n), Body: body}
		w.update(func(tx store.Tx) error { copied := e; return tx.Events().Append(&copied) })
	}
}

func (w *world) update(fn func(tx store.Tx) error) {
	w.Helper()
	if err := w.store.Update(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

// start starts followers as one node does, and returns the function that stops
// them.
func (w *world) start(o follow.Options, list ...follow.Follower) (f *follow.Followers, stop func()) {
	w.Helper()
	o.Store, o.Broker, o.Times, o.Log = w.store, w.broker, quick, slog.New(slog.DiscardHandler)
	o.Faults = sparse.New(o.Log)
	f = follow.New(o, list...)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { f.Run(ctx); close(done) }()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	w.Cleanup(stop)
	return f, stop
}

// until waits until ok returns true.
func (w *world) until(what string, ok func() bool) {
	w.Helper()
	tick, end := time.NewTicker(2*time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-end:
			w.Fatalf("in vain: %s", what)
		}
	}
}

// seen records what a follower was given. It is safe for concurrent use.
type seen struct {
	mu   sync.Mutex
	text []string
}

func (s *seen) add(es []wire.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range es {
		s.text = append(s.text, e.Body)
	}
}

func (s *seen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.text, " ")
}

// tally returns a follower that counts bodies in the store, as activity.
func tally(name string, fail func(e wire.Event) error) follow.Follower {
	return follow.Follower{Name: name, Write: func(tx store.Tx, es []wire.Event) error {
		for _, e := range es {
			if fail != nil {
				if err := fail(e); err != nil {
					return err
				}
			}
			if err := tx.Activity().Add(1, e.Room, e.Body, 1); err != nil {
				return err
			}
		}
		return nil
	}}
}

// tallied returns how many messages were counted, and how many different ones.
func (w *world) tallied() (messages, different int64) {
	w.Helper()
	err := w.store.View(w.Context(), func(tx store.Tx) error {
		days, err := tx.Activity().Days(0)
		if len(days) > 0 {
			messages, different = days[0].Messages, days[0].People
		}
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return messages, different
}

func (w *world) dead() []store.DeadEvent {
	w.Helper()
	var list []store.DeadEvent
	err := w.store.View(w.Context(), func(tx store.Tx) (err error) {
		list, err = tx.Cursors().Dead(10)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return list
}

func TestAFollowerIsGivenEachRoomsLogInOrder(t *testing.T) {
	w := newWorld(t)
	w.room("kitchen")
	w.say("kitchen", "before", "it", "started")
	var got seen
	f := follow.Follower{Name: "index", Do: func(_ context.Context, es []wire.Event) error { got.add(es); return nil }}
	followers, stop := w.start(follow.Options{}, f)
	w.until("what was there", func() bool { return got.String() == "before it started" })
	w.say("kitchen", "and", "after")
	w.until("what came", func() bool { return got.String() == "before it started and after" })
	w.until("nothing is left", func() bool { l := followers.Lags()["index"]; return l.Rooms == 0 && l.Leads && l.Events == 5 })
	stop()
	w.say("kitchen", "while", "away")
	w.start(follow.Options{}, f)
	w.until("what was missed", func() bool { return got.String() == "before it started and after while away" })
}

func TestANewFollowerBeginsWhereTheRoomsAre(t *testing.T) {
	w := newWorld(t)
	w.room("kitchen")
	w.say("kitchen", "long", "ago")
	var got seen
	f := follow.Follower{Name: "push", New: true, Do: func(_ context.Context, es []wire.Event) error { got.add(es); return nil }}
	followers, stop := w.start(follow.Options{}, f)
	w.until("it has begun", func() bool { return followers.Lags()["push"].Leads })
	w.until("its cursors", func() bool {
		return w.store.View(t.Context(), func(tx store.Tx) error { _, err := tx.Cursors().Get("push", ""); return err }) == nil
	})
	w.room("garden")
	w.say("garden", "new")
	w.until("a new room", func() bool { return got.String() == "new" })
	w.until("nothing is left", func() bool { return followers.Lags()["push"].Rooms == 0 }) // otherwise it may be given again
	stop()
	w.say("kitchen", "late")
	w.start(follow.Options{}, f)
	w.until("the rest", func() bool { return got.String() == "new late" })
}

func TestAPoisonousEventStopsNothingElse(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("cannot digest it") },
		"a panic":  func() error { panic("planted") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.room("kitchen")
			w.room("garden")
			w.say("kitchen", "one", "two", "poison", "three")
			w.say("garden", "four")
			followers, _ := w.start(follow.Options{}, tally("index", func(e wire.Event) error {
				if e.Body == "poison" {
					return fail()
				}
				return nil
			}))
			w.until("all others", func() bool { n, _ := w.tallied(); return n == 4 })
			w.until("it is given up", func() bool { return len(w.dead()) == 1 })
			if d := w.dead()[0]; d.Follower != "index" || d.Room != "kitchen" || d.Seq != 3 || d.Error == "" {
				t.Errorf("%+v", d)
			}
			w.say("kitchen", "five")
			w.until("what comes after", func() bool { n, _ := w.tallied(); return n == 5 })
			if l := followers.Lags()["index"]; l.Failures != int64(quick.Tries) || l.Dead != 1 {
				t.Errorf("%+v", l)
			}
		})
	}
}

func TestWhatIsAwayIsWaitedFor(t *testing.T) {
	w := newWorld(t)
	w.room("kitchen")
	w.say("kitchen", "one")
	var mu sync.Mutex
	tries := 0
	f := tally("index", nil)
	f.Do = func(context.Context, []wire.Event) error {
		mu.Lock()
		defer mu.Unlock()
		if tries++; tries <= 4*quick.Tries {
			return fmt.Errorf("the index: %w", follow.ErrAway)
		}
		return nil
	}
	w.start(follow.Options{}, f)
	w.until("it is there again", func() bool { n, _ := w.tallied(); return n == 1 })
	if dead := w.dead(); len(dead) > 0 {
		t.Errorf("%+v", dead)
	}
}

// If two nodes do the same work because neither knows of the other, each result
// is stored once.
func TestTwoAtOnceWriteEachEventOnce(t *testing.T) {
	w := newWorld(t)
	for n := range 5 {
		w.room(fmt.Sprint("room", n))
	}
	for range 3 {
		w.start(follow.Options{}, tally("index", nil))
	}
	const each = 40
	for n := range each {
		for r := range 5 {
			w.say(fmt.Sprint("room", r), fmt.Sprint("m", n, "-", r))
		}
	}
	w.until("all", func() bool { _, different := w.tallied(); return different == 5*each })
	w.until("the cursors are at the tops", func() bool {
		return w.store.View(t.Context(), func(tx store.Tx) error {
			for r := range 5 {
				if c, err := tx.Cursors().Get("index", fmt.Sprint("room", r)); err != nil || c.Seq != each {
					return errors.Join(err, errors.New("not yet"))
				}
			}
			return nil
		}) == nil
	})
	if n, _ := w.tallied(); n != 5*each {
		t.Errorf("%d events were written, want %d", n, 5*each)
	}
}

// A follower that never catches up with one room hears of the others.
func TestRoomsAreComparedHoweverMuchThereIsToDo(t *testing.T) {
	w := newWorld(t)
	w.room("busy")
	w.room("quiet")
	var n int
	talk := func() error {
		return w.store.Update(t.Context(), func(tx store.Tx) error {
			for range 100 {
				n++
				e := wire.Event{Room: "busy", Event: fmt.Sprint("b", n), CID: fmt.Sprint("b", n), Author: "ada", Kind: wire.KindMessage}
				if err := tx.Events().Append(&e); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := talk(); err != nil {
		t.Fatal(err)
	}
	var got seen
	w.broker = broker.NewMemory() // which nobody tells of commits
	followers, _ := w.start(follow.Options{Lease: new(leases).of("here")}, follow.Follower{Name: "index",
		Do: func(_ context.Context, es []wire.Event) error {
			if es[0].Room == "busy" {
				return talk()
			}
			got.add(es)
			return nil
		}})
	w.until("it is busy", func() bool { return followers.Lags()["index"].Events >= 100 })
	w.say("quiet", "one")
	w.until("the quiet room", func() bool { return got.String() == "one" })
}

// away is a store that does not answer.
type away struct {
	store.Store
	asked func()
}

func (a away) View(context.Context, func(store.Tx) error) error {
	a.asked()
	return store.ErrUnavailable
}

func TestAStoreThatIsAwayIsAskedNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		asked, log := 0, slog.New(slog.DiscardHandler)
		st := away{asked: func() {
			if asked++; asked > 100 {
				stop()
			}
		}}
		follow.New(follow.Options{Store: st, Broker: broker.NewMemory(), Log: log, Faults: sparse.New(log)},
			follow.Follower{Name: "index"}).Run(ctx)
		if asked < 10 || asked > 12 {
			t.Errorf("it was asked %d times in ten seconds", asked)
		}
	})
}

// leases are shared by the nodes.
type leases struct {
	mu     sync.Mutex
	holder string
	until  time.Time
}

func (l *leases) of(node string) func(context.Context, string, time.Duration) (bool, error) {
	return func(_ context.Context, _ string, lasts time.Duration) (bool, error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.holder != node && time.Now().Before(l.until) {
			return false, nil
		}
		l.holder, l.until = node, time.Now().Add(lasts)
		return true, nil
	}
}

func TestOneNodeAtATimeDoesTheWork(t *testing.T) {
	w := newWorld(t)
	w.room("kitchen")
	var shared leases
	var here, there seen
	do := func(s *seen) follow.Follower {
		return follow.Follower{Name: "push", Do: func(_ context.Context, es []wire.Event) error { s.add(es); return nil }}
	}
	first, stop := w.start(follow.Options{Lease: shared.of("here")}, do(&here))
	w.until("one leads", func() bool { return first.Lags()["push"].Leads })
	second, _ := w.start(follow.Options{Lease: shared.of("there")}, do(&there))
	w.say("kitchen", "one", "two")
	w.until("it does the work", func() bool { return here.String() == "one two" })
	if second.Lags()["push"].Leads || there.String() != "" {
		t.Errorf("the other leads too, and saw %q", there.String())
	}
	stop()
	w.say("kitchen", "three")
	// What the first node did without storing the cursor is done again.
	w.until("the other takes over", func() bool { return strings.HasSuffix(there.String(), "three") })
}

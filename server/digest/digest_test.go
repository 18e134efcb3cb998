package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// noon is a time, and its day.
var (
	noon  = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	today = store.DayOf(noon.UnixMilli())
)

// world is a store with the room kitchen.
type world struct {
	*testing.T
	store store.Store
	n     int
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
	w := &world{T: t, store: st}
	w.update(func(tx store.Tx) error {
		return tx.Rooms().Create(store.Room{ID: "kitchen", Kind: wire.RoomPublic, Name: "kitchen", Epoch: "e"})
	})
	return w
}

func (w *world) update(fn func(tx store.Tx) error) {
	w.Helper()
	if err := w.store.Update(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

// event is one of the kitchen.
func (w *world) event(e wire.Event) wire.Event {
	w.n++
	e.Room, e.Event, e.CID = "kitchen", fmt.Sprint("e", w.n), fmt.Sprint("c", w.n)
	return e
}

// message is a message at a time.
func (w *world) message(author string, at time.Time) wire.Event {
	return w.event(wire.Event{Author: author, Kind: wire.KindMessage, At: at.UnixMilli(), Body: "hello"})
}

// log appends events to the kitchen's log, and changes what they change.
func (w *world) log(es ...wire.Event) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		for _, e := range es {
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
			if e.Target == 0 {
				continue
			}
			if err := tx.Events().Change(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// follows runs the digest until it has read the kitchen up to seq, as one run of
// a server does.
func (w *world) follows(seq int64) {
	w.Helper()
	log := slog.New(slog.DiscardHandler)
	f := follow.New(follow.Options{Store: w.store, Broker: broker.NewMemory(), Log: log, Faults: sparse.New(log),
		Clock: func() time.Time { return noon }}, Follower(func() time.Time { return noon }))
	ctx, cancel := context.WithCancel(w.Context())
	done := make(chan struct{})
	go func() { f.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()
	tick, end := time.NewTicker(2*time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for w.cursor() < seq {
		select {
		case <-tick.C:
		case <-end:
			w.Fatalf("the digest came to %d, want %d", w.cursor(), seq)
		}
	}
}

// cursor is up to where the digest has read the kitchen, or -1.
func (w *world) cursor() int64 {
	w.Helper()
	at := int64(-1)
	err := w.store.View(w.Context(), func(tx store.Tx) error {
		c, err := tx.Cursors().Get("digest", "kitchen")
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		at = c.Seq
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return at
}

func (w *world) days(want ...store.ActiveDay) {
	w.Helper()
	err := w.store.View(w.Context(), func(tx store.Tx) error {
		got, err := tx.Activity().Days(0)
		if !slices.Equal(got, want) {
			w.Errorf("the digest is %+v, want %+v", got, want)
		}
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
}

func TestEachMessageIsCountedOnceHoweverOftenItIsRead(t *testing.T) {
	w := newWorld(t)
	w.log(w.message("ada", noon))
	w.follows(1) // what was said before the first run is not counted
	w.days()
	w.log(w.message("ada", noon), w.message("grace", noon), w.message("ada", noon))
	for range 3 {
		w.follows(4)
	}
	w.days(store.ActiveDay{Day: today, Messages: 3, Rooms: 1, People: 2})
	w.log(w.message("ada", noon))
	w.follows(5)
	w.days(store.ActiveDay{Day: today, Messages: 4, Rooms: 1, People: 2})
}

// A transaction that cannot move the cursor, because another has done the same
// work, counts nothing.
func TestWhatAnotherHasCountedIsNotCountedAgain(t *testing.T) {
	w := newWorld(t)
	e := w.message("ada", noon)
	move := func(tx store.Tx) error {
		err := Follower(func() time.Time { return noon }).Write(tx, []wire.Event{e})
		return errors.Join(err, tx.Cursors().Move(store.Cursor{Follower: "digest", Room: "kitchen", Seq: 1}, 0))
	}
	w.update(move)
	if err := w.store.Update(t.Context(), move); !errors.Is(err, store.ErrExists) {
		t.Errorf("the second: %v", err)
	}
	w.days(store.ActiveDay{Day: today, Messages: 1, Rooms: 1, People: 1})
}

func TestADayIsOneOfUTC(t *testing.T) {
	w := newWorld(t)
	east := time.FixedZone("east", 14*60*60)
	midnight := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	w.update(func(tx store.Tx) error {
		return count(tx, []wire.Event{
			w.message("ada", midnight.Add(-time.Millisecond)),
			w.message("ada", midnight.In(east)),
			w.message("ada", midnight.Add(24*time.Hour-time.Millisecond).In(east)),
			w.message("ada", midnight.Add(24*time.Hour)),
		}, 0)
	})
	w.days(store.ActiveDay{Day: today - 1, Messages: 1, Rooms: 1, People: 1}, store.ActiveDay{Day: today, Messages: 2, Rooms: 1, People: 1},
		store.ActiveDay{Day: today + 1, Messages: 1, Rooms: 1, People: 1})
}

// What was said was said: the count of a day does not tell, by getting smaller,
// that somebody erased something. What changes a message is none.
func TestAMessageThatIsErasedStaysCounted(t *testing.T) {
	w := newWorld(t)
	w.follows(0)
	w.log(w.message("ada", noon), w.message("ada", noon))
	w.follows(2)
	w.log(w.event(wire.Event{Author: "ada", Kind: wire.KindDelete, Target: 1, At: noon.UnixMilli()}),
		w.event(wire.Event{Author: "grace", Kind: wire.KindReaction, Target: 2, Emoji: "👍", On: true, At: noon.UnixMilli()}),
		w.message("ada", noon),
		w.event(wire.Event{Author: "ada", Kind: wire.KindDelete, Target: 5, At: noon.UnixMilli()})) // before it was counted
	w.follows(6)
	w.days(store.ActiveDay{Day: today, Messages: 3, Rooms: 1, People: 1})
}

func TestDaysAreKeptForAWhile(t *testing.T) {
	w := newWorld(t)
	at := func(ago int) time.Time { return noon.Add(-time.Duration(ago) * 24 * time.Hour) }
	w.update(func(tx store.Tx) error {
		return count(tx, []wire.Event{w.message("ada", at(Days)), w.message("ada", at(Days-1)), w.message("ada", at(0))}, first(noon))
	})
	oldest := store.ActiveDay{Day: today - Days + 1, Messages: 1, Rooms: 1, People: 1}
	newest := store.ActiveDay{Day: today, Messages: 1, Rooms: 1, People: 1}
	w.days(oldest, newest)
	sweep := func(now time.Time) {
		if err := Sweeping(w.store, func() time.Time { return now }).Do(t.Context(), store.Job{}); err != nil {
			t.Error(err)
		}
	}
	sweep(noon)
	w.days(oldest, newest)
	sweep(noon.Add(24 * time.Hour))
	w.days(newest)
}

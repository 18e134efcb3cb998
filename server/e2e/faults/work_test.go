package faults

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// How much work there is.
const (
	workRooms    = 60
	workMessages = 20 // in each room
	workMails    = 150
)

// work is background work in a database.
type work struct {
	t        *testing.T
	doings   *doings
	messages int // that can be read
	mails    int
}

// plants makes the rooms, with a message that cannot be read, and the jobs, with
// one that fails and one that ends its process.
func plants(t *testing.T, st store.Store) *work {
	t.Helper()
	w := &work{t: t, doings: &doings{done: map[string]int{}}, mails: workMails}
	must(t, st.Update(t.Context(), func(tx store.Tx) error {
		due := hurried().UnixMilli()
		for n := range workMails {
			if err := tx.Jobs().Create(store.Job{Key: fmt.Sprint(n), Kind: mail, Due: due}); err != nil {
				return err
			}
		}
		for n := range workRooms {
			if err := tx.Rooms().Create(store.Room{ID: room(n), Kind: wire.RoomPublic, Name: room(n), Epoch: "e"}); err != nil {
				return err
			}
		}
		return errors.Join(tx.Jobs().Create(store.Job{Key: bad, Kind: bad, Due: due}),
			tx.Jobs().Create(store.Job{Key: deadly, Kind: deadly, Due: due}),
			posts(tx, room(0), poison))
	}))
	for range workMessages {
		w.more(st)
	}
	return w
}

func room(n int) string { return fmt.Sprint("room", n) }

// posts appends a message to a room.
func posts(tx store.Tx, room, text string) error {
	e := wire.Event{Room: room, Event: text, CID: text, Author: "ada", Kind: wire.KindMessage, At: 1, Body: text}
	return tx.Events().Append(&e)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// more says a message in each room, as soon as the database is there. A try whose
// commit was not answered may have succeeded.
func (w *work) more(st store.Store) {
	w.t.Helper()
	eventually(w.t, "a message is said in each room", func() bool {
		err := st.Update(w.t.Context(), func(tx store.Tx) error {
			for n := range workRooms {
				if err := posts(tx, room(n), fmt.Sprintf("%d in room %d", w.messages, n)); err != nil {
					return err
				}
			}
			return nil
		})
		return err == nil || errors.Is(err, store.ErrExists)
	})
	w.messages += workRooms
}

// errLeft means that there is work to be done.
var errLeft = errors.New("not all is done")

// done is a View's function that fails with errLeft unless all is done, and
// otherwise if something was done twice or given up that need not be.
func (w *work) done(tx store.Tx) error {
	days, err := tx.Activity().Days(0)
	if err != nil {
		return err
	}
	var got [2]store.ActiveDay
	for _, d := range days {
		if d.Messages != d.People {
			return fmt.Errorf("something was done twice: %d times, %d things", d.Messages, d.People)
		}
		got[d.Day-talliedDay] = d
	}
	events, err := tx.Cursors().Dead(10)
	if err != nil {
		return err
	}
	dead, err := tx.Jobs().Dead(10)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Room != room(0) || e.Seq != 1 {
			return fmt.Errorf("an event was given up: %+v", e)
		}
	}
	for _, j := range dead {
		if j.Kind == mail {
			return fmt.Errorf("a job was given up: %+v", j)
		}
	}
	if got[0].Messages != int64(w.messages) || got[1].Messages != int64(w.mails) || len(events) != 1 || len(dead) != 2 {
		return fmt.Errorf("%w: %d of %d messages, %d of %d mails, %d events and %d jobs given up", errLeft, got[0].Messages, w.messages,
			got[1].Messages, w.mails, len(events), len(dead))
	}
	return nil
}

// proves checks what was done outside of the database: everything at least
// once, and something twice, or nothing was interrupted.
func (w *work) proves() {
	w.t.Helper()
	all, again := w.doings.repeated()
	w.t.Logf("%d messages and mails, of which %d were begun once more", all, again)
	if all != w.messages+w.mails {
		w.t.Errorf("%d things were done, want %d", all, w.messages+w.mails)
	}
	if again == 0 {
		w.t.Error("nothing was interrupted: the story proves nothing")
	}
}

// A process that follows the logs and carries out jobs is killed 25 times, or
// 500. Everything is done, once where it shows; what fails is given up, and with
// it what ends each process that tries it.
func TestFaultWork(t *testing.T) {
	dir := t.TempDir()
	open := func(do func(st store.Store)) {
		st, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
		must(t, err)
		do(st)
		must(t, st.Close())
	}
	var w *work
	open(func(st store.Store) { w = plants(t, st) })
	left, rounds := errLeft, 0
	for deadline := time.Now().Add(2 * patience); errors.Is(left, errLeft) && time.Now().Before(deadline); rounds++ {
		p := w.doings.starts(t, dir)
		long := time.Second
		if rounds < dose.Of(kills, 20*kills) {
			long = rand.N(60 * time.Millisecond) // in the midst of whatever it does
		}
		p.works(t)
		rest(t.Context(), long)
		p.kill(t)
		if rounds >= kills {
			open(func(st store.Store) { left = st.View(t.Context(), w.done) })
		}
	}
	must(t, left)
	t.Logf("killed %d times", rounds)
	w.proves()
}

// Two processes do background work on one PostgreSQL, each of which is killed
// again and again, and so is PostgreSQL; nobody tells them what others commit.
// Everything is done, once where it shows, and by whoever is left.
func TestFaultWorkOfTwoNodes(t *testing.T) {
	pg := service.StartPostgres(t)
	url := pg.NewDatabase(t)
	st, err := postgres.Open(t.Context(), url, postgres.Options{})
	must(t, err)
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w := plants(t, st)
	nodes := []*worker{w.doings.starts(t, url), w.doings.starts(t, url)}
	again := func(n int) {
		nodes[n].kill(t)
		nodes[n] = w.doings.starts(t, url)
	}
	for n := range dose.Of(kills, 10*kills) {
		nodes[n%2].works(t)
		rest(t.Context(), rand.N(100*time.Millisecond))
		switch n % kills {
		case kills / 3:
			pg.Restart()
		case kills * 2 / 3:
			pg.Kill()
			pg.Start()
		}
		if slices.Contains([]int{kills / 3, kills * 2 / 3}, n%kills) {
			w.more(st)
		}
		again(n % 2)
	}
	w.awaits(st, func() {
		for n, p := range nodes {
			if closed(p.ended) { // it had the deadly job in hand
				again(n)
			}
		}
	})
	// One of them has the lease.
	for n := range nodes {
		nodes[n].kill(t)
		w.more(st)
		w.awaits(st, func() {})
		again(n)
	}
	w.proves()
}

// awaits waits until all is done, and calls meanwhile now and then.
func (w *work) awaits(st store.Store, meanwhile func()) {
	w.t.Helper()
	var left error
	if err := withinTime(2*patience, "all is done", func() bool {
		meanwhile()
		left = st.View(w.t.Context(), w.done)
		return !errors.Is(left, errLeft) && !errors.Is(left, store.ErrUnavailable)
	}); err != nil || left != nil {
		w.t.Fatal(left, err)
	}
}

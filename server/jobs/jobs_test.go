package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
)

// world is a store with jobs in it.
type world struct {
	*testing.T
	store store.Store
	look  time.Duration // how often runners look
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
	return &world{t, st, 2 * time.Millisecond}
}

func (w *world) update(fn func(tx store.Tx) error) {
	w.Helper()
	if err := w.store.Update(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

func (w *world) add(js ...store.Job) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		for _, j := range js {
			if err := tx.Jobs().Create(j); err != nil {
				return err
			}
		}
		return nil
	})
}

// claimed claims what is due at a time for a node that is then killed: it never
// ends it.
func (w *world) claimed(at, until int64) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		j, err := tx.Jobs().Next(at, store.JobKinds{})
		if err == nil {
			_, err = tx.Jobs().Claim(j, "killed", until)
		}
		return err
	})
}

// start starts a runner as one node does, and returns the function that stops it.
func (w *world) start(o jobs.Options, kinds ...jobs.Kind) (r *jobs.Runner, stop func()) {
	w.Helper()
	o.Store, o.Log = w.store, slog.New(slog.DiscardHandler)
	o.Faults = sparse.New(o.Log)
	o.Backoff, o.Tries, o.Look, o.Margin = time.Millisecond, 3, w.look, 50*time.Millisecond
	r = jobs.New(o, kinds...)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	w.Cleanup(stop)
	return r, stop
}

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

// written returns how often each payload was written.
func (w *world) written() (all, different int64) {
	w.Helper()
	err := w.store.View(w.Context(), func(tx store.Tx) error {
		days, err := tx.Activity().Days(0)
		if len(days) > 0 {
			all, different = days[0].Messages, days[0].People
		}
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return all, different
}

func (w *world) dead() (list []store.Job) {
	w.Helper()
	err := w.store.View(w.Context(), func(tx store.Tx) (err error) {
		list, err = tx.Jobs().Dead(10)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return list
}

// write is the Write of the jobs in these tests.
func write(tx store.Tx, j store.Job) error { return tx.Activity().Add(1, "jobs", j.Key, 1) }

func TestJobsAreCarriedOutOnceHoweverManyNodesThereAre(t *testing.T) {
	w := newWorld(t)
	const many = 60
	for n := range many {
		w.add(store.Job{Key: fmt.Sprint("mail ", n), Kind: "mail"})
	}
	for node := range 3 {
		w.start(jobs.Options{Node: fmt.Sprint(node)}, jobs.Kind{Name: "mail", Write: write})
	}
	w.until("all", func() bool { _, different := w.written(); return different == many })
	if all, _ := w.written(); all != many {
		t.Errorf("%d were written, want %d", all, many)
	}
}

// Slow jobs of one kind, each of which waits for another of its kind, delay no others.
func TestRunnersDivideTheKindsAndAreWoken(t *testing.T) {
	w := newWorld(t)
	w.look = time.Hour
	const atOnce = 3
	var inside sync.WaitGroup
	inside.Add(atOnce)
	release := make(chan struct{})
	slow, _ := w.start(jobs.Options{Node: "slow", Kinds: store.JobKinds{Only: []string{"slow"}}, AtOnce: atOnce},
		jobs.Kind{Name: "slow", Do: func(context.Context, store.Job) error {
			inside.Done()
			<-release
			return nil
		}, Write: write})
	rest, _ := w.start(jobs.Options{Node: "rest", Kinds: store.JobKinds{Except: []string{"slow"}}}, jobs.Kind{Name: "mail", Write: write})
	for n := range atOnce {
		w.add(store.Job{Key: fmt.Sprint("slow ", n), Kind: "slow"})
	}
	slow.Wake()
	inside.Wait()
	w.add(store.Job{Key: "mail", Kind: "mail"})
	rest.Wake()
	w.until("the mail", func() bool { all, _ := w.written(); return all == 1 })
	close(release)
	w.until("the slow ones", func() bool { all, _ := w.written(); return all == 1+atOnce })
}

func TestAJobWaitsUntilItIsDue(t *testing.T) {
	w := newWorld(t)
	now := time.Now()
	w.add(store.Job{Key: "later", Kind: "mail", Due: now.Add(time.Hour).UnixMilli()},
		store.Job{Key: "now", Kind: "mail", Due: now.UnixMilli()})
	var ahead atomic.Int64
	w.start(jobs.Options{Clock: func() time.Time { return now.Add(time.Duration(ahead.Load())) }},
		jobs.Kind{Name: "mail", Write: write})
	w.until("what is due", func() bool { all, _ := w.written(); return all == 1 })
	ahead.Store(int64(time.Hour))
	w.until("the other", func() bool { all, _ := w.written(); return all == 2 })
}

func TestAJobThatFailsIsTriedAgainAndThenDead(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("no such address") },
		"a panic":  func() error { panic("planted") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.add(store.Job{Key: "bad", Kind: "mail"}, store.Job{Key: "good", Kind: "mail"}, store.Job{Key: "worse", Kind: "write"})
			var tries atomic.Int64
			r, _ := w.start(jobs.Options{}, jobs.Kind{Name: "mail", Do: func(_ context.Context, j store.Job) error {
				if j.Key != "bad" {
					return nil
				}
				tries.Add(1)
				return fail()
			}, Write: write}, jobs.Kind{Name: "write", Write: func(tx store.Tx, j store.Job) error {
				return errors.Join(write(tx, j), fail())
			}})
			w.until("both are dead", func() bool { return len(w.dead()) == 2 })
			w.until("the good one", func() bool { all, _ := w.written(); return all == 1 })
			for _, d := range w.dead() {
				if d.Error == "" || d.Tries != 3 {
					t.Errorf("%+v", d)
				}
			}
			if n := tries.Load(); n != 3 {
				t.Errorf("it was tried %d times", n)
			}
			w.until("both are counted", func() bool { // after they were written down
				c := r.Counts()
				return c.Dead == 2 && c.Failures == 6
			})
		})
	}
}

func TestWhatIsAwayIsWaitedFor(t *testing.T) {
	w := newWorld(t)
	w.add(store.Job{Key: "mail", Kind: "mail"})
	var tries atomic.Int64
	w.start(jobs.Options{}, jobs.Kind{Name: "mail", Write: write, Do: func(context.Context, store.Job) error {
		if tries.Add(1) < 20 {
			return fmt.Errorf("the mail server: %w", jobs.ErrAway)
		}
		return nil
	}})
	w.until("it is there again", func() bool { all, _ := w.written(); return all == 1 })
}

func TestWhatANodeHadInHandIsDoneByAnother(t *testing.T) {
	w := newWorld(t)
	w.add(store.Job{Key: "mail", Kind: "mail"})
	at := time.Now().UnixMilli()
	w.claimed(at, at+100)
	w.start(jobs.Options{}, jobs.Kind{Name: "mail", Write: write})
	w.until("another does it", func() bool { all, _ := w.written(); return all == 1 })
}

func TestAClaimLastsAsLongAsItsKindMay(t *testing.T) {
	w := newWorld(t)
	now := time.Now()
	w.add(store.Job{Key: "mail", Kind: "mail"})
	claims := make(chan time.Duration, 1)
	w.start(jobs.Options{Clock: func() time.Time { return now }}, jobs.Kind{Name: "sweep", Lasts: time.Hour},
		jobs.Kind{Name: "mail", Lasts: time.Second, Do: func(_ context.Context, j store.Job) error {
			claims <- time.UnixMilli(j.Until).Sub(time.UnixMilli(now.UnixMilli()))
			return nil
		}})
	if lasts := <-claims; lasts != time.Second+50*time.Millisecond {
		t.Errorf("it lasts %v", lasts)
	}
}

func TestWhatIsInHandWhenTheServerStopsIsGivenBack(t *testing.T) {
	w := newWorld(t)
	begun := make(chan struct{})
	r, stop := w.start(jobs.Options{}, jobs.Kind{Name: "mail", Do: func(ctx context.Context, _ store.Job) error {
		close(begun)
		<-ctx.Done()
		return errors.New("not sent")
	}})
	w.until("the housekeeping", func() bool { return r.Counts().Done == 1 })
	w.add(store.Job{Key: "mail", Kind: "mail"})
	<-begun
	stop()
	var j store.Job
	err := w.store.View(t.Context(), func(tx store.Tx) (err error) {
		j, err = tx.Jobs().Next(time.Now().Add(time.Second).UnixMilli(), store.JobKinds{})
		return err
	})
	if err != nil || j.Key != "mail" || j.Tries != 0 {
		t.Errorf("%+v, %v", j, err)
	}
}

func TestAJobThatEndsTheServerIsDeadInTheEnd(t *testing.T) {
	w := newWorld(t)
	w.add(store.Job{Key: "mail", Kind: "mail"})
	for range 3 {
		w.claimed(1, 1)
	}
	w.start(jobs.Options{}, jobs.Kind{Name: "mail", Write: write})
	w.until("it is dead", func() bool { return len(w.dead()) == 1 })
	if all, _ := w.written(); all != 0 {
		t.Error("it was carried out")
	}
}

func TestAJobThatComesAgain(t *testing.T) {
	w := newWorld(t)
	var done atomic.Int64
	kind := jobs.Kind{Name: "sweep", Every: 3 * time.Millisecond, Do: func(context.Context, store.Job) error {
		if done.Add(1)%2 == 0 {
			return errors.New("every second time")
		}
		return nil
	}}
	_, stop := w.start(jobs.Options{}, kind)
	w.until("several times", func() bool { return done.Load() > 10 })
	stop()
	before := done.Load()
	w.start(jobs.Options{}, kind)
	w.until("after a start", func() bool { return done.Load() > before+2 })
	if dead := w.dead(); len(dead) > 0 {
		t.Errorf("%+v", dead)
	}
}

func TestAKindOfANewerVersionWaits(t *testing.T) {
	w := newWorld(t)
	w.add(store.Job{Key: "mail", Kind: "mail"})
	r, stop := w.start(jobs.Options{})
	w.until("it was looked at", func() bool { return r.Counts().Failures > 0 })
	stop()
	if dead := w.dead(); len(dead) > 0 {
		t.Errorf("%+v", dead)
	}
}

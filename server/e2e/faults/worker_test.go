package faults

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// workerAt is the environment variable that makes the test binary a worker: a
// process that does background work on the database that it names, a directory
// or the URL of a PostgreSQL database.
const workerAt = "CONFAB_TEST_WORKER"

func TestMain(m *testing.M) {
	at := os.Getenv(workerAt)
	if at == "" {
		m.Run()
		return
	}
	works(context.Background(), at)
}

// What a worker notes, with the activity of two days: each message and each mail
// as a person, who must not have been there twice.
const (
	talliedDay = 1
	mailedDay  = 2
)

const (
	poison = "poison" // the text of a message at which the follower fails
	mail   = "mail"   // the kind of jobs that are carried out
	bad    = "bad"    // the kind of jobs that fail
	deadly = "deadly" // the kind of jobs that end the process
)

// begins is what a worker says first.
const begins = "begins"

// workerTries is how often what fails is tried. A job that is in hand when its
// process is killed counts as tried.
const workerTries = 6

// hurried is the time of workers. It runs a hundred times as fast as others', so
// that a claim, which lasts for more than a minute, runs out in a second.
func hurried() time.Time { return time.UnixMilli(time.Now().UnixMilli() * 100) }

// works follows the logs and carries out jobs until the process is killed, and
// says when it begins, and what it does outside of the database: "mail KEY" and
// "read CID".
func works(ctx context.Context, at string) {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	st, lease, err := opensFor(ctx, at)
	for ; err != nil; st, lease, err = opensFor(ctx, at) { // it may be away just now
		log.Error("not opened", "error", err)
		rest(ctx, 20*time.Millisecond)
	}
	o := follow.Options{Store: st, Broker: broker.NewMemory(), Lease: lease, Log: log, Faults: sparse.New(log)}
	o.Times = follow.Times{Backoff: 20 * time.Millisecond, Tries: workerTries, Compare: 100 * time.Millisecond, Lease: time.Second}
	fmt.Println(begins)
	followers := follow.New(o, follow.Follower{Name: "tally", Do: indexes, Write: tallies})
	runner := jobs.New(jobs.Options{Store: st, Clock: hurried, Log: log, Faults: o.Faults, Tries: workerTries, Look: 10 * time.Millisecond},
		jobs.Kind{Name: mail, Do: delivers, Write: notes},
		jobs.Kind{Name: bad, Do: func(context.Context, store.Job) error { return errors.New("it never works") }},
		jobs.Kind{Name: deadly, Do: func(context.Context, store.Job) error { return syscall.Kill(os.Getpid(), syscall.SIGKILL) }})
	go runner.Run(ctx)
	followers.Run(ctx)
}

// opensFor opens a worker's database.
func opensFor(ctx context.Context, at string) (store.Store, func(context.Context, string, time.Duration) (bool, error), error) {
	if !strings.HasPrefix(at, "postgres://") {
		st, err := sqlite.Open(ctx, at, sqlite.Options{})
		return st, nil, err
	}
	st, err := postgres.Open(ctx, at, postgres.Options{})
	if err != nil {
		return nil, nil, err
	}
	node := fmt.Sprint(os.Getpid())
	return st, func(ctx context.Context, name string, lasts time.Duration) (bool, error) {
		return st.Shelf().Lease(ctx, name, node, lasts)
	}, nil
}

func delivers(_ context.Context, j store.Job) error {
	fmt.Println(mail, j.Key)
	return nil
}

func notes(tx store.Tx, j store.Job) error { return tx.Activity().Add(mailedDay, mail, j.Key, 1) }

func indexes(ctx context.Context, es []wire.Event) error {
	for _, e := range es {
		if e.Body == poison {
			return errors.New("it cannot be read")
		}
		fmt.Println("read", e.CID)
	}
	rest(ctx, 2*time.Millisecond) // as an index would take
	return nil
}

func tallies(tx store.Tx, es []wire.Event) error {
	for _, e := range es {
		if err := tx.Activity().Add(talliedDay, e.Room, e.CID, 1); err != nil {
			return err
		}
	}
	return nil
}

// worker is a process that does background work.
type worker struct {
	cmd   *exec.Cmd
	begun chan struct{} // closed when it begins to work
	ended chan struct{}
}

// works waits until a worker has begun, or has ended.
func (w *worker) works(t *testing.T) {
	t.Helper()
	eventually(t, "a worker begins", func() bool { return closed(w.begun) || closed(w.ended) })
}

// doings are how often each thing was done outside of the database.
type doings struct {
	mu   sync.Mutex
	done map[string]int
}

// starts starts a worker that tells of its doings. It ends with the test.
func (d *doings) starts(t *testing.T, at string) *worker {
	t.Helper()
	w := &worker{cmd: exec.Command(os.Args[0]), begun: make(chan struct{}), ended: make(chan struct{})}
	w.cmd.Env = append(os.Environ(), workerAt+"="+at)
	w.cmd.SysProcAttr = &syscall.SysProcAttr{}
	instance.DieWithParent(w.cmd.SysProcAttr, syscall.SIGKILL)
	var said instance.Tail
	w.cmd.Stderr = &said
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(w.ended)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == begins {
				close(w.begun)
				continue
			}
			d.mu.Lock()
			d.done[lines.Text()]++
			d.mu.Unlock()
		}
		var exit *exec.ExitError
		if err := w.cmd.Wait(); !errors.As(err, &exit) || exit.Exited() {
			t.Errorf("a worker ended by itself, with %v:\n%s", err, &said)
		}
	}()
	t.Cleanup(func() { w.kill(t) })
	return w
}

// kill ends a worker, which may have ended.
func (w *worker) kill(t *testing.T) {
	t.Helper()
	if err := w.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
	<-w.ended
}

// repeated is how many doings there were, and how many were done again.
func (d *doings) repeated() (all, again int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, n := range d.done {
		all++
		again += n - 1
	}
	return all, again
}

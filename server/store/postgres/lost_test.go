package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// until polls a condition across processes.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	clock := time.NewTicker(5 * time.Millisecond)
	defer clock.Stop()
	for deadline := time.Now().Add(30 * time.Second); !ok(); <-clock.C {
		if time.Now().After(deadline) {
			t.Fatalf("still not: %s", what)
		}
	}
}

// load sends from each node until it is stopped, each send with a cid of its
// own, and notes what was acknowledged.
type load struct {
	nodes  *nodes
	stop   chan struct{}
	all    sync.WaitGroup
	mu     sync.Mutex
	acked  map[string]int64 // cid -> seq
	errs   map[error]int
	latest atomic.Int64 // how many were acknowledged
}

func (c *nodes) load(senders int) *load {
	l := &load{nodes: c, stop: make(chan struct{}), acked: make(map[string]int64), errs: make(map[error]int)}
	for n := range senders {
		l.all.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-l.stop:
					return
				default:
				}
				cid := fmt.Sprint(n, "-", i)
				l.note(cid, func() (wire.Event, error) { return c.send(n%len(c.all), message("kitchen", "ada", cid)) })
			}
		})
	}
	return l
}

func (l *load) note(cid string, send func() (wire.Event, error)) {
	e, err := send()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		l.acked[cid] = e.Seq
		l.latest.Add(1)
		return
	}
	for _, known := range []error{store.ErrUnavailable, store.ErrUnknown, store.ErrOverload} {
		if errors.Is(err, known) {
			l.errs[known]++
			return
		}
	}
	l.nodes.Errorf("a send failed with %v", err)
}

// more waits for n more acknowledged sends.
func (l *load) more(n int64) {
	l.nodes.Helper()
	from := l.latest.Load()
	until(l.nodes, "sends are acknowledged", func() bool { return l.latest.Load() >= from+n })
}

// end stops the load and holds what was acknowledged against the log.
func (l *load) end() {
	l.nodes.Helper()
	close(l.stop)
	l.all.Wait()
	seqs := make(map[int64]bool)
	l.nodes.view(0, func(tx store.Tx) error {
		for cid, seq := range l.acked {
			e, err := tx.Events().ByCID("kitchen", "ada", cid)
			if err != nil || e.Seq != seq || seqs[seq] {
				l.nodes.Errorf("%s was acknowledged as %d and is %d (%v)", cid, seq, e.Seq, err)
			}
			seqs[seq] = true
		}
		return nil
	})
	l.nodes.Logf("%d acknowledged, errors %v", len(l.acked), l.errs)
	l.nodes.sound()
}

func TestConnectionsThatAreEndedUnderLoadLoseNothing(t *testing.T) {
	c := newNodes(t, 2)
	l := c.load(12)
	for range 6 {
		l.more(100)
		service.SharedPostgres(t).Terminate()
	}
	l.more(100)
	l.end()
}

func TestARestartUnderLoadLosesNothingAndIsToldOnce(t *testing.T) {
	pg := service.StartPostgres(t)
	var log syncBuffer
	c := &nodes{TB: t, url: pg.NewDatabase(t)}
	c.all = []*Store{openAt(t, c.url, Options{Partitions: 2, Log: slog.New(slog.NewTextHandler(&log, nil))})}
	c.furnish()
	changes := make(chan bool, 100)
	c.all[0].Watch(func(up bool) { changes <- up })
	l := c.load(8)
	for _, end := range []func(){pg.Stop, pg.Kill} {
		l.more(100)
		end()
		if up := <-changes; up || c.all[0].Up() {
			t.Error("lost, and told that it is up")
		}
		err := c.all[0].View(context.Background(), func(tx store.Tx) error { _, err := tx.Rooms().ByID("kitchen"); return err })
		if !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("View without PostgreSQL: %v, want ErrUnavailable", err)
		}
		pg.Start()
		began := time.Now()
		if up := <-changes; !up {
			t.Error("back, and told that it is lost")
		}
		l.more(100)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("it took %v until all was well again", took)
		}
	}
	l.end()
	for _, line := range []string{"PostgreSQL is lost", "PostgreSQL is back"} {
		if n := strings.Count(log.String(), line); n != 2 {
			t.Errorf("%q was logged %d times, want 2:\n%s", line, n, log.String())
		}
	}
}

func TestAFunctionOfAnUpdateMayEndItsGoroutine(t *testing.T) {
	c := newNodes(t, 1)
	for range 20 { // more than there are places
		var all sync.WaitGroup
		all.Go(func() {
			err := c.all[0].Update(context.Background(), func(tx store.Tx) error {
				e := message("kitchen", "ada", "never")
				if err := tx.Events().Append(&e); err != nil {
					return err
				}
				runtime.Goexit()
				return nil
			})
			t.Errorf("Update came back with %v", err)
		})
		all.Wait()
	}
	if e, err := c.send(0, message("kitchen", "ada", "1")); err != nil || e.Seq != 1 {
		t.Errorf("afterwards: seq %d, %v", e.Seq, err)
	}
}

// syncBuffer is a log that is read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

package sqlite

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
)

// How many Updates share a commit, and for how long they are gathered.
const (
	groupMax  = 256
	groupTime = 4 * time.Millisecond
)

// writer is the one goroutine that writes, and what it owns.
type writer struct {
	store   *Store
	conn    *conn
	log     *slog.Logger
	faults  *sparse.Log
	memory  memory
	listens []func(store.Commit)
	done    chan struct{} // closed when the queue is closed and empty

	group    []*update    // those of the open transaction whose functions ran
	told     store.Commit // what they changed
	guard    bool         // run each function inside a savepoint
	trimmed  error        // how the last attempt to keep the log short failed, if it did; told by Close
	reserved bool         // the log was made as long as it will be
	written  int          // statements that wrote since the log's length was last asked for
}

func newWriter(s *Store, c *conn, log *slog.Logger, faults *sparse.Log) *writer {
	return &writer{store: s, conn: c, log: log, faults: faults, done: make(chan struct{})}
}

func (w *writer) listen(fn func(store.Commit)) { w.listens = append(w.listens, fn) }

func (w *writer) loop() {
	finished := false
	defer func() {
		if finished {
			close(w.done)
			return
		}
		// A function ended this goroutine (runtime.Goexit, as a test's FailNow
		// does), or the writer itself panicked. Its group is lost; the store goes on.
		err := errors.New("store: a function given to Update ended the writer")
		if p := recover(); p != nil {
			w.faults.Panic("panic in the writer", p)
			err = errors.Join(store.ErrUnknown, errors.New("store: the writer panicked"))
		}
		w.abort(err)
		go w.loop()
	}()
	for u := range w.store.queue {
		w.commit(u)
		// Those who have their answer go first: on a single processor they would
		// otherwise wait for the next commit to be on disk.
		runtime.Gosched()
		w.trim()
	}
	finished = true
}

// commit runs u and whatever else is waiting in one transaction.
func (w *writer) commit(u *update) {
	w.group, w.told, w.guard = w.group[:0], store.Commit{}, false
	w.conn.damaged = nil
	if _, err := w.conn.exec("BEGIN IMMEDIATE"); err != nil {
		if busy(err) {
			err = errors.Join(store.ErrOverload, err)
		}
		u.done <- err
		return
	}
	until := time.Now().Add(groupTime)
	for u != nil && w.conn.damaged == nil {
		if u.state.CompareAndSwap(waiting, begun) {
			w.run(u)
		}
		u = w.next(until)
	}
	if err := w.conn.damaged; err != nil {
		w.abort(err)
		if u != nil {
			u.done <- err
		}
		return
	}
	if _, err := w.conn.exec("COMMIT"); err != nil {
		if !errors.Is(err, store.ErrFull) {
			err = errors.Join(store.ErrUnknown, err)
		}
		w.abort(err)
		return
	}
	w.memory.keep()
	w.announce()
	for _, u := range w.group {
		u.done <- u.err
	}
	w.group = w.group[:0] // they have their answer, whatever comes
}

// next returns another update for the group, or nil: it is full, old, or
// nobody is waiting.
func (w *writer) next(until time.Time) *update {
	if len(w.group) >= groupMax || !time.Now().Before(until) {
		return nil
	}
	select {
	case u := <-w.store.queue:
		return u // nil when closed
	default:
		return nil
	}
}

// run adds u to the group.
func (w *writer) run(u *update) {
	w.group = append(w.group, u)
	if dirty := w.try(u); dirty {
		w.again()
	}
}

// try runs one function. It reports whether the transaction now holds writes
// of a function that failed.
func (w *writer) try(u *update) (dirty bool) {
	t := newTx(&tx{conn: w.conn, store: w.store, write: w, guard: w.guard})
	before, told := w.memory.mark(), w.told
	u.err = call(u.fn, t)
	if u.err != nil {
		w.told = told
	}
	switch {
	case w.conn.damaged != nil:
	case u.err == nil:
		t.release()
	case t.saved:
		t.undo()
		w.memory.undo(before)
	case t.wrote:
		return true
	}
	return false
}

// again undoes the group after its last function failed and runs the others
// once more, guarded.
func (w *writer) again() {
	for _, sql := range []string{"ROLLBACK", "BEGIN IMMEDIATE"} {
		if _, err := w.conn.exec(sql); err != nil {
			w.conn.damage(err)
			return
		}
	}
	w.memory.undo(mark{})
	w.told, w.guard = store.Commit{}, true
	for _, u := range w.group[:len(w.group)-1] {
		w.try(u)
		if w.conn.damaged != nil {
			return
		}
	}
}

// abort undoes the group and answers err to all of it, also to those who had
// failed by themselves: what they had seen may be what is undone now.
func (w *writer) abort(err error) {
	if _, e := w.conn.exec("ROLLBACK"); e != nil && w.conn.damaged == nil {
		err = errors.Join(err, e)
	}
	w.memory.undo(mark{})
	for _, u := range w.group {
		u.done <- err
	}
	w.group = w.group[:0]
}

func (w *writer) announce() {
	t := &w.told
	if len(t.Events)+len(t.Inbox)+len(t.Users)+len(t.Ended) == 0 && t.Emoji == 0 {
		return
	}
	for _, fn := range w.listens {
		w.tell(fn)
	}
}

// tell tells one of those who listen. If it panics the commit stands.
func (w *writer) tell(fn func(store.Commit)) {
	defer w.faults.Survive("telling of a commit", nil)
	fn(w.told)
}

// call runs fn and turns a panic into an error.
func call(fn func(store.Tx) error, t *tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: panic in Update: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(&t.nouns)
}

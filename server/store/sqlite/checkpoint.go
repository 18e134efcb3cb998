package sqlite

import (
	"errors"
	"sync/atomic"

	"github.com/confab/confab/server/sparse"
)

// logFrames is how long the write-ahead log may grow, in pages of 4 KiB,
// before its content is moved into the database: 16 MiB. Longer makes reading
// and the start after a crash slower, shorter moves the same page more often.
const logFrames = 4000

// tailFrames is a rest of the log that the writer moves without anyone
// noticing.
const tailFrames = 200

// checkpointer moves the log's content into the database on a goroutine and a
// connection of its own, beside the writer: the writer doing it would keep
// everyone waiting for many milliseconds. What is committed in the meantime
// stays behind; the writer moves that short rest itself (trim), and only
// then, with nothing left in it, does SQLite begin the log anew.
//
// A failure, as of a full disk, leaves everything in the log, where it is as
// safe and as readable as before, to be tried again.
type checkpointer struct {
	conn   *conn
	faults *sparse.Log
	kick   chan struct{} // the log is long; closed at the end
	done   chan struct{} // closed when the goroutine has ended
	state  atomic.Int32
	err    error // why the last move failed; of whom the state belongs to
}

// The states of a checkpointer. The writer moves it from idle to moving and
// from restLeft and failed to idle, its own goroutine from moving on.
const (
	idle int32 = iota
	moving
	restLeft
	failed
)

func newCheckpointer(c *conn, faults *sparse.Log) *checkpointer {
	return &checkpointer{conn: c, faults: faults, kick: make(chan struct{}, 1), done: make(chan struct{})}
}

func (c *checkpointer) loop() {
	defer close(c.done)
	for range c.kick {
		c.turn()
	}
}

// turn moves once. If it panics that has failed.
func (c *checkpointer) turn() {
	defer c.faults.Survive("moving the write-ahead log", func() {
		c.err = errors.New("store: moving the log panicked")
		c.state.Store(failed)
	})
	c.state.Store(c.move())
}

// move moves what is in the log, and again what came in meanwhile. It returns
// the next state.
func (c *checkpointer) move() int32 {
	for range 3 {
		var size, moved int64
		if size, moved, c.err = c.conn.checkpoint("PASSIVE"); c.err != nil {
			return failed
		}
		if size-moved <= tailFrames {
			return restLeft
		}
	}
	return idle
}

// close ends the goroutine, and tells why the last move failed if the writer
// has not seen it.
func (c *checkpointer) close() error {
	close(c.kick)
	<-c.done
	err := c.conn.close()
	if c.state.Load() == failed {
		err = errors.Join(c.err, err)
	}
	return err
}

// checkpoint runs SQLite's checkpoint and returns the log's length and how
// much of it is in the database, in pages. NOOP only asks.
func (c *conn) checkpoint(mode string) (size, moved int64, err error) {
	r, err := c.one("PRAGMA wal_checkpoint(" + mode + ")")
	if err != nil {
		return 0, 0, err
	}
	return r.Int(1), r.Int(2), nil
}

// trim keeps the log short. It is called between two transactions of the
// writer, after everyone of the last one has their answer.
func (w *writer) trim() {
	k := w.store.checkpointer
	switch k.state.Load() {
	case restLeft:
		k.state.Store(idle)
		_, _, err := w.conn.checkpoint("PASSIVE")
		w.tried(err)
	case failed:
		k.state.Store(idle)
		w.tried(k.err)
	case idle:
		// A statement writes at least one page, as a rule not many: asking for
		// the log's length each time would cost more than it saves.
		if w.written < logFrames/40 {
			return
		}
		w.written = 0
		w.reserve()
		size, _, err := w.conn.checkpoint("NOOP")
		if err != nil {
			w.tried(err)
		} else if size >= logFrames {
			k.state.Store(moving)
			k.kick <- struct{}{} // holds one, and moving is set once at a time
		}
	}
}

// logReserve is how much of the disk the log gets once it is seen to be used, in
// bytes: as long as it becomes, each page with a head of 24 bytes. In a file
// that grows each fsync waits for the file system's journal too, and for what
// other programs have in it: on a busy machine with ext4, medians of 8 runs,
// 0.43 ms against 0.20 ms where all was written before; the slowest hundredth
// differed less and varied. With fallocate the store was no faster.
const logReserve = (logFrames + logFrames/8) * (4096 + 24)

// reserve makes the log as long as it will be, once, between two transactions
// of the writer, the only one who makes it longer. SQLite tells what it wrote
// from what lies behind, as it does with a log that was begun anew.
func (w *writer) reserve() {
	if w.reserved {
		return
	}
	w.reserved = true
	if err := reserve(w.store.path+"-wal", logReserve); err != nil {
		w.log.Warn("The database's write-ahead log cannot be made long at once. It grows as it is used.", "error", err)
	}
}

// tried notes how an attempt to keep the log short ended. Trouble is logged
// once, and once when it is over.
func (w *writer) tried(err error) {
	switch {
	case err != nil && w.trimmed == nil:
		w.log.Error("The database's write-ahead log cannot be kept short. Nothing is lost, but it grows.", "error", err)
	case err == nil && w.trimmed != nil:
		w.log.Info("The database's write-ahead log is kept short again.")
	}
	w.trimmed = err
}

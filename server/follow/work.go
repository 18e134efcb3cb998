package follow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// mostError is how much of an error is stored with a dead event, in bytes.
const mostError = 500

// batch is the events of one room that are processed together.
type batch struct {
	cursor store.Cursor
	events []wire.Event
	task   task  // a copy
	err    error // of Do or Write
}

// last is the seq of the last event.
func (b *batch) last() int64 { return b.events[len(b.events)-1].Seq }

// work processes the next events of rooms.
func (w *worker) work(ctx context.Context, rooms []string, tasks []task) {
	batches, err := w.read(ctx, rooms, tasks)
	if err != nil {
		w.away(rooms, err)
		return
	}
	for _, b := range batches {
		b.err = w.guarded(func() error { return w.do(ctx, b) })
	}
	if err := w.write(ctx, batches); err != nil {
		for _, b := range batches {
			switch {
			case b.err != nil, len(b.events) == 0:
			case faultless(err):
				b.err = err
			default: // one by one, so that a failure affects only its own room
				b.err = w.write(ctx, []*batch{b})
			}
		}
	}
	for _, b := range batches {
		w.settle(ctx, b)
	}
}

// read reads the next events of rooms.
func (w *worker) read(ctx context.Context, rooms []string, tasks []task) (batches []*batch, err error) {
	err = w.o.Store.View(ctx, func(tx store.Tx) error {
		batches = batches[:0]
		for i, room := range rooms {
			c, err := tx.Cursors().Get(w.Name, room)
			if errors.Is(err, store.ErrNotFound) {
				c, err = store.Cursor{Follower: w.Name, Room: room}, nil
			}
			if err != nil {
				return err
			}
			b := &batch{cursor: c, task: tasks[i]}
			if most := b.most(); !w.early(c) {
				if b.events, err = tx.Events().After(room, c.Seq, most); err != nil && !errors.Is(err, store.ErrNotFound) {
					return err
				}
			}
			batches = append(batches, b)
		}
		return nil
	})
	return batches, err
}

// most is the maximum number of events to process at once.
func (b *batch) most() int {
	if b.cursor.Tries > 0 || b.cursor.Seq < b.task.single {
		return 1
	}
	return eventsAtOnce
}

// early reports whether the failed event must not be retried yet.
func (w *worker) early(c store.Cursor) bool { return c.Due > w.o.Clock().UnixMilli() }

// do calls Do.
func (w *worker) do(ctx context.Context, b *batch) error {
	if w.Do == nil || len(b.events) == 0 {
		return nil
	}
	return w.Do(ctx, b.events)
}

// write calls Write for the batches that have not failed, and moves their
// cursors, in one transaction.
func (w *worker) write(ctx context.Context, batches []*batch) error {
	batches = slices.DeleteFunc(slices.Clone(batches), func(b *batch) bool { return b.err != nil || len(b.events) == 0 })
	if len(batches) == 0 {
		return nil
	}
	err := w.o.Store.Update(ctx, func(tx store.Tx) error {
		return w.guarded(func() error {
			for _, b := range batches {
				if w.Write != nil {
					if err := w.Write(tx, b.events); err != nil {
						return err
					}
				}
				if err := tx.Cursors().Move(store.Cursor{Follower: w.Name, Room: b.cursor.Room, Seq: b.last()}, b.cursor.Seq); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err == nil && w.Wrote != nil {
		w.Wrote()
	}
	return err
}

// guarded calls fn and turns a panic into an error.
func (w *worker) guarded(fn func() error) (err error) {
	defer w.o.Faults.Survive("the follower "+w.Name, func() { err = errPanic })
	return fn()
}

// errPanic means that a follower panicked, which was logged.
var errPanic = errors.New("follow: a panic, see the log")

// settle records the result of a batch.
func (w *worker) settle(ctx context.Context, b *batch) {
	room, now := b.cursor.Room, time.Now()
	switch {
	case b.err == nil && len(b.events) == 0 && w.early(b.cursor):
		wait := time.Duration(b.cursor.Due-w.o.Clock().UnixMilli()) * time.Millisecond
		w.queue.later(room, now.Add(wait), 0)
	case b.err == nil && len(b.events) == 0:
		w.queue.done(room, 0, false)
	case b.err == nil:
		w.queue.done(room, len(b.events), len(b.events) == b.most())
	case errors.Is(b.err, store.ErrExists):
		w.queue.later(room, now, 0) // another node did it; continue from the new cursor
	case faultless(b.err) || ctx.Err() != nil:
		w.away([]string{room}, b.err)
	case len(b.events) > 1:
		w.queue.later(room, now, b.last()) // process one at a time, to find the one that fails
	default:
		w.refuse(ctx, b)
	}
}

// faultless reports whether err has nothing to do with the event.
func faultless(err error) bool {
	for _, is := range []error{ErrAway, context.Canceled, context.DeadlineExceeded, store.ErrUnavailable, store.ErrUnknown,
		store.ErrOverload, store.ErrFull, store.ErrClosed} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}

// away makes rooms be retried later.
func (w *worker) away(rooms []string, err error) {
	w.failed("a follower is held up", err)
	due := time.Now().Add(w.o.Times.Backoff)
	for _, room := range rooms {
		w.queue.later(room, due, 0)
	}
}

// refuse counts a failure of the only event of b, which is retried later or given
// up.
func (w *worker) refuse(ctx context.Context, b *batch) {
	c, e := b.cursor, b.events[0]
	from, wait := c.Seq, w.backoff(c.Tries)
	c.Tries++
	c.Due = w.o.Clock().Add(wait).UnixMilli()
	dead := c.Tries >= w.o.Times.Tries
	if dead {
		c.Seq, c.Tries, c.Due = e.Seq, 0, 0
	}
	err := w.o.Store.Update(ctx, func(tx store.Tx) error {
		if dead {
			d := store.DeadEvent{Follower: w.Name, Room: c.Room, Seq: e.Seq, At: w.o.Clock().UnixMilli(), Error: clip(b.err.Error())}
			if err := tx.Cursors().Bury(d); err != nil {
				return err
			}
		}
		return tx.Cursors().Move(c, from)
	})
	if err != nil {
		if !errors.Is(err, store.ErrExists) {
			w.failed("a failure of a follower cannot be noted", err)
		}
		w.queue.later(c.Room, time.Now().Add(w.o.Times.Backoff), 0)
		return
	}
	w.queue.failed(dead)
	attrs := []any{"follower", w.Name, "room", c.Room, "seq", e.Seq, "error", b.err}
	if dead {
		w.o.Faults.Error(w.Name, "a follower gave up an event; confab doctor lists them", attrs...)
		w.queue.later(c.Room, time.Now(), 0)
		return
	}
	w.o.Faults.Warn(w.Name, "a follower failed, and will try again", append(attrs, "in", fmt.Sprint(wait))...)
	w.queue.later(c.Room, time.Now().Add(wait), 0)
}

// backoff returns how long to wait after tries failures and one more.
func (w *worker) backoff(tries int) time.Duration {
	return min(w.o.Times.Backoff<<min(tries, 20), maxBackoff)
}

// clip shortens an error to the length that is stored.
func clip(text string) string { return strings.ToValidUTF8(text[:min(len(text), mostError)], "") }

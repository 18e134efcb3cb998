package postgres

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"
	"sync"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
)

// How often a function is run again because of others (a conflict, or rights
// that changed), and because a connection was lost before the commit.
const (
	conflictsMax = 20
	lossesMax    = 3
)

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.leave()
	ctx, cancel := context.WithTimeout(context.Background(), limits.Commit)
	defer cancel()
	in := s.classes.guess(fn)
	alone := false
	conflicts, losses := 0, 0
	for {
		t := newTx(&tx{store: s, class: in, alone: alone, take: func() (*conn, error) { return s.takeWriter(ctx) }})
		err := s.attempt(t, fn)
		switch {
		case t.again != 0:
			if conflicts++; conflicts < conflictsMax {
				in, alone = t.again, t.alone
				continue
			}
			err = store.ErrOverload
		case t.conflict:
			if conflicts++; conflicts < conflictsMax {
				continue
			}
		case t.lost:
			s.health.suspect()
			if losses++; losses < lossesMax && s.health.Up() && ctx.Err() == nil {
				continue
			}
		}
		s.classes.learn(fn, in, t.changed.written)
		return err
	}
}

// enter takes a place among those that may write at once, waiting in the queue
// if they are taken until ctx ends.
func (s *Store) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !s.open.enter() {
		return store.ErrClosed
	}
	select {
	case s.writing <- struct{}{}:
		return nil
	default:
	}
	if s.waiting.Add(1) > int64(s.queue) {
		s.waiting.Add(-1)
		s.open.leave()
		return store.ErrOverload
	}
	defer s.waiting.Add(-1)
	late := time.NewTimer(limits.Commit)
	defer late.Stop()
	var err error
	select {
	case s.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-late.C:
		err = store.ErrOverload
	}
	s.open.leave()
	return err
}

func (s *Store) leave() {
	<-s.writing
	s.open.leave()
}

// attempt runs fn once in t and ends t, however fn ends.
func (s *Store) attempt(t *tx, fn func(store.Tx) error) (err error) {
	ended := false
	defer func() {
		if t.appends != "" {
			s.contention.leave(t.appends)
		}
		if ended {
			return
		}
		if t.grouped != nil { // runtime.Goexit, as a test's FailNow does
			t.grouped.finished <- false
		}
		t.rollback()
	}()
	err = call(fn, t)
	if t.grouped != nil {
		err = t.finish(err)
		ended = true
		return err
	}
	if err != nil && t.again == 0 && t.failed == nil && t.assumed {
		// It decided by memory alone. Beginning tells whether that is still so.
		if unsure := t.run(); unsure != nil {
			err = unsure
		}
	}
	switch {
	case t.again != 0:
		t.rollback()
	case t.failed != nil:
		// What the function made of it does not matter if it is run again, and
		// its own error is what the caller understands if not.
		if err == nil || t.lost || t.conflict {
			err = t.failed
		}
		t.rollback()
	case err != nil || !t.wrote:
		if err == nil && t.assumed {
			err = t.run() // begins, and so finds out
		}
		t.rollback()
	default:
		err = t.commit()
	}
	ended = true
	return err
}

// commit ends a transaction that wrote, tells of it, and gives the connection
// back.
func (t *tx) commit() error {
	c := t.conn
	if len(t.told.Users) > 0 { // under the lock of the rights, which is held until the commit
		t.store.order.enqueue(&t.ticket, usersQueue)
	}
	qs := make([]query, 0, 2)
	if t.changed.written {
		qs = append(qs, query{sql: `UPDATE rights SET version = version + 1`})
	}
	qs = append(qs, query{sql: `COMMIT`})
	err := c.run(qs...)
	if err != nil {
		c.kill()
		t.conn = nil
		t.store.order.leave(&t.ticket)
		what, e := classify(err)
		if refused(err) {
			t.failed, t.conflict = e, what == conflict
			return e
		}
		t.store.health.suspect()
		return unknown(err)
	}
	t.conn = nil
	c.release()
	if t.changed.written {
		t.store.rights.advance(t.version, t.changed.users, t.changed.members, t.changed.rooms)
	}
	t.store.rights.forget(t.marks)
	t.store.order.commit(&t.ticket, t.told)
	return nil
}

// rollback undoes what t did and gives the connection back.
func (t *tx) rollback() {
	defer t.store.order.leave(&t.ticket)
	c := t.conn
	if c == nil {
		return
	}
	t.conn = nil
	if t.lost || c.run(query{sql: `ROLLBACK`}) != nil {
		c.kill()
		return
	}
	c.release()
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

// classes remembers in which class the functions of one place in the program
// ran last, so that most run once.
type classes struct{ known sync.Map }

func codeOf(fn func(store.Tx) error) uintptr { return reflect.ValueOf(fn).Pointer() }

func (c *classes) guess(fn func(store.Tx) error) class {
	if _, ok := c.known.Load(codeOf(fn)); ok {
		return heavy
	}
	return light
}

func (c *classes) learn(fn func(store.Tx) error, ran class, wroteRights bool) {
	switch {
	case wroteRights:
		c.known.Store(codeOf(fn), true)
	case ran == heavy:
		c.known.Delete(codeOf(fn))
	}
}

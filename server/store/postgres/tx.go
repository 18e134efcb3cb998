package postgres

import (
	"errors"

	"github.com/confab/confab/server/store"
)

// class is what a transaction may do.
type class int

const (
	viewing class = iota
	light         // write what decides nothing about rights
	heavy         // write anything, alone
)

// errAgain is what a function gets from tx after which it is run again. It
// never leaves Update.
var errAgain = errors.New("postgres: run the function again")

// tx is one View, or one run of the function of an Update. It begins with the
// first statement, which goes to the server together with what begins it.
type tx struct {
	store   *Store
	class   class
	alone   bool     // it must not join a group
	grouped *grouped // its part in the group that it joined
	take    func() (*conn, error)
	bounds  bounds // of a View
	conn    *conn  // nil before the first statement

	version  int64 // of the rights that it goes by; 0: none yet
	assumed  bool  // version was taken from memory and is not confirmed yet
	again    class // not 0: run the function again, in this class
	failed   error // the first error, after which the transaction cannot go on
	lost     bool  // failed is the loss of the connection
	conflict bool  // failed is a conflict with others
	wrote    bool

	changed struct { // what it changed of the rights
		written bool
		users   []string
		members []memberKey
		rooms   []string // all members of them
	}
	marks   []memberKey     // members whose read marker it moved
	appends string          // the first room that it appends to, while light
	created map[string]bool // rooms that it created
	held    map[int64]bool  // rooms whose row it holds
	ahead   []query         // goes before the next statement, in its round trip
	ticket  ticket
	told    store.Commit
	nouns   nouns // what the function is given
}

// newTx completes t, which is about to begin, and returns it.
func newTx(t *tx) *tx {
	t.nouns.of(t)
	return t
}

// The statements that begin a transaction. The lock comes in a statement of its
// own: what the next one sees is as of after it was granted.
const (
	beginView   = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`
	beginUpdate = `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE`
	shareRights = `SELECT pg_advisory_xact_lock_shared($1)`
	ownRights   = `SELECT pg_advisory_xact_lock($1)`
	rightsNow   = `SELECT version FROM rights WHERE one`
)

// run carries out qs in one round trip, begun if need be.
func (t *tx) run(qs ...query) error {
	switch {
	case t.again != 0:
		return errAgain
	case t.failed != nil:
		return t.failed
	case t.grouped != nil:
		// It does more than append one event, and does it again in a
		// transaction of its own.
		t.again, t.alone = light, true
		return errAgain
	}
	if t.failed = t.bounds.ended(); t.failed != nil {
		return t.failed
	}
	if len(t.ahead) > 0 {
		qs = append(t.ahead, qs...)
		t.ahead = nil
	}
	version := t.version
	var err error
	if t.conn == nil {
		err = t.begin(append(beginning(t, &version), qs...))
	} else {
		err = t.conn.run(qs...)
	}
	if err != nil {
		var what errorClass
		what, t.failed = classify(err)
		if t.class == viewing && timedOut(err) {
			t.failed = store.ErrLate
		}
		t.lost, t.conflict = what == lost, what == conflict
		return t.failed
	}
	if t.class != viewing && version != t.version {
		t.store.rights.at(version)
		if t.assumed {
			t.again = t.class
			return errAgain
		}
		t.version = version
	}
	t.assumed = false
	return nil
}

// begin gets a connection and carries out the first statements on it. A
// connection that proves to be broken is replaced, as long as nothing came of it.
func (t *tx) begin(qs []query) error {
	for losses := 0; ; losses++ {
		c, err := t.take()
		if err != nil {
			return err
		}
		t.conn = c
		if err = c.run(qs...); err == nil {
			return nil
		}
		if what, _ := classify(err); what != lost || c.seen || losses >= lossesMax {
			return err
		}
		t.store.health.suspect()
		c.kill()
		t.conn = nil
	}
}

// beginning returns what goes before the first statement.
func beginning(t *tx, version *int64) []query {
	if t.class == viewing {
		return []query{{sql: beginView, setup: true}, {sql: t.bounds.begin, setup: true}}
	}
	lock := shareRights
	if t.class == heavy {
		lock = ownRights
	}
	return []query{
		{sql: beginUpdate, setup: true},
		{sql: lock, args: []any{int64(lockRights)}, setup: true},
		{sql: rightsNow, setup: true, each: func(r row) { *version = r.Int(0) }},
	}
}

// each calls fn for every row.
func (t *tx) each(fn func(row), sql string, args ...any) error {
	return t.run(query{sql: sql, args: args, each: fn})
}

// one calls fn for the first row, or returns store.ErrNotFound.
func (t *tx) one(fn func(row), sql string, args ...any) error {
	found := false
	err := t.each(func(r row) {
		if !found {
			fn(r)
		}
		found = true
	}, sql, args...)
	if err == nil && !found {
		err = store.ErrNotFound
	}
	return err
}

// exec runs a statement that writes and returns how many rows it wrote.
func (t *tx) exec(sql string, args ...any) (int64, error) {
	var n int64
	err := t.write(query{sql: sql, args: args, rows: &n})
	return n, err
}

// write carries out statements that write, in one round trip.
func (t *tx) write(qs ...query) error {
	if t.class == viewing {
		return store.ErrReadOnly
	}
	if err := t.run(qs...); err != nil {
		return err
	}
	t.wrote = true
	return nil
}

// change is asked before each write that decides about rights. In a light
// transaction it refuses: the function is run again, alone.
func (t *tx) change() error {
	switch t.class {
	case viewing:
		return store.ErrReadOnly
	case light:
		t.again = heavy
		return errAgain
	}
	t.changed.written = true
	return nil
}

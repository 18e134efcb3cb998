package store

import (
	"errors"
	"fmt"
)

// The errors that callers tell apart. Anything else is a fault of the store.
var (
	// ErrNotFound: no such row.
	ErrNotFound = errors.New("store: not found")
	// ErrExists: a unique value (id, handle, e-mail, DM pair, cid) is taken.
	ErrExists = errors.New("store: exists already")
	// ErrOverload: too many changes or Views are waiting; try again shortly.
	ErrOverload = errors.New("store: too much is waiting")
	// ErrLate: a View took longer than its Terms allow. It is an ErrOverload.
	ErrLate = fmt.Errorf("%w: a view took too long", ErrOverload)
	// ErrFull: the disk is full. Reads go on working.
	ErrFull = errors.New("store: disk full")
	// ErrUnknown: whether the commit happened is unknown; ask by cid.
	ErrUnknown = errors.New("store: result of the commit unknown")
	// ErrUnavailable: the database cannot be reached; nothing was changed.
	ErrUnavailable = errors.New("store: the database cannot be reached")
	// ErrReadOnly: a write inside View.
	ErrReadOnly = errors.New("store: write in a read-only view")
	// ErrSchemaNewer: the database was written by a newer Confab.
	ErrSchemaNewer = errors.New("store: the database was written by a newer version")
	// ErrInUse: another server has this data open.
	ErrInUse = errors.New("store: in use by another server")
	// ErrClosed: after Close.
	ErrClosed = errors.New("store: closed")
)

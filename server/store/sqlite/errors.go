package sqlite

import (
	"errors"
	"fmt"

	sqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/confab/confab/server/store"
)

// translate turns the driver's errors into the store's, and notes those after
// which SQLite may have given up the transaction by itself.
func (c *conn) translate(err error) error {
	if err == nil {
		return nil
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return store.ErrExists
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return store.ErrNotFound
	}
	if ended := c.guard.ended(); ended != nil && e.Code()&0xff == sqlite3.SQLITE_INTERRUPT {
		return ended // and the connection is good
	}
	code := e.Code() & 0xff
	if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE { // there is no space for the log's index
		code = sqlite3.SQLITE_FULL
	}
	switch code {
	case sqlite3.SQLITE_FULL:
		err = fmt.Errorf("%w (%v)", store.ErrFull, err)
		c.damage(err)
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_INTERRUPT,
		sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
		c.damage(err)
	}
	return err
}

func (c *conn) damage(err error) {
	if c.damaged == nil {
		c.damaged = err
	}
}

// busy reports whether another process holds the database's lock.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

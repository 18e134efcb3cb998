package sqlite

import (
	"github.com/confab/confab/server/store"
)

// tx is one View, or one function of Update within its group.
type tx struct {
	conn  *conn
	store *Store
	write *writer // nil in a View
	nouns nouns   // what the function is given

	guard bool // begin a savepoint before the first write
	saved bool // it has begun
	wrote bool
}

// newTx begins t on a connection and returns it.
func newTx(t *tx) *tx {
	t.nouns.of(t)
	return t
}

// exec runs a statement that writes.
func (t *tx) exec(sql string, args ...any) (int64, error) {
	if t.write == nil {
		return 0, store.ErrReadOnly
	}
	if t.guard && !t.saved {
		if _, err := t.conn.exec("SAVEPOINT one"); err != nil {
			return 0, err
		}
		t.saved = true
	}
	n, err := t.conn.exec(sql, args...)
	if err == nil {
		t.write.written++
		t.wrote = t.wrote || n > 0
	}
	return n, err
}

// release keeps what was written since the savepoint.
func (t *tx) release() {
	if t.saved {
		if _, err := t.conn.exec("RELEASE one"); err != nil {
			t.conn.damage(err)
		}
	}
}

// undo takes back what was written since the savepoint.
func (t *tx) undo() {
	if _, err := t.conn.exec("ROLLBACK TO one"); err != nil {
		t.conn.damage(err)
	}
	t.release()
}

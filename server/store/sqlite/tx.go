package sqlite

import (
	"github.com/confab/confab/server/store"
)

// tx is one View, or one function of Update within its group.
type tx struct {
	conn  *conn
	store *Store
	write *writer      // nil in a View
	told  store.Commit // what this function changed

	guard bool // begin a savepoint before the first write
	saved bool // it has begun
	wrote bool
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
		t.wrote = true
		t.write.written++
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

// The nouns. Each is the same tx under another type.
func (t *tx) Settings() store.Settings     { return settings{t} }
func (t *tx) Users() store.Users           { return users{t} }
func (t *tx) Sessions() store.Sessions     { return sessions{t} }
func (t *tx) Turns() store.Turns           { return turns{t} }
func (t *tx) Invites() store.Invites       { return invites{t} }
func (t *tx) Rooms() store.Rooms           { return rooms{t} }
func (t *tx) Members() store.Members       { return members{t} }
func (t *tx) Departures() store.Departures { return departures{t} }
func (t *tx) Events() store.Events         { return events{t} }
func (t *tx) Inbox() store.Inbox           { return inbox{t} }

package sqlite

import (
	"strconv"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/plain"
)

// nouns is the store.Tx of a transaction, and a part of its tx, so that it needs
// no memory of its own. The nouns of package plain are promoted.
type nouns struct {
	plain.Tx
	tx    *tx
	users users
	rooms rooms
}

// of makes n the nouns of t.
func (n *nouns) of(t *tx) {
	n.tx = t
	n.Conn = plainConn{t}
	n.users = users{plain.Users(n.Tx), t}
	n.rooms = rooms{plain.Rooms(n.Tx), t}
}

func (n *nouns) Users() store.Users         { return &n.users }
func (n *nouns) Rooms() store.Rooms         { return &n.rooms }
func (n *nouns) Members() store.Members     { return members{n.tx} }
func (n *nouns) Events() store.Events       { return events{n.tx} }
func (n *nouns) Reactions() store.Reactions { return reactions{n.tx, plain.Votes(n.Tx)} }
func (n *nouns) Inbox() store.Inbox         { return inbox{n.tx} }

// plainConn is what package plain is given of a transaction.
type plainConn struct{ tx *tx }

var _ plain.Conn = plainConn{}

func (c plainConn) Each(fn func(plain.Row), sql string, args ...any) error {
	var current row
	return c.tx.conn.each(func(r row) { current = r; fn(&current) }, sql, args...)
}

func (c plainConn) One(fn func(plain.Row), sql string, args ...any) error {
	r, err := c.tx.conn.one(sql, args...)
	if err == nil {
		fn(&r)
	}
	return err
}

func (c plainConn) Exec(sql string, args ...any) (int64, error) { return c.tx.exec(sql, args...) }

// Decide has the writer forget what it remembers of users. There is one writer,
// so nothing else is needed.
func (c plainConn) Decide(users ...string) error {
	if c.tx.write == nil {
		return store.ErrReadOnly
	}
	for _, id := range users {
		c.tx.write.memory.users.forget(id)
	}
	return nil
}

// Lock and ForUpdate have nothing to do: there is one writer.
func (c plainConn) Lock(string) error             { return nil }
func (c plainConn) ForUpdate(alias string) string { return "" }

func (c plainConn) In(column string, n int) string {
	return column + ` IN (SELECT value FROM ` + c.List(n) + `)`
}

// List reads the texts from JSON, as which conn binds them.
func (c plainConn) List(n int) string { return `json_each($` + strconv.Itoa(n) + `)` }

func (c plainConn) Room(id string) (int64, error) { return c.tx.num(id) }
func (c plainConn) RoomColumns() string           { return roomColumns }
func (c plainConn) Changes() *store.Commit        { return &c.tx.write.told }

package postgres

import (
	"crypto/sha256"
	"encoding/binary"
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
	return c.tx.each(func(r row) { current = r; fn(&current) }, sql, args...)
}

func (c plainConn) One(fn func(plain.Row), sql string, args ...any) error {
	return c.tx.one(func(r row) { fn(&r) }, sql, args...)
}

func (c plainConn) Exec(sql string, args ...any) (int64, error) { return c.tx.exec(sql, args...) }

// Decide makes sure that the transaction runs alone (heavy), and has the rights
// that this node remembers of users forgotten when it commits.
func (c plainConn) Decide(users ...string) error {
	if err := c.tx.change(); err != nil {
		return err
	}
	c.tx.changed.users = append(c.tx.changed.users, users...)
	return nil
}

// Lock takes an advisory lock. It is a statement of its own, so that the next one
// sees what was committed before the lock was granted, but not of a round trip.
func (c plainConn) Lock(name string) error {
	if c.tx.class != viewing {
		c.tx.ahead = append(c.tx.ahead, query{sql: ownRights, args: []any{lockName(name)}})
	}
	return nil
}

// lockName is the key of the advisory lock of a name, below zero, where no other
// is. Two names that happen to have the same key wait for each other.
func lockName(name string) int64 {
	sum := sha256.Sum256([]byte(name))
	return int64(binary.LittleEndian.Uint64(sum[:]) | 1<<63)
}

func (c plainConn) ForUpdate(alias string) string {
	if c.tx.class == viewing {
		return ""
	}
	return ` FOR UPDATE OF ` + alias
}

func (c plainConn) In(column string, n int) string {
	return column + ` = ANY ($` + strconv.Itoa(n) + `)`
}

func (c plainConn) List(n int) string { return `unnest($` + strconv.Itoa(n) + `::text[]) list (value)` }

func (c plainConn) Room(id string) (int64, error) { return c.tx.num(id) }
func (c plainConn) RoomColumns() string           { return roomColumns }
func (c plainConn) Changes() *store.Commit        { return &c.tx.told }

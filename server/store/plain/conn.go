package plain

import "github.com/confab/confab/server/store"

// Conn is one transaction of a database. Its errors are those of package store.
type Conn interface {
	// Each calls fn for every row that a SELECT finds. The row is valid until fn
	// returns; what its methods returned stays. fn must not use the Conn.
	Each(fn func(Row), sql string, args ...any) error
	// One is Each for the first row. store.ErrNotFound if there is none.
	One(fn func(Row), sql string, args ...any) error
	// Exec runs a statement that writes, and returns how many rows it wrote.
	// store.ErrReadOnly in a View; store.ErrNotFound if what a row refers to is
	// not there.
	Exec(sql string, args ...any) (int64, error)
	// Decide is called before a write on which somebody's rights may depend.
	// users are the people whose rows it changes.
	Decide(users ...string) error
	// Lock keeps others out, in an Update and until its end, who lock the same
	// name: for what has no row yet that could be held.
	Lock(name string) error
	// ForUpdate is what a SELECT ends with that reads the table called alias in
	// order to change it: an Update keeps its rows from others until its end.
	ForUpdate(alias string) string
	// In is the condition that column is one of the texts of $n, a []string.
	In(column string, n int) string
	// List is a table whose one column, value, has the texts of $n, a []string.
	List(n int) string
	// Room returns the number of a room, by which tables refer to it.
	// store.ErrNotFound.
	Room(id string) (int64, error)
	// RoomColumns is what the function of that name returned for this database.
	RoomColumns() string
	// Changes is what OnCommit's functions will be called with.
	Changes() *store.Commit
}

// Row is one row of a result. NULL reads as the zero value.
type Row interface {
	Text(i int) string
	Int(i int) int64
	Bool(i int) bool
	Bytes(i int) []byte
}

// Tx is one transaction, and what its nouns have in common.
type Tx struct{ Conn Conn }

package store

import "github.com/confab/confab/shared/wire"

// User is a person's row.
type User struct {
	wire.User
	Email    string // lower case, unique; empty for ghosts
	Password string // encoded hash; empty: cannot sign in with one
	Created  int64  // UTC milliseconds
}

// Users are the people.
type Users interface {
	// Create adds a person. ErrExists if the id, handle or e-mail is taken.
	Create(u User) error
	// ByID, ByHandle (lower case) and ByEmail (lower case) return
	// ErrNotFound if there is none.
	ByID(id string) (User, error)
	ByHandle(handle string) (User, error)
	ByEmail(email string) (User, error)
	// ByIDs returns those of ids that exist, in no order.
	ByIDs(ids []string) ([]wire.User, error)
	// ByHandles returns those of handles that exist, in no order.
	ByHandles(handles []string) ([]wire.User, error)
	// List returns up to limit people whose handle begins with query, or whose
	// name does from one of its first words on (any case), handles rising, beyond
	// the handle after. Those who are Gone are left out, and ghosts unless asked
	// for. next is the handle to go on from, "" at the end: what a page costs is
	// bound to its limit, whatever the query, so that one may be short, or empty,
	// and not the last.
	List(query, after string, ghosts bool, limit int) (page []wire.User, next string, err error)
	// ListGone is List for those who are gone, ghosts included.
	ListGone(query, after string, limit int) (page []wire.User, next string, err error)
	// Update overwrites the row with u's ID. ErrNotFound, ErrExists.
	Update(u User) error
	// OfRole returns the people of a role who are neither ghost nor gone, in no
	// order.
	OfRole(role wire.Role) ([]wire.User, error)
	// CountRole counts the people of a role who are neither ghost nor gone.
	CountRole(role wire.Role) (int, error)
}

package auth

import (
	"context"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Accounts creates and changes people's accounts. It serves the command line
// as well as Auth, and needs neither keys nor a running server.
type Accounts struct {
	Store  store.Store
	Enter  func(tx store.Tx, u store.User, room string) error
	Hasher Hasher           // nil: the usual one
	Clock  func() time.Time // nil: time.Now
}

// NewAccount is what an account is made from. Role "" means member.
type NewAccount struct {
	Name     string
	Email    string
	Password string
	Role     wire.Role
}

// Add creates a person and takes them into the rooms everybody enters.
// Returns Problems for fields that will not do, ErrNoWorkspace before setup.
func (a *Accounts) Add(ctx context.Context, n NewAccount) (store.User, error) {
	return store.User{}, errUnbuilt
}

// Find returns the person with that e-mail address, handle or id.
// store.ErrNotFound if there is none.
func (a *Accounts) Find(ctx context.Context, who string) (store.User, error) {
	return store.User{}, errUnbuilt
}

// SetPassword gives a person a new password and ends all their sessions.
// "" makes a random one. Returns the password.
func (a *Accounts) SetPassword(ctx context.Context, who, password string) (string, error) {
	return "", errUnbuilt
}

// SetRole gives a person another role. ErrLastOwner if no owner would be left.
func (a *Accounts) SetRole(ctx context.Context, who string, role wire.Role) error { return errUnbuilt }

// List returns up to limit people whose handle or name begins with query,
// beyond the handle after. Ghosts are included and marked.
func (a *Accounts) List(ctx context.Context, query, after string, limit int) ([]store.User, error) {
	return nil, errUnbuilt
}

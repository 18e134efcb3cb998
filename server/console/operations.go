package console

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/importer"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// Operations are the console's operations.
type Operations interface {
	// Import imports messages in importer's JSONL form.
	Import(ctx context.Context, in io.Reader, o importer.Options) (importer.Report, error)
	// Init creates the workspace and its owner; see auth.Accounts.Init.
	Init(ctx context.Context, n auth.NewWorkspace) (wire.User, error)
	// AddPerson creates an account; see auth.Accounts.Add.
	AddPerson(ctx context.Context, n auth.NewAccount) (wire.User, error)
	// People lists up to limit people whose name or handle begins with query,
	// after the handle after.
	People(ctx context.Context, query, after string, limit int) ([]wire.User, error)
	// SetPassword sets the password of the person with that e-mail address,
	// handle or id, a random one for "", and ends their sessions. It returns the
	// password.
	SetPassword(ctx context.Context, who, password string) (string, error)
	// SetRole sets a person's role.
	SetRole(ctx context.Context, who string, role wire.Role) error
	// Close closes the store or the connection.
	Close() error
}

// Open returns the operations on the data in dir: on the store, or through the
// server that has it open. It creates the store if there is none. It fails with
// store.ErrInUse if a server uses the data but cannot be reached.
func Open(ctx context.Context, dir string) (Operations, error) {
	st, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if errors.Is(err, store.ErrInUse) {
		return dial(ctx, dir)
	}
	if err != nil {
		return nil, err
	}
	return own(st), nil
}

// own returns the operations on a store that nothing else in this process uses.
func own(st store.Store) *local {
	rules := chat.New(st, chat.Options{})
	return &local{store: st, accounts: &auth.Accounts{Store: st, Enter: rules.Enter}, close: st.Close}
}

// Shared returns the operations on a store that several servers share. These see
// a change as they see those of another node. Close calls close.
func Shared(st store.Store, close func() error) Operations {
	ops := own(st)
	ops.close = close
	return ops
}

// On returns the operations on an open store, which Close does not close.
func On(st store.Store, accounts *auth.Accounts) Operations {
	return &local{store: st, accounts: accounts, close: func() error { return nil }}
}

// local works on the store itself.
type local struct {
	store    store.Store
	accounts *auth.Accounts
	close    func() error
}

func (l *local) Import(ctx context.Context, in io.Reader, o importer.Options) (importer.Report, error) {
	return importer.JSONL(ctx, l.store, in, o)
}

func (l *local) Init(ctx context.Context, n auth.NewWorkspace) (wire.User, error) {
	u, err := l.accounts.Init(ctx, n, chat.New(l.store, chat.Options{}).Found)
	return u.User, err
}

func (l *local) AddPerson(ctx context.Context, n auth.NewAccount) (wire.User, error) {
	u, err := l.accounts.Add(ctx, n)
	return u.User, err
}

func (l *local) People(ctx context.Context, query, after string, limit int) ([]wire.User, error) {
	return l.accounts.List(ctx, query, after, limit)
}

func (l *local) SetPassword(ctx context.Context, who, password string) (string, error) {
	password, err := l.accounts.SetPassword(ctx, who, password)
	return password, nobody(who, err)
}

func (l *local) SetRole(ctx context.Context, who string, role wire.Role) error {
	return nobody(who, l.accounts.SetRole(ctx, who, role))
}

// nobody turns store.ErrNotFound into a sentence about who.
func nobody(who string, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is nobody called %q: %w", who, err)
	}
	return err
}

func (l *local) Close() error { return l.close() }

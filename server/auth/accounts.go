package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Errors of Accounts.
var (
	// ErrNoWorkspace means that the workspace has not been set up.
	ErrNoWorkspace = errors.New("auth: the workspace has not been set up yet")
	// ErrLastOwner means that no owner would be left.
	ErrLastOwner = errors.New("auth: this is the last owner")
	// ErrGhost means that the person was imported and cannot sign in.
	ErrGhost = errors.New("auth: this person came with an import and has no account")
	// ErrRole means that there is no such role.
	ErrRole = errors.New("auth: a role is owner, admin or member")
)

// Accounts creates and changes people's accounts. The command line uses it as
// well as Auth: it needs neither keys nor a running server.
type Accounts struct {
	Store  store.Store
	Enter  func(tx store.Tx, u store.User, room string) error
	Hasher Hasher           // nil: argon2id of password.Default
	Clock  func() time.Time // nil: time.Now
}

// NewAccount are the fields of a new account. Role "" means member.
type NewAccount struct {
	Name     string
	Email    string
	Password string
	Role     wire.Role
}

// tidy returns n as it will be stored, and what is wrong with it. own are
// additional words that must not be the password.
func (n NewAccount) tidy(own ...string) (NewAccount, Problems) {
	p := Problems{}
	var problem text.Text
	n.Name, problem = cleanName(n.Name, text.EnterYourName)
	p.note(FieldName, problem)
	n.Email, problem = cleanEmail(n.Email)
	p.note(FieldEmail, problem)
	local, _, _ := strings.Cut(n.Email, "@")
	p.note(FieldPassword, password.Judge(n.Password, append(own, n.Name, n.Email, local)...))
	if n.Role == "" {
		n.Role = wire.RoleMember
	}
	return n, p
}

// create adds a person's row; encoded is the hash of n's password. It returns
// Problems if the address already has an account.
func (n NewAccount) create(tx store.Tx, encoded string, at int64) (store.User, error) {
	taken := Problems{FieldEmail: text.EmailTaken}
	if _, err := tx.Users().ByEmail(n.Email); !errors.Is(err, store.ErrNotFound) {
		if err == nil {
			err = taken
		}
		return store.User{}, err
	}
	named, err := handle.Free(tx, n.Name)
	if err != nil {
		return store.User{}, err
	}
	u := store.User{
		User:  wire.User{ID: id.New(), Handle: named, Name: n.Name, Role: n.Role},
		Email: n.Email, Password: encoded, Created: at,
	}
	return u, tx.Users().Create(u)
}

// Add creates a person and puts them into the rooms that everybody enters. It
// returns Problems for invalid fields, ErrNoWorkspace before setup, or ErrRole.
func (a *Accounts) Add(ctx context.Context, n NewAccount) (store.User, error) {
	n, problems := n.tidy()
	if err := problems.err(); err != nil {
		return store.User{}, err
	}
	if !validRole(n.Role) {
		return store.User{}, ErrRole
	}
	encoded, err := a.hasher().Hash(ctx, n.Password)
	if err != nil {
		return store.User{}, err
	}
	var created store.User
	err = a.Store.Update(ctx, func(tx store.Tx) error {
		if _, err := workspace(tx); err != nil {
			return err
		}
		u, err := n.create(tx, encoded, a.now())
		if err != nil {
			return err
		}
		created = u
		return a.Enter(tx, u, "")
	})
	if err != nil {
		return store.User{}, err // an Update that gave up may still write to created
	}
	return created, nil
}

// Find returns the person with that e-mail address, handle or id. It returns
// store.ErrNotFound if there is none.
func (a *Accounts) Find(ctx context.Context, who string) (u store.User, err error) {
	err = a.Store.View(ctx, func(tx store.Tx) error {
		u, err = lookUp(tx, who)
		return err
	})
	return u, err
}

func lookUp(tx store.Tx, who string) (store.User, error) {
	who = strings.ToLower(strings.TrimSpace(who))
	switch {
	case id.Valid(who):
		return tx.Users().ByID(who)
	case strings.Contains(strings.TrimPrefix(who, "@"), "@"):
		return tx.Users().ByEmail(who)
	}
	return tx.Users().ByHandle(strings.TrimPrefix(who, "@"))
}

// SetPassword sets a person's password and ends all their sessions. "" generates
// a random password. It returns the password. It fails with Problems,
// store.ErrNotFound or ErrGhost.
func (a *Accounts) SetPassword(ctx context.Context, who, typed string) (string, error) {
	if typed == "" {
		typed, _ = secret.New()
	}
	if why := password.Judge(typed); !why.IsZero() {
		return "", Problems{FieldPassword: why}
	}
	encoded, err := a.hasher().Hash(ctx, typed)
	if err != nil {
		return "", err
	}
	return typed, a.Store.Update(ctx, func(tx store.Tx) error {
		u, err := lookUp(tx, who)
		if err != nil {
			return err
		}
		if u.Ghost {
			return ErrGhost
		}
		u.Password = encoded
		if err := tx.Users().Update(u); err != nil {
			return err
		}
		if err := tx.Codes().RemoveAll(u.ID); err != nil {
			return err
		}
		_, err = tx.Sessions().EndAll(u.ID, "", a.now())
		return err
	})
}

// SetRole sets a person's role. It fails with ErrRole, store.ErrNotFound,
// ErrGhost, or ErrLastOwner.
func (a *Accounts) SetRole(ctx context.Context, who string, role wire.Role) error {
	if !validRole(role) {
		return ErrRole
	}
	return a.Store.Update(ctx, func(tx store.Tx) error {
		u, err := lookUp(tx, who)
		if err != nil || u.Role == role {
			return err
		}
		if u.Ghost {
			return ErrGhost
		}
		if u.Role == wire.RoleOwner {
			if n, err := tx.Users().CountRole(wire.RoleOwner); err != nil || n <= 1 {
				return errors.Join(err, ErrLastOwner)
			}
		}
		u.Role = role
		return tx.Users().Update(u)
	})
}

// List returns up to limit people after the handle after, those whose handle, or
// a word of whose name, begins with query. Ghosts are included.
func (a *Accounts) List(ctx context.Context, query, after string, limit int) (people []wire.User, err error) {
	err = a.Store.View(ctx, func(tx store.Tx) error {
		people = nil
		for next := after; len(people) < limit; {
			page, more, err := tx.Users().List(query, next, true, limit-len(people))
			if people = append(people, page...); err != nil || more == "" {
				return err
			}
			next = more
		}
		return nil
	})
	return people, err
}

func validRole(r wire.Role) bool {
	return r == wire.RoleOwner || r == wire.RoleAdmin || r == wire.RoleMember
}

// usualHasher is shared by all Accounts without a Hasher of their own, so that
// together they stay within this machine's cores.
var usualHasher = sync.OnceValue(func() Hasher { return password.New(password.Default) })

func (a *Accounts) hasher() Hasher {
	if a.Hasher == nil {
		return usualHasher()
	}
	return a.Hasher
}

func (a *Accounts) now() int64 {
	if a.Clock == nil {
		return time.Now().UnixMilli()
	}
	return a.Clock().UnixMilli()
}

// workspace returns the workspace's name. It returns ErrNoWorkspace before setup.
func workspace(tx store.Tx) (string, error) {
	name, err := tx.Settings().Get(store.SettingWorkspace)
	if errors.Is(err, store.ErrNotFound) {
		return "", ErrNoWorkspace
	}
	if err != nil {
		return "", fmt.Errorf("read the workspace's name: %w", err)
	}
	return name, nil
}

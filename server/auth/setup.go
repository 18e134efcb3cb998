package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

var (
	// ErrSetupDone means that the workspace exists, so there is nothing to set
	// up.
	ErrSetupDone = errors.New("auth: the workspace has been set up already")
	// ErrSetupCode means that the code is not the one that the server printed
	// last.
	ErrSetupCode = errors.New("auth: wrong setup code")
)

// Workspace is what pages may show of the workspace before anyone has signed in.
type Workspace struct {
	Name     string
	MainRoom string // id
}

// Workspace returns the public facts about the workspace. It returns
// ErrNoWorkspace before the first run.
func (a *Auth) Workspace(ctx context.Context) (w Workspace, err error) {
	err = a.store.View(ctx, func(tx store.Tx) error {
		if w.Name, err = workspace(tx); err != nil {
			return err
		}
		w.MainRoom, err = tx.Settings().Get(store.SettingMainRoom)
		if errors.Is(err, store.ErrNotFound) {
			w.MainRoom, err = "", nil
		}
		return err
	})
	return w, err
}

// PrepareSetup returns the code that the first run asks for, to be printed, and
// stores its hash. The code is the one from Options; or, with several nodes, one
// that all of them print; or else a new random one, which replaces any printed
// before. It returns "" if the workspace exists.
func (a *Auth) PrepareSetup(ctx context.Context) (code string, err error) {
	if _, err := a.Workspace(ctx); !errors.Is(err, ErrNoWorkspace) {
		return "", err
	}
	switch code = a.code; {
	case code != "":
	case a.shared:
		code = commonCode(a.ring.Chain())
	default:
		code = rand.Text() // 130 bits
	}
	err = a.store.Update(ctx, func(tx store.Tx) error {
		if err := checkFresh(tx); err != nil {
			return err // done on another node, a moment ago
		}
		return tx.Settings().Set(store.SettingSetupCode, hex.EncodeToString(secret.Hash(code)))
	})
	if errors.Is(err, ErrSetupDone) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("keep the setup code: %w", err)
	}
	return code, nil
}

// commonCode computes 128 bits from a secret that only the nodes of this
// workspace share, so that a node that starts later does not invalidate the code
// in another node's log.
func commonCode(chain []byte) string {
	mac := hmac.New(sha256.New, chain)
	mac.Write([]byte("the code of the first run\x00")) // no refresh token contains a NUL
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:16])
}

// CheckSetup checks whether a setup with this code may go ahead, without using
// the code up. It returns ErrSetupDone, ErrSetupCode, or a *wire.Error with
// CodeRate.
func (a *Auth) CheckSetup(ctx context.Context, code string, c Client) error {
	try, wait := a.gate.Begin(ctx, "", throttle.From{Network: clientip.Network(c.Address)})
	if wait > 0 {
		return throttled(wait)
	}
	err := a.store.View(ctx, func(tx store.Tx) error { return checkSetup(tx, code) })
	if !errors.Is(err, ErrSetupCode) {
		try.Void(ctx)
	}
	return err
}

// checkFresh returns ErrSetupDone if the workspace exists.
func checkFresh(tx store.Tx) error {
	_, err := workspace(tx)
	switch {
	case errors.Is(err, ErrNoWorkspace):
		return nil
	case err == nil:
		return ErrSetupDone
	}
	return err
}

func checkSetup(tx store.Tx, code string) error {
	if err := checkFresh(tx); err != nil {
		return err
	}
	stored, err := tx.Settings().Get(store.SettingSetupCode)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	typed := hex.EncodeToString(secret.Hash(code))
	if stored == "" || subtle.ConstantTimeCompare([]byte(stored), []byte(typed)) != 1 {
		return ErrSetupCode
	}
	return nil
}

// NewWorkspace are the fields of the first run.
type NewWorkspace struct {
	Code  string
	Name  string
	Owner NewAccount
}

// Setup creates the workspace and its owner, signed in on c. Of two at once one
// wins. It returns ErrSetupDone, ErrSetupCode, Problems, or a *wire.Error with
// CodeRate or CodeOverload.
func (a *Auth) Setup(ctx context.Context, n NewWorkspace, c Client) (Grant, error) {
	if err := a.CheckSetup(ctx, n.Code, c); err != nil {
		return Grant{}, err
	}
	name, owner, err := n.tidy()
	if err != nil {
		return Grant{}, err
	}
	encoded, err := a.hashing.hash(ctx, owner.Password, c)
	if err != nil {
		return Grant{}, err
	}
	at := a.millis()
	var o opening
	err = a.store.Update(ctx, func(tx store.Tx) error {
		if err := checkSetup(tx, n.Code); err != nil {
			return err
		}
		u, err := owner.create(tx, encoded, at)
		if err != nil {
			return err
		}
		if err := a.found(tx, u, name); err != nil {
			return err
		}
		if err := tx.Settings().Set(store.SettingSetupCode, ""); err != nil {
			return err
		}
		o = a.Sessions.open(u.ID, c)
		return o.create(tx)
	})
	if err != nil {
		return Grant{}, err
	}
	a.log.Info("the workspace was set up", "user", o.row.User, "address", c.Address)
	return a.Sessions.grant(o.row, o.refresh)
}

// tidy returns the name and the owner as they will be stored, or Problems.
func (n NewWorkspace) tidy() (name string, owner NewAccount, err error) {
	name, problem := cleanName(n.Name, text.EnterWorkspaceName)
	n.Owner.Role = wire.RoleOwner
	owner, problems := n.Owner.tidy(name)
	problems.note(FieldWorkspace, problem)
	return name, owner, problems.err()
}

// Init creates the workspace and its owner without a browser. It does what Setup
// does for an operator who has access to the data and so needs no code (n.Code is
// ignored). found is Options.Found. Nobody is signed in. It returns ErrSetupDone
// or Problems.
func (a *Accounts) Init(ctx context.Context, n NewWorkspace,
	found func(tx store.Tx, owner store.User, workspace string) error) (store.User, error) {
	name, owner, err := n.tidy()
	if err != nil {
		return store.User{}, err
	}
	encoded, err := a.hasher().Hash(ctx, owner.Password)
	if err != nil {
		return store.User{}, err
	}
	var created store.User
	err = a.Store.Update(ctx, func(tx store.Tx) error {
		if err := checkFresh(tx); err != nil {
			return err
		}
		u, err := owner.create(tx, encoded, a.now())
		if err != nil {
			return err
		}
		created = u
		if err := found(tx, u, name); err != nil {
			return err
		}
		return tx.Settings().Set(store.SettingSetupCode, "")
	})
	if err != nil {
		return store.User{}, err // an Update that gave up may still write to created
	}
	return created, nil
}

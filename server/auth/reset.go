package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
)

// ErrResetSpent means that a link for a new password does not work: it was never
// made, was used or replaced, has expired, or whoever made it may not do so any
// more. Which of these it is, is not disclosed.
var ErrResetSpent = errors.New("auth: this link for a new password does not work any more")

// Passwords replaces the passwords of people who have an account.
type Passwords struct{ auth *Auth }

// PasswordsOf returns the Passwords of a's accounts.
func PasswordsOf(a *Auth) Passwords { return Passwords{a} }

// Resetting is what a link for a new password shows to its holder.
type Resetting struct {
	Workspace string
	Email     string // of the account
}

// Resetting returns what the link with this token is for, without using it up. It
// returns ErrResetSpent, or a *wire.Error with CodeRate.
func (x Passwords) Resetting(ctx context.Context, token string, c Client) (r Resetting, err error) {
	try, wait := x.auth.gate.Begin(ctx, "", throttle.From{Network: clientip.Network(c.Address)})
	if wait > 0 {
		return r, throttled(wait)
	}
	at := x.auth.millis()
	err = x.auth.store.View(ctx, func(tx store.Tx) error {
		u, err := resetOf(tx, token, at)
		if err != nil {
			return err
		}
		r.Email = u.Email
		r.Workspace, err = workspace(tx)
		return err
	})
	if !errors.Is(err, ErrResetSpent) {
		try.Void(ctx)
	}
	return r, err
}

// resetOf returns the person whose password the link with this token may set. The
// right of whoever made it is checked now: that at the time it was made does not
// count.
func resetOf(tx store.Tx, token string, at int64) (store.User, error) {
	code, err := tx.Codes().ByHash(store.CodeReset, secret.Hash(token))
	if errors.Is(err, store.ErrNotFound) {
		code, err = tx.Codes().ByHash(store.CodeMail, secret.Hash(token))
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.User{}, ErrResetSpent
	case err != nil:
		return store.User{}, err
	case code.Expires <= at:
		return store.User{}, ErrResetSpent
	}
	u, err := tx.Users().ByID(code.User)
	if err != nil {
		return store.User{}, err
	}
	if u.Gone || u.Ghost {
		return store.User{}, ErrResetSpent
	}
	if code.By == "" {
		return u, nil
	}
	maker, err := tx.Users().ByID(code.By)
	if errors.Is(err, store.ErrNotFound) {
		return store.User{}, ErrResetSpent
	}
	if err != nil {
		return store.User{}, err
	}
	if maker.Gone || !rights.May(rights.Reset, rights.Of(maker.User)) || !rights.Outranks(maker.Role, u.Role) {
		return store.User{}, ErrResetSpent
	}
	return u, nil
}

// Reset sets the password of the person whom the link with this token is for, ends
// all their sessions, of which there were ended, and signs them in on c. The link,
// and every other one of theirs, does not work afterwards; of several who use it
// at once one does. It returns ErrResetSpent, Problems, or a *wire.Error with
// CodeRate or CodeOverload.
func (x Passwords) Reset(ctx context.Context, token, typed string, c Client) (g Grant, ended int, err error) {
	r, err := x.Resetting(ctx, token, c)
	if err != nil {
		return Grant{}, 0, err
	}
	if why := password.Judge(typed, r.Email, r.Workspace); !why.IsZero() {
		return Grant{}, 0, Problems{FieldPassword: why}
	}
	encoded, err := x.auth.hashing.hash(ctx, typed, c)
	if err != nil {
		return Grant{}, 0, err
	}
	at := x.auth.millis()
	var o opening
	err = x.auth.store.Update(ctx, func(tx store.Tx) error {
		u, err := resetOf(tx, token, at)
		if err != nil {
			return err
		}
		u.Password = encoded
		if err := tx.Users().Update(u); err != nil {
			return err
		}
		if err := tx.Codes().RemoveAll(u.ID); err != nil {
			return err
		}
		ids, err := tx.Sessions().EndAll(u.ID, "", at)
		if err != nil {
			return err
		}
		ended = len(ids)
		o = x.auth.Sessions.open(u.ID, c)
		return o.create(tx)
	})
	if errors.Is(err, ErrResetSpent) {
		return Grant{}, 0, err
	}
	if err != nil {
		return Grant{}, 0, fmt.Errorf("set a new password: %w", err)
	}
	x.auth.log.Info("a new password was set by a link", "user", o.row.User, "address", c.Address)
	g, err = x.auth.Sessions.grant(o.row, o.refresh)
	return g, ended, err
}

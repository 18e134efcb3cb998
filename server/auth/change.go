package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// ErrOldPassword means that the password to be replaced is a different one.
var ErrOldPassword error = wire.Refused(wire.CodeForbidden, text.OldPasswordWrong)

// NewPassword is a change of a person's own password.
type NewPassword struct {
	Old    string
	New    string
	Others bool // end the person's other sessions
}

// Change replaces the password of who, who has to know it: a browser left open is
// not enough. Links for a new password do not work afterwards. Change returns
// ErrOldPassword, Problems, ErrSignedOut, or a *wire.Error with CodeRate or
// CodeOverload.
func (x Passwords) Change(ctx context.Context, user, session string, n NewPassword, c Client) error {
	known, err := x.checkOld(ctx, user, session, n.Old, c)
	if err != nil {
		return err
	}
	local, _, _ := strings.Cut(known.Email, "@")
	if why := password.Judge(n.New, known.Name, known.Email, local); !why.IsZero() {
		return Problems{FieldPassword: why}
	}
	encoded, err := x.auth.hashing.hash(ctx, n.New, c)
	if err != nil {
		return err
	}
	at := x.auth.millis()
	err = x.auth.store.Update(ctx, func(tx store.Tx) error {
		if err := checkPresent(tx, user); err != nil {
			return err
		}
		u, err := tx.Users().ByID(user)
		if err != nil {
			return err
		}
		if u.Password != known.Password {
			return ErrOldPassword // changed elsewhere meanwhile
		}
		u.Password = encoded
		if err := tx.Users().Update(u); err != nil {
			return err
		}
		if n.Others {
			if _, err := tx.Sessions().EndAll(user, session, at); err != nil {
				return err
			}
		}
		return tx.Codes().RemoveAll(user)
	})
	var refused *wire.Error
	if err != nil && !errors.As(err, &refused) {
		return fmt.Errorf("change a password: %w", err)
	}
	if err == nil {
		x.auth.log.Info("a password was changed", "user", user, "address", c.Address)
	}
	return err
}

// checkOld returns the account of user if old is its password. Tries count like
// those to sign in, for this session alone, so that strangers cannot use them up.
func (x Passwords) checkOld(ctx context.Context, user, session, old string, c Client) (u store.User, err error) {
	err = x.auth.store.View(ctx, func(tx store.Tx) error {
		u, err = tx.Users().ByID(user)
		return err
	})
	if err != nil {
		return store.User{}, fmt.Errorf("look up an account: %w", err)
	}
	leave, err := x.auth.hashing.Enter(ctx, c.network(), true)
	if err != nil {
		return store.User{}, hashed(err)
	}
	defer leave()
	from := throttle.From{Network: clientip.Network(c.Address), Device: "session/" + session}
	try, wait := x.auth.gate.Begin(ctx, u.Email, from)
	if wait > 0 {
		return store.User{}, throttled(wait)
	}
	if utf8.RuneCountInString(password.Prepare(old)) > limits.PasswordMaxRunes {
		return store.User{}, ErrOldPassword
	}
	ok, _, err := x.auth.hashing.Check(ctx, old, u.Password)
	if err != nil {
		try.Void(ctx)
		return store.User{}, hashed(err)
	}
	if !ok {
		return store.User{}, ErrOldPassword
	}
	try.Succeeded(ctx)
	return u, nil
}

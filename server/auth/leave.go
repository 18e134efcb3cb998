package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Leave deletes the account of a person, who has to know its password: a browser left
// open is not enough. All their sessions end. It returns ErrOldPassword, ErrSignedOut,
// or a *wire.Error: with CodeRate or CodeOverload, or because they are the last owner.
func (x Passwords) Leave(ctx context.Context, who Identity, password string, c Client) error {
	known, err := x.checkOld(ctx, who.User, who.Session, password, c)
	if err != nil {
		return err
	}
	err = x.auth.store.Update(ctx, func(tx store.Tx) error {
		if err := checkPresent(tx, who.User); err != nil {
			return err
		}
		u, err := tx.Users().ByID(who.User)
		if err != nil {
			return err
		}
		if u.Password != known.Password {
			return ErrOldPassword // changed elsewhere meanwhile
		}
		return x.auth.depart(tx, u)
	})
	var refused *wire.Error
	if err != nil && !errors.As(err, &refused) {
		return fmt.Errorf("delete an account: %w", err)
	}
	if err == nil {
		x.auth.log.Info("an account was deleted by its owner", "user", who.User, "address", c.Address)
	}
	return err
}

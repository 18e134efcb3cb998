package auth

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// ErrNotYours means that only an owner or admin may do that.
var ErrNotYours = errors.New("auth: only an owner or admin may do that")

// Where is the address of the workspace, as its owners and admins set it.
type Where struct{ store store.Store }

// WhereOf returns the Where of a's workspace.
func WhereOf(a *Auth) Where { return Where{a.store} }

// Address returns the origin that invites begin with; "": the address that the
// inviting person uses.
func (w Where) Address(ctx context.Context) (address string, err error) {
	err = w.store.View(ctx, func(tx store.Tx) error {
		address, err = tx.Settings().Get(store.SettingAddress)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	return address, err
}

// Runs returns ErrNotYours unless user is an owner or an admin.
func (w Where) Runs(ctx context.Context, user string) error {
	return w.store.View(ctx, func(tx store.Tx) error { return runs(tx, user) })
}

// SetAddress sets, for user, what Address returns. It returns ErrNotYours.
func (w Where) SetAddress(ctx context.Context, user, address string) error {
	return w.store.Update(ctx, func(tx store.Tx) error {
		if err := runs(tx, user); err != nil {
			return err
		}
		return tx.Settings().Set(store.SettingAddress, address)
	})
}

func runs(tx store.Tx, user string) error {
	u, err := tx.Users().ByID(user)
	if err != nil {
		return err
	}
	if u.Gone || u.Role != wire.RoleOwner && u.Role != wire.RoleAdmin {
		return ErrNotYours
	}
	return nil
}

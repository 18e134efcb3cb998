package auth

import (
	"context"
	"errors"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Offer is what an invite offers a member who holds it.
type Offer struct {
	Workspace string
	By        wire.User
	Room      store.Room // where it leads; without an ID if there is no room to enter
	Inside    bool       // the member is in it already
}

// Offer returns what the invite with this token offers user. For a user who is in
// its room already the invite need not work any more. Otherwise, Offer returns
// one of the ErrInvite errors if the invite does not work.
func (a *Auth) Offer(ctx context.Context, token, user string) (o Offer, err error) {
	at := a.millis()
	err = a.store.View(ctx, func(tx store.Tx) error {
		o, _, err = a.links.offer(tx, token, user, at)
		return err
	})
	return o, err
}

// Enter puts user, who has an account, into the room of an invite and returns its
// id, or "" if there is no room to enter. It counts as a use of the invite unless
// they were in it already. It fails as Offer does, and with ErrSignedOut if user
// may not use the server any more.
func (a *Auth) Enter(ctx context.Context, token, user string) (string, error) {
	at := a.millis()
	var room string
	var entered bool
	err := a.store.Update(ctx, func(tx store.Tx) error {
		entered = false
		o, i, err := a.links.offer(tx, token, user, at)
		room = o.Room.ID
		if err != nil || o.Inside || o.Room.ID == "" {
			return err
		}
		if err := checkPresent(tx, user); err != nil {
			return err
		}
		u, err := tx.Users().ByID(user)
		if err != nil {
			return err
		}
		i.Used++
		if err := tx.Invites().Update(i); err != nil {
			return err
		}
		entered = true
		return a.links.enter(tx, u, i)
	})
	if err != nil {
		return "", err
	}
	if entered {
		a.log.Info("entered a room by invite", "user", user, "room", room)
	}
	return room, nil
}

// offer reads an invite and what it offers user.
func (l links) offer(tx store.Tx, token, user string, at int64) (o Offer, i store.Invite, err error) {
	i, err = tx.Invites().ByHash(secret.Hash(token))
	if errors.Is(err, store.ErrNotFound) {
		err = ErrInviteUnknown
	}
	if err != nil {
		return o, i, err
	}
	if o.Room, err = target(tx, i); err != nil {
		return o, i, err
	}
	if o.Room.ID != "" {
		_, err = tx.Members().Get(o.Room.ID, user)
		if o.Inside = err == nil; o.Inside {
			return o, i, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return o, i, err
		}
	}
	i, leads, err := l.invite(tx, token, user, at)
	if err == nil && i.Room != "" && o.Room.ID == i.Room && !leads {
		err = ErrInviteRoom
	}
	if err != nil {
		return o, i, err
	}
	if o.Workspace, err = workspace(tx); err != nil {
		return o, i, err
	}
	by, err := tx.Users().ByID(i.By)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	o.By = by.User
	return o, i, err
}

// target returns the room an invite leads to: its own, or the main room. It
// returns the zero Room if neither exists.
func target(tx store.Tx, i store.Invite) (store.Room, error) {
	main, err := tx.Settings().Get(store.SettingMainRoom)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.Room{}, err
	}
	for _, id := range []string{i.Room, main} {
		r, err := tx.Rooms().ByID(id)
		if err == nil && r.Kind != wire.RoomDM {
			return r, nil
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return store.Room{}, err
		}
	}
	return store.Room{}, nil
}

package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// Guests lets those in who come by an invite.
type Guests struct{ records *records }

// Guests returns the rules for those who come by an invite.
func (s *Service) Guests() Guests { return Guests{s.records} }

// Invited says what the invite i is worth to user, "" for somebody without an
// account yet, at the moment it is used: whether whoever made it may still
// invite people, and whether it leads them into its room. Into a private room it
// does as long as its maker could bring them in as well, and not if they were
// taken out of it after it was made. A public room is open to everybody anyway.
func (Guests) Invited(tx store.Tx, i store.Invite, user string) (works, leads bool, err error) {
	maker, err := tx.Users().ByID(i.By)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return false, false, nil
	case err != nil:
		return false, false, err
	case maker.Gone || maker.Ghost || !rights.May(rights.Invite, rights.Of(maker.User)):
		return false, false, nil
	case i.Room == "":
		return true, false, nil
	}
	_, leads, err = door(tx, i, maker, user)
	return true, leads, err
}

// door is what those see of before who come by the invite i of maker, and
// whether it leads user into its room.
func door(tx store.Tx, i store.Invite, maker store.User, user string) (earlier, bool, error) {
	r, err := tx.Rooms().ByID(i.Room)
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && r.Kind == wire.RoomDM:
		return earlier{}, false, nil
	case err != nil || r.Kind == wire.RoomPublic:
		return usual(r), err == nil, err
	}
	m, err := tx.Members().Get(r.ID, maker.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && !rights.May(rights.AddMember, rights.Standing{Kind: rights.Person, Role: maker.Role, Host: m.Host, Room: r.Kind}) {
		return earlier{}, false, nil
	}
	if err != nil {
		return earlier{}, false, err
	}
	gone, err := tx.Departures().Get(r.ID, user)
	switch {
	case err == nil && gone.By != user && gone.At >= i.Created:
		return earlier{}, false, nil
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return earlier{}, false, err
	}
	see, err := usual(r).within(tx, m)
	return see, err == nil, err
}

// EnterInvited is Enter for somebody who comes by the invite i: into its room as
// far as it leads them there, where they see no more than its maker.
func (s Guests) EnterInvited(tx store.Tx, u store.User, i store.Invite) error {
	if err := s.records.admit(tx, u, ""); err != nil {
		return err
	}
	works, leads, err := s.Invited(tx, i, u.ID)
	if err != nil || !works || !leads {
		return err
	}
	switch _, err := tx.Members().Get(i.Room, u.ID); {
	case err == nil:
		return nil
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	maker, err := tx.Users().ByID(i.By)
	if err != nil {
		return err
	}
	see, _, err := door(tx, i, maker, u.ID)
	if err != nil {
		return err
	}
	return s.records.enter(tx, i.Room, u.ID, u.ID, false, see)
}

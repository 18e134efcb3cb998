package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// Guests are the rules for people who come by an invite.
type Guests struct{ records *records }

// Guests returns the rules for people who come by an invite.
func (s *Service) Guests() Guests { return Guests{s.records} }

// Invited says what the invite i is worth to user, "" for somebody without an
// account yet, at the moment it is used. works: its maker may still invite
// people. leads: it leads into its room. A public room is always open. An invite
// leads into a private room as long as its maker could add the user to it, and
// not if the user was removed from it after the invite was made.
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

// door returns what a person who comes by the invite i sees of the messages
// before, and whether the invite leads user into its room.
func door(tx store.Tx, i store.Invite, maker store.User, user string) (earlier, bool, error) {
	r, err := tx.Rooms().ByID(i.Room)
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && r.Kind == wire.RoomDM:
		return earlier{}, false, nil
	case err != nil || r.Kind == wire.RoomPublic:
		return usual(r), err == nil, err
	}
	m, err := tx.Members().Get(r.ID, maker.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil &&
		!rights.May(rights.AddMember, rights.Standing{Kind: rights.Person, Role: maker.Role, Host: m.Host, Room: r.Kind}) {
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

// EnterInvited is Enter for somebody who comes by the invite i. If the invite
// leads into its room, they enter it and see no more of it than its maker does.
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

package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// MainRoom is the name of the first room of a workspace, which everybody is in.
const MainRoom = "general"

// setWorkspace renames the workspace. People see it when they next connect.
func (s people) setWorkspace(ctx context.Context, who Actor, q *wire.WorkspaceSet) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, _ place) error {
		return tx.Settings().Set(store.SettingWorkspace, q.Name)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// Found makes the workspace for its owner, whose row is there already: its
// name, its main room, the owner in it. Rooms that were imported before are
// taken over: the owner becomes their host, and one that is called like the
// main room is it. It runs inside the transaction of those who create
// accounts. A *wire.Error if the name will not do.
func (s *Service) Found(tx store.Tx, owner store.User, workspace string) error {
	name, err := checkName(workspace)
	if err != nil {
		return err
	}
	if err := tx.Settings().Set(store.SettingWorkspace, name); err != nil {
		return err
	}
	if err := s.adopt(tx, owner); err != nil {
		return err
	}
	main, err := tx.Rooms().ByName(MainRoom)
	if err == nil {
		return tx.Settings().Set(store.SettingMainRoom, main.ID)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	r := s.records.newRoom(wire.RoomPublic, owner.ID)
	r.Name = MainRoom
	if err := addRoom(tx, r); err != nil {
		return err
	}
	if err := tx.Settings().Set(store.SettingMainRoom, r.ID); err != nil {
		return err
	}
	return s.records.enter(tx, r.ID, owner.ID, owner.ID, true, allOfIt)
}

// adopted is how many imported rooms a founder is put into at most; the others
// can be found and joined.
const adopted = 200

// adopt makes the owner host of the rooms that are there already, all read.
func (s *Service) adopt(tx store.Tx, owner store.User) error {
	rooms, err := tx.Rooms().Public("", "", adopted)
	if err != nil {
		return err
	}
	for _, r := range rooms {
		m := store.Member{Room: r.ID, User: owner.ID, Host: true, Read: r.Top, At: s.records.now()}
		if err := tx.Members().Put(m); err != nil {
			return err
		}
		if err := tx.Inbox().Put(&store.InboxEntry{User: owner.ID, Kind: wire.InboxRoom, Room: r.ID}); err != nil {
			return err
		}
	}
	return nil
}

// Enter takes a person into the main room and into room, if it is not "". It
// runs inside the transaction of those who create accounts. A room that is not
// there, or is a conversation of two, is passed over; so is one they are in.
func (s *Service) Enter(tx store.Tx, u store.User, room string) error {
	return s.records.admit(tx, u, room)
}

// admit is Enter.
func (r *records) admit(tx store.Tx, u store.User, room string) error {
	main, err := tx.Settings().Get(store.SettingMainRoom)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if room == main {
		room = ""
	}
	for _, id := range []string{main, room} {
		if id == "" {
			continue
		}
		if err := r.admitOnce(tx, u, id); err != nil {
			return err
		}
	}
	return nil
}

// admitOnce takes a person into one room they may not be in yet.
func (r *records) admitOnce(tx store.Tx, u store.User, room string) error {
	into, err := tx.Rooms().ByID(room)
	if errors.Is(err, store.ErrNotFound) || (err == nil && into.Kind == wire.RoomDM) {
		return nil
	}
	if err != nil {
		return err
	}
	switch _, err := tx.Members().Get(room, u.ID); {
	case err == nil:
		return nil
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	return r.enter(tx, room, u.ID, u.ID, false, usual(into))
}

package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// MainRoom is the name of the first room of a workspace, which everybody is in.
const MainRoom = "general"

// setWorkspace renames the workspace. People see the new name when they next
// connect.
func (s people) setWorkspace(ctx context.Context, who Actor, q *wire.WorkspaceSet) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		return tx.Settings().Set(store.SettingWorkspace, q.Name)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// getWorkspace returns how much there is in the workspace.
func (s people) getWorkspace(ctx context.Context, who Actor, _ *wire.WorkspaceGet) (*wire.WorkspaceInfo, error) {
	var answer *wire.WorkspaceInfo
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) (err error) {
		answer = &wire.WorkspaceInfo{Days: []wire.WorkspaceDay{}}
		if answer.Name, err = tx.Settings().Get(store.SettingWorkspace); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		for role, count := range map[wire.Role]*int{
			wire.RoleOwner: &answer.Owners, wire.RoleAdmin: &answer.Admins, wire.RoleMember: &answer.Members,
		} {
			if *count, err = tx.Users().CountRole(role); err != nil {
				return err
			}
		}
		kinds, err := tx.Rooms().Count()
		if err != nil {
			return err
		}
		answer.Public, answer.Private = kinds[wire.RoomPublic], kinds[wire.RoomPrivate]
		days, err := tx.Activity().Days(store.DayOf(s.records.now()) - limits.ActivityDays + 1)
		for _, d := range days {
			answer.Days = append(answer.Days, wire.WorkspaceDay{Day: d.Day, Messages: d.Messages, People: d.People})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// Found creates the workspace for its owner, whose row exists already: its name,
// and its main room with the owner in it. Rooms that were imported before are
// taken over: the owner becomes their host, and a room with the name of the main
// room becomes the main room. It runs inside the transaction that creates the
// account. It returns a *wire.Error if the name is not allowed.
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

// adopted is the maximum number of imported rooms into which a founder is put.
// The others can be found and joined.
const adopted = 200

// adopt makes the owner host of the existing rooms, with everything in them read.
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

// Enter puts a person into the main room and into room, if it is not "". It runs
// inside the transaction that creates the account. It skips a room that does not
// exist, is a conversation, or has the person in it already.
func (s *Service) Enter(tx store.Tx, u store.User, room string) error {
	return s.records.admit(tx, u, room)
}

// admit implements Enter.
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

// admitOnce puts a person into one room, if they are not in it yet.
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

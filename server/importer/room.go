package importer

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// settingRoom, with the room's name in the input, is the setting that holds the
// id of the room into which it was imported.
const settingRoom = "import.room."

// room returns the room to import into, which is created if it does not exist.
func (w *writing) room(name string) (*room, error) {
	if r := w.rooms[name]; r != nil {
		return r, nil
	}
	r := &room{seqs: map[int64]int64{}, members: map[string]bool{}}
	if known := w.im.rooms[name]; known != nil {
		r.id = known.id
	} else {
		var err error
		if r.id, err = w.findRoom(name); err != nil {
			return nil, err
		}
	}
	w.rooms[name] = r
	return r, nil
}

func (w *writing) findRoom(name string) (string, error) {
	found, err := w.tx.Settings().Get(settingRoom + name)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return found, err
	}
	r, err := w.tx.Rooms().ByName(name)
	if errors.Is(err, store.ErrNotFound) {
		epoch := id.New()
		r = store.Room{ID: id.New(), Kind: wire.RoomPublic, Name: name, Created: w.now, Epoch: epoch[len(epoch)-12:]}
		w.report.Rooms++
		err = w.tx.Rooms().Create(r)
	}
	if err != nil {
		return "", err
	}
	return r.ID, w.tx.Settings().Set(settingRoom+name, r.ID)
}

// finish makes the workspace's owners and admins members of each room with no
// other members than ghosts, with everything in it read, so that they see it.
// Everybody else finds the room among the public ones.
func (im *importer) finish(ctx context.Context) error {
	for _, r := range im.rooms {
		if err := im.update(ctx, func(tx store.Tx) error { return im.show(tx, r.id) }); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) show(tx store.Tx, room string) error {
	there, err := tx.Members().IDs(room)
	if err != nil || len(there) > 0 {
		return err
	}
	r, err := tx.Rooms().ByID(room)
	if err != nil {
		return err
	}
	for _, role := range []wire.Role{wire.RoleOwner, wire.RoleAdmin} {
		people, err := tx.Users().OfRole(role)
		if err != nil {
			return err
		}
		for _, p := range people {
			m := store.Member{Room: room, User: p.ID, Read: r.Top, At: im.now().UnixMilli()}
			if err := tx.Members().Put(m); err != nil {
				return err
			}
			if err := tx.Inbox().Put(&store.InboxEntry{User: p.ID, Kind: wire.InboxRoom, Room: room}); err != nil {
				return err
			}
		}
	}
	return nil
}

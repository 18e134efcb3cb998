package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// stranger shows a room to one who is not in it.
func stranger(r store.Room) wire.Room {
	return wire.Room{
		ID: r.ID, Kind: r.Kind, Name: r.Name, Topic: r.Topic, Creator: r.Creator,
		At: r.Created, Epoch: r.Epoch, Top: r.Top, Members: r.Members, History: r.History,
	}
}

// joined shows a room to one of its members.
func joined(j store.Joined) wire.Room {
	r := stranger(j.Room)
	r.Joined, r.Host, r.Peer = true, j.Host, j.Peer
	r.Read, r.Unread, r.Mentions, r.Since = j.Read, j.Unread, j.Mentions, j.Since
	return r
}

// look shows a room to user: as a member, or as a stranger if it is public.
func look(tx store.Tx, user, room string) (wire.Room, error) {
	js, err := tx.Members().Joined(user, room)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return wire.Room{}, err
	}
	if len(js) == 1 {
		return joined(js[0]), nil
	}
	r, err := openRoom(tx, room)
	return stranger(r), err
}

// openRoom reads a room that everyone may know of.
func openRoom(tx store.Tx, room string) (store.Room, error) {
	r, err := tx.Rooms().ByID(room)
	if errors.Is(err, store.ErrNotFound) || (err == nil && r.Kind != wire.RoomPublic) {
		return store.Room{}, errRoomGone
	}
	return r, err
}

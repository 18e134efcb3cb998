package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// roomForStranger returns a room as a non-member sees it.
func roomForStranger(r store.Room) wire.Room {
	return wire.Room{
		ID: r.ID, Kind: r.Kind, Name: r.Name, Topic: r.Topic, Creator: r.Creator,
		At: r.Created, Epoch: r.Epoch, Top: r.Top, Members: r.Members, History: r.History,
		NoPreviews: r.NoPreviews, Picture: r.Picture,
		Posting: r.Posting, Calling: r.Calling, Slow: r.Slow, Archived: r.Archived,
	}
}

// roomForMember returns a room as one of its members sees it.
func roomForMember(j store.Joined) wire.Room {
	r := roomForStranger(j.Room)
	r.Joined, r.Host = true, j.Host
	if len(j.Peers) == 1 {
		r.Peer = &j.Peers[0]
	} else {
		r.Peers = j.Peers
	}
	r.Read, r.Unread, r.Mentions, r.Since = j.Read, j.Unread, j.Mentions, j.Since
	r.Starred, r.Muted, r.Backs, r.Section = j.Starred, j.Muted, j.Backs, j.Section
	return r
}

// viewRoom returns a room as user sees it: as a member, or as a non-member if it is
// public.
func viewRoom(tx store.Tx, user, room string) (wire.Room, error) {
	js, err := tx.Members().Joined(user, room)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return wire.Room{}, err
	}
	if len(js) == 1 {
		return roomForMember(js[0]), nil
	}
	r, err := openRoom(tx, room)
	return roomForStranger(r), err
}

// openRoom reads a room that everybody may know of.
func openRoom(tx store.Tx, room string) (store.Room, error) {
	r, err := tx.Rooms().ByID(room)
	if errors.Is(err, store.ErrNotFound) || (err == nil && r.Kind != wire.RoomPublic) {
		return store.Room{}, errRoomGone
	}
	return r, err
}

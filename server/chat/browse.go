package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// listRooms lists the public rooms, or the private ones that the acting user is in.
func (s rooms) listRooms(ctx context.Context, who Actor, q *wire.RoomList) (*wire.Rooms, error) {
	answer := &wire.Rooms{Rooms: []wire.Room{}}
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) (err error) {
		if q.Private {
			answer.Rooms, answer.Next, err = privateRooms(tx, who.User, q)
		} else {
			answer.Rooms, answer.Next, err = publicRooms(tx, who.User, q)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func publicRooms(tx store.Tx, user string, q *wire.RoomList) (page []wire.Room, next string, err error) {
	found, err := tx.Rooms().Public(q.Query, q.After, q.Limit+1)
	if err != nil {
		return nil, "", err
	}
	found, next = firstOf(found, q.Limit, func(r store.Room) string { return r.Name })
	mine, err := tx.Members().Tops(user)
	if err != nil {
		return nil, "", err
	}
	in := make(map[string]bool, len(mine))
	for _, r := range mine {
		in[r.ID] = true
	}
	page = make([]wire.Room, len(found))
	for i, r := range found {
		page[i] = roomForStranger(r)
		page[i].Joined = in[r.ID]
	}
	return page, next, nil
}

func privateRooms(tx store.Tx, user string, q *wire.RoomList) (page []wire.Room, next string, err error) {
	found, err := tx.Rooms().Private(user, q.Query, q.After, q.Limit+1)
	if err != nil {
		return nil, "", err
	}
	found, next = firstOf(found, q.Limit, func(r store.Room) string { return r.ID })
	page = make([]wire.Room, len(found))
	for i, r := range found {
		page[i] = roomForStranger(r)
		page[i].Joined = true
	}
	return page, next, nil
}

// getRoom returns one room.
func (s rooms) getRoom(ctx context.Context, who Actor, q *wire.RoomRef) (*wire.RoomInfo, error) {
	var r wire.Room
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) (err error) {
		r, err = viewRoom(tx, who.User, q.Room)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &wire.RoomInfo{Room: r}, nil
}

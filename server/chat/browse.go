package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// listRooms lists the public rooms.
func (s rooms) listRooms(ctx context.Context, who Actor, q *wire.RoomList) (*wire.Rooms, error) {
	answer := &wire.Rooms{Rooms: []wire.Room{}}
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) error {
		found, err := tx.Rooms().Public(q.Query, q.After, q.Limit+1)
		if err != nil {
			return err
		}
		found, answer.Next = firstOf(found, q.Limit, func(r store.Room) string { return r.Name })
		mine, err := tx.Members().Tops(who.User)
		if err != nil {
			return err
		}
		in := make(map[string]bool, len(mine))
		for _, r := range mine {
			in[r.ID] = true
		}
		for _, r := range found {
			shown := roomForStranger(r)
			shown.Joined = in[r.ID]
			answer.Rooms = append(answer.Rooms, shown)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
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

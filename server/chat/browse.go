package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// listRooms browses the public rooms.
func (s rooms) listRooms(ctx context.Context, who Actor, q *wire.RoomList) (*wire.Rooms, error) {
	query, limit, err := checkList(q.Query, q.After, q.Limit, limits.PageMax)
	if err != nil {
		return nil, err
	}
	answer := &wire.Rooms{Rooms: []wire.Room{}}
	err = s.records.store.View(ctx, func(tx store.Tx) error {
		if _, err := allowed(tx, who, rights.Browse); err != nil {
			return err
		}
		found, err := tx.Rooms().Public(query, q.After, limit+1)
		if err != nil {
			return err
		}
		found, answer.Next = firstOf(found, limit, func(r store.Room) string { return r.Name })
		mine, err := tx.Members().Tops(who.User)
		if err != nil {
			return err
		}
		in := make(map[string]bool, len(mine))
		for _, r := range mine {
			in[r.ID] = true
		}
		for _, r := range found {
			shown := stranger(r)
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

// getRoom looks at one room.
func (s rooms) getRoom(ctx context.Context, who Actor, q *wire.RoomRef) (*wire.RoomInfo, error) {
	if err := checkID("room", q.Room); err != nil {
		return nil, err
	}
	var r wire.Room
	err := s.records.store.View(ctx, func(tx store.Tx) error {
		if _, err := allowed(tx, who, rights.Look); err != nil {
			return err
		}
		var err error
		r, err = look(tx, who.User, q.Room)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &wire.RoomInfo{Room: r}, nil
}

package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// openDM finds or creates the conversation of the acting user and one other
// person.
func (s rooms) openDM(ctx context.Context, who Actor, q *wire.DMOpen) (*wire.RoomInfo, error) {
	if q.User == who.User {
		return nil, invalid(text.TwoForConversation)
	}
	fresh := s.records.newRoom(wire.RoomDM, who.User)
	fresh.Pair = pair(who.User, q.User)
	var r wire.Room
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		room, err := tx.Rooms().ByPair(fresh.Pair)
		if errors.Is(err, store.ErrNotFound) {
			room, err = fresh, s.makeDM(tx, fresh, p.me.ID, q.User)
		}
		if err != nil {
			return err
		}
		who.turn.made(0, room.ID)
		r, err = viewRoom(tx, p.me.ID, room.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &wire.RoomInfo{Room: r}, nil
}

// makeDM writes a conversation of two. There is no event that it was created: who
// opened it does not matter once somebody has written.
func (s rooms) makeDM(tx store.Tx, r store.Room, me, other string) error {
	u, err := loadUser(tx, other)
	if err != nil {
		return err
	}
	if u.Ghost || u.Gone {
		return forbidden(text.CannotWriteTo)
	}
	if err := tx.Rooms().Create(r); err != nil {
		return err
	}
	for _, id := range []string{me, other} {
		if err := tx.Members().Put(store.Member{Room: r.ID, User: id, At: r.Created}); err != nil {
			return err
		}
		if err := tx.Inbox().Put(&store.InboxEntry{User: id, Kind: wire.InboxRoom, Room: r.ID}); err != nil {
			return err
		}
	}
	return nil
}

// pair returns the key of a conversation of two, the same for either order of the
// users.
func pair(a, b string) string {
	if a > b {
		a, b = b, a
	}
	return a + ":" + b
}

package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// setMine changes what the acting user alone has made of a room, and notifies their other
// devices. Nobody else learns of it.
func (s rooms) setMine(ctx context.Context, who Actor, q *wire.RoomMine) (*wire.RoomInfo, error) {
	return s.roomInfo(ctx, who, q.Room, func(tx store.Tx, _ standing) error {
		if err := tx.Members().Mine(q.Room, who.User, store.Mine{Starred: q.Starred, Muted: q.Muted}); err != nil {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: who.User, Kind: wire.InboxRoom, Room: q.Room})
	})
}

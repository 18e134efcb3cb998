package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// notMain refuses to take anybody out of the room that everybody is in.
func notMain(tx store.Tx, room string) error {
	main, err := tx.Settings().Get(store.SettingMainRoom)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if main == room {
		return forbidden(text.MainRoomStays)
	}
	return nil
}

// enter puts user into a room, brought by someone or by themselves, and tells
// its members and them, also what they see of before.
func (r *records) enter(tx store.Tx, room, user, by string, host bool, see earlier) error {
	action := wire.ActionAdded
	if by == user {
		action = wire.ActionJoined
	}
	e := r.event(wire.KindMember, by, room)
	e.User, e.Action, e.History, e.From = user, action, see.history, see.from
	if err := tx.Events().Append(e); err != nil {
		return err
	}
	// What was said before they came is history to them, not unread.
	m := store.Member{Room: room, User: user, Host: host, At: e.At, Read: e.Seq, Since: min(see.since, e.Seq)}
	if err := tx.Members().Put(m); err != nil {
		return err
	}
	return tx.Inbox().Put(&store.InboxEntry{User: user, Kind: wire.InboxRoom, Room: room})
}

// exit takes user out of a room, tells its members and them, and remembers who
// did it: what would bring them back is measured by that.
func (r *records) exit(tx store.Tx, room, user, by string) error {
	action := wire.ActionRemoved
	if by == user {
		action = wire.ActionLeft
	}
	if err := tx.Members().Remove(room, user); err != nil {
		return err
	}
	e := r.event(wire.KindMember, by, room)
	e.User, e.Action = user, action
	if err := tx.Events().Append(e); err != nil {
		return err
	}
	if err := tx.Departures().Put(store.Departure{Room: room, User: user, By: by, At: e.At}); err != nil {
		return err
	}
	return tx.Inbox().Put(&store.InboxEntry{User: user, Kind: wire.InboxLeft, Room: room})
}

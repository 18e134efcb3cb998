package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// notMain refuses to take anybody out of the main room, which everybody is in.
func notMain(tx store.Tx, room string) error {
	main, err := isMain(tx, room)
	if main {
		err = forbidden(text.MainRoomStays)
	}
	return err
}

// isMain reports whether room is the main room.
func isMain(tx store.Tx, room string) (bool, error) {
	main, err := tx.Settings().Get(store.SettingMainRoom)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return main == room, err
}

// enter adds user to a room, on their own or added by somebody else. It notifies
// the members and the user, and sets what the user sees of the messages before.
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

// exit takes user out of a room and notifies its members and the user. It records
// who did it: mayBringBack and invites depend on that.
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

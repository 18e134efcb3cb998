package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// createRoom creates a room. Its creator becomes its host and first member.
func (s rooms) createRoom(ctx context.Context, who Actor, q *wire.RoomCreate) (*wire.RoomInfo, error) {
	if q.Kind != wire.RoomPublic && q.Kind != wire.RoomPrivate {
		return nil, invalid(text.KindIsPublicOrPrivate)
	}
	history, err := checkHistory(q.Kind, q.History)
	if err != nil {
		return nil, err
	}
	r := s.records.newRoom(q.Kind, who.User)
	r.Name, r.Topic, r.History = q.Name, q.Topic, history
	return s.roomInfo(ctx, who, r.ID, func(tx store.Tx, p standing) error {
		if err := addRoom(tx, r); err != nil {
			return err
		}
		return s.records.enter(tx, r.ID, p.me.ID, p.me.ID, true, allOfIt)
	})
}

// checkHistory returns what new members of a room of this kind see of the
// messages before.
func checkHistory(kind wire.RoomKind, h wire.History) (wire.History, error) {
	switch {
	case kind != wire.RoomPrivate && h != "":
		return "", invalid(text.HistoryIsForPrivate)
	case kind != wire.RoomPrivate:
		return "", nil
	case h == "":
		return wire.HistoryNone, nil
	case h != wire.HistoryNone && h != wire.HistoryAll:
		return "", invalid(text.HistoryIsNoneOrAll)
	}
	return h, nil
}

// newRoom returns a new room, which is not stored yet.
func (r *records) newRoom(kind wire.RoomKind, creator string) store.Room {
	// Only the end of an id is random. The whole id would make every cursor
	// longer.
	epoch := r.newID()
	return store.Room{ID: r.newID(), Kind: kind, Creator: creator, Created: r.now(), Epoch: epoch[len(epoch)-12:]}
}

// addRoom writes a room. It returns an error for people if the name is taken.
func addRoom(tx store.Tx, r store.Room) error {
	err := tx.Rooms().Create(r)
	if errors.Is(err, store.ErrExists) {
		err = errNameTaken
	}
	return err
}

// roomInfo executes a change and answers with the room as the acting user sees it
// afterwards.
func (s rooms) roomInfo(ctx context.Context, who Actor, room string, do func(store.Tx, standing) error) (*wire.RoomInfo, error) {
	var r wire.Room
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		if err := do(tx, p); err != nil {
			return err
		}
		who.turn.made(0, room)
		var err error
		r, err = viewRoom(tx, who.User, room)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &wire.RoomInfo{Room: r}, nil
}

// setRoom renames a room, or changes its topic, its picture, what new members see of the
// messages before, or its kind. A value that is already set makes no event.
func (s rooms) setRoom(ctx context.Context, who Actor, q *wire.RoomSet) (*wire.RoomInfo, error) {
	var name, topic string
	if q.Name != nil {
		name = *q.Name
	}
	if q.Topic != nil {
		topic = *q.Topic
	}
	if err := s.quotas.spendText(ctx, who.User, len(name)+len(topic)); err != nil {
		return nil, err
	}
	return s.roomInfo(ctx, who, q.Room, func(tx store.Tx, p standing) error {
		p, err := p.withRoom(tx)
		if err != nil {
			return err
		}
		r := p.room
		if q.Name != nil {
			if err := p.need(rights.Rename); err != nil {
				return err
			}
			r.Name = name
		}
		if q.Topic != nil {
			if err := p.need(rights.Topic); err != nil {
				return err
			}
			r.Topic = topic
		}
		if q.Kind != nil {
			if r, err = p.turned(tx, *q.Kind, r); err != nil {
				return err
			}
		}
		if q.History != nil {
			if err := p.need(rights.ShareHistory); err != nil {
				return err
			}
			if r.History, err = checkHistory(r.Kind, *q.History); err != nil {
				return err
			}
		}
		if q.Previews != nil {
			if err := p.need(rights.Rename); err != nil {
				return err
			}
			r.NoPreviews = !*q.Previews
		}
		if q.Picture != nil {
			if err := p.need(rights.Rename); err != nil {
				return err
			}
			if r.Picture, err = s.records.changePicture(tx, p.me.ID, r.ID, r.Picture, *q.Picture); err != nil {
				return err
			}
		}
		if r == p.room {
			return nil
		}
		return s.rewrite(tx, p.room, r, who.User)
	})
}

// turned returns r, which is p's room, as a room of another kind.
func (p standing) turned(tx store.Tx, kind wire.RoomKind, r store.Room) (store.Room, error) {
	if err := p.need(rights.Visibility); err != nil {
		return r, err
	}
	if kind != wire.RoomPublic && kind != wire.RoomPrivate {
		return r, invalid(text.KindIsPublicOrPrivate)
	}
	main, err := isMain(tx, r.ID)
	switch {
	case err != nil || kind == r.Kind:
		return r, err
	case main:
		return r, forbidden(text.MainRoomIsPublic)
	}
	r.Kind = kind
	r.History, err = checkHistory(kind, "")
	return r, err
}

// rewrite replaces the room was by r and notifies its members.
func (s rooms) rewrite(tx store.Tx, was, r store.Room, by string) error {
	err := tx.Rooms().Set(r)
	if errors.Is(err, store.ErrExists) {
		return errNameTaken
	}
	if err != nil {
		return err
	}
	e := s.records.event(wire.KindRoom, by, r.ID)
	e.Name, e.Topic = r.Name, r.Topic
	if r.Picture != was.Picture {
		e.Action, e.Detail = wire.ActionPicture, wire.DetailOf(&wire.RoomPicture{Picture: r.Picture})
		if was.Picture = r.Picture; r == was {
			return tx.Events().Append(e)
		}
		if err := tx.Events().Append(e); err != nil { // something else has changed too, which is another event
			return err
		}
		e = s.records.event(wire.KindRoom, by, r.ID)
		e.Name, e.Topic = r.Name, r.Topic
	}
	switch named, topic := r.Name != was.Name, r.Topic != was.Topic; {
	case r.Kind != was.Kind && r.Kind == wire.RoomPublic:
		e.Action = wire.ActionPublic
	case r.Kind != was.Kind:
		e.Action = wire.ActionPrivate
	case named && !topic:
		e.Action = wire.ActionNamed
	case topic && !named:
		e.Action = wire.ActionTopic
	}
	if r.History != was.History {
		e.History = r.History
	}
	if r.NoPreviews != was.NoPreviews {
		if was.NoPreviews = r.NoPreviews; r != was { // something else has changed too, which is another event
			if err := tx.Events().Append(e); err != nil {
				return err
			}
			e = s.records.event(wire.KindRoom, by, r.ID)
			e.Name, e.Topic = r.Name, r.Topic
		}
		e.Action, e.On = wire.ActionPreviews, !r.NoPreviews
	}
	return tx.Events().Append(e)
}

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
		r, err := s.changed(tx, p, q)
		if err != nil || r == p.room {
			return err
		}
		return s.rewrite(tx, p.room, r, who.User)
	})
}

// changed returns p's room as q makes it.
func (s rooms) changed(tx store.Tx, p standing, q *wire.RoomSet) (store.Room, error) {
	r := p.room
	for _, c := range []struct {
		asked bool
		right rights.Right
		do    func() error
	}{
		{q.Archived != nil, rights.Archive, func() error { return s.archive(tx, &p, &r, *q.Archived) }},
		{q.Name != nil, rights.Rename, func() error { r.Name = *q.Name; return nil }},
		{q.Topic != nil, rights.Topic, func() error { r.Topic = *q.Topic; return nil }},
		{q.Kind != nil, rights.Visibility, func() (err error) { r, err = p.turned(tx, *q.Kind, r); return err }},
		{q.History != nil, rights.ShareHistory, func() (err error) { r.History, err = checkHistory(r.Kind, *q.History); return err }},
		{q.Previews != nil, rights.Rename, func() error { r.NoPreviews = !*q.Previews; return nil }},
		{q.Picture != nil, rights.Rename, func() (err error) {
			r.Picture, err = s.records.changePicture(tx, p.me.ID, r.ID, r.Picture, *q.Picture)
			return err
		}},
		{q.Posting != nil || q.Calling != nil || q.Slow != nil, rights.Rules, func() error { return setRules(&r, q) }},
	} {
		if !c.asked {
			continue
		}
		if err := p.need(c.right); err != nil {
			return r, err
		}
		if err := c.do(); err != nil {
			return r, err
		}
	}
	return r, nil
}

// turned returns r, which is p's room, as a room of another kind.
func (p standing) turned(tx store.Tx, kind wire.RoomKind, r store.Room) (store.Room, error) {
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
	for _, e := range s.tellings(was, r, by) {
		if err := tx.Events().Append(e); err != nil {
			return err
		}
	}
	return nil
}

// tellings are the events that say how r differs from what it was. Each but the last is of
// one thing alone.
func (s rooms) tellings(was, r store.Room, by string) (told []*wire.Event) {
	tell := func(action string, more func(*wire.Event)) {
		e := s.records.event(wire.KindRoom, by, r.ID)
		e.Name, e.Topic, e.Action = r.Name, r.Topic, action
		more(e)
		told = append(told, e)
	}
	nothing := func(*wire.Event) {}
	switch {
	case r.Archived > 0 && was.Archived == 0:
		tell(wire.ActionArchived, nothing)
	case r.Archived == 0 && was.Archived > 0:
		tell(wire.ActionRestored, nothing)
	}
	if r.Picture != was.Picture {
		tell(wire.ActionPicture, func(e *wire.Event) { e.Detail = wire.DetailOf(&wire.RoomDetail{Picture: r.Picture}) })
	}
	if r.NoPreviews != was.NoPreviews {
		tell(wire.ActionPreviews, func(e *wire.Event) { e.On = !r.NoPreviews })
	}
	if r.Posting != was.Posting || r.Calling != was.Calling || r.Slow != was.Slow {
		tell(wire.ActionRules, func(e *wire.Event) {
			e.Detail = wire.DetailOf(&wire.RoomDetail{Picture: r.Picture, Posting: r.Posting, Calling: r.Calling, Slow: r.Slow})
		})
	}
	named, topic, turned := r.Name != was.Name, r.Topic != was.Topic, r.Kind != was.Kind
	if !named && !topic && !turned && r.History == was.History {
		return told
	}
	action := ""
	switch {
	case turned && r.Kind == wire.RoomPublic:
		action = wire.ActionPublic
	case turned:
		action = wire.ActionPrivate
	case named && !topic:
		action = wire.ActionNamed
	case topic && !named:
		action = wire.ActionTopic
	}
	tell(action, func(e *wire.Event) {
		if r.History != was.History {
			e.History = r.History
		}
	})
	return told
}

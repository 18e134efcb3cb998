package chat

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// listMembers lists who is in a room. Banned people stay members, for the day the
// ban ends, but are not shown; so a page may be shorter than asked for.
func (s rooms) listMembers(ctx context.Context, who Actor, q *wire.MemberList) (*wire.Members, error) {
	answer := &wire.Members{Members: []wire.Member{}}
	var here map[string]string
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		p, err := p.withRoom(tx)
		if err != nil {
			return err
		}
		answer.Count = p.room.Members
		found, next, err := tx.Members().List(q.Room, q.Query, q.After, !q.Real, q.Limit)
		if err != nil {
			return err
		}
		answer.Next = next
		for _, m := range found {
			if !m.User.Gone {
				answer.Members = append(answer.Members, m)
			}
		}
		if q.Query != "" || q.After != "" {
			return nil // only a first page has who is here
		}
		here, answer.HereCount = s.here(q.Room, limits.MemberPage)
		answer.Here, err = tx.Members().Among(q.Room, slices.Collect(maps.Keys(here)), limits.MemberPage)
		return err
	})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(answer.Members))
	for i, m := range answer.Members {
		ids[i] = m.User.ID
	}
	states := s.presence(ctx, ids)
	for i := range answer.Members {
		answer.Members[i].State = states[ids[i]]
	}
	for i, m := range answer.Here {
		answer.Here[i].State = here[m.User.ID]
	}
	return answer, nil
}

// join enters a public room. For a member nothing changes.
func (s rooms) join(ctx context.Context, who Actor, q *wire.RoomRef) (*wire.RoomInfo, error) {
	return s.roomInfo(ctx, who, q.Room, func(tx store.Tx, p standing) error {
		switch _, err := tx.Members().Get(q.Room, p.me.ID); {
		case err == nil:
			return nil
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		if _, err := openRoom(tx, q.Room); err != nil {
			return err
		}
		if !p.may(rights.Browse) {
			return errRoomGone
		}
		return s.records.enter(tx, q.Room, p.me.ID, p.me.ID, false, allOfIt)
	})
}

// leave takes the acting user out of a room.
func (s rooms) leave(ctx context.Context, who Actor, q *wire.RoomRef) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		if err := notMain(tx, q.Room); err != nil {
			return err
		}
		return s.records.exit(tx, q.Room, who.User, who.User)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// addMember adds someone to a room. For a member nothing changes, and what they
// see stays the same. A person who left recently is not added.
func (s rooms) addMember(ctx context.Context, who Actor, q *wire.MemberAdd) (*wire.OK, error) {
	return s.memberChange(ctx, who, q.Room, q.User, func(tx store.Tx, p standing, u store.User, in bool) error {
		see, err := chosen(tx, p, q)
		if err != nil || in {
			return err
		}
		if u.Ghost || u.Gone {
			return forbidden(text.CannotAdd)
		}
		if err := s.mayBringBack(tx, p.room, u); err != nil {
			return err
		}
		return s.records.enter(tx, q.Room, u.ID, who.User, false, see)
	})
}

// mayBringBack refuses to add u to a room that they left by themselves less than
// limits.LeftAlone ago: otherwise any member could keep them in it against their
// will. A time of leaving further in the future than that was written by a wrong
// clock, and is ignored.
func (s rooms) mayBringBack(tx store.Tx, r store.Room, u store.User) error {
	gone, err := tx.Departures().Get(r.ID, u.ID)
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && gone.By != u.ID:
		return nil
	case err != nil:
		return err
	}
	ago := time.Duration(s.records.now()-gone.At) * time.Millisecond
	if ago.Abs() >= limits.LeftAlone {
		return nil
	}
	hours := int((limits.LeftAlone-max(ago, 0)-1)/time.Hour) + 1
	if r.Kind == wire.RoomPrivate {
		return forbidden(text.LeftAlonePrivate(u.Name, hours))
	}
	return forbidden(text.LeftAlonePublic(u.Name, hours))
}

// removeMember takes someone out of a room. From then on they cannot read
// anything in it.
func (s rooms) removeMember(ctx context.Context, who Actor, q *wire.MemberRef) (*wire.OK, error) {
	return s.memberChange(ctx, who, q.Room, q.User, func(tx store.Tx, _ standing, u store.User, in bool) error {
		if !in {
			return wire.Refused(wire.CodeNotFound, text.NotInRoom)
		}
		if u.ID == who.User {
			return invalid(text.LeaveInstead)
		}
		if err := notMain(tx, q.Room); err != nil {
			return err
		}
		return s.records.exit(tx, q.Room, u.ID, who.User)
	})
}

// setHost makes someone a host of a room, or no longer one, and notifies its members and,
// because it is another room to them now, the person.
func (s rooms) setHost(ctx context.Context, who Actor, q *wire.MemberHost) (*wire.OK, error) {
	return s.memberChange(ctx, who, q.Room, q.User, func(tx store.Tx, _ standing, u store.User, in bool) error {
		if !in {
			return wire.Refused(wire.CodeNotFound, text.NotInRoom)
		}
		m, err := tx.Members().Get(q.Room, u.ID)
		if err != nil || m.Host == q.Host {
			return err
		}
		if u.Ghost || u.Gone {
			return forbidden(text.CannotAdd)
		}
		m.Host = q.Host
		if err := tx.Members().Put(m); err != nil {
			return err
		}
		r, err := tx.Rooms().ByID(q.Room)
		if err != nil {
			return err
		}
		e := s.records.event(wire.KindRoom, who.User, q.Room)
		e.Name, e.Topic, e.Action, e.User, e.On = r.Name, r.Topic, wire.ActionHost, u.ID, q.Host
		if err := tx.Events().Append(e); err != nil {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: u.ID, Kind: wire.InboxRoom, Room: q.Room})
	})
}

// memberChange checks what adding and removing have in common, then calls do.
func (s rooms) memberChange(ctx context.Context, who Actor, room, user string,
	do func(tx store.Tx, p standing, u store.User, in bool) error) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		u, err := loadUser(tx, user)
		if err != nil {
			return err
		}
		_, err = tx.Members().Get(room, u.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return do(tx, p, u, err == nil)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

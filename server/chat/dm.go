package chat

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// openDM finds or creates the conversation of the acting user and one or more other
// people. Who is in it never changes: with somebody else it would be another one.
func (s rooms) openDM(ctx context.Context, who Actor, q *wire.DMOpen) (*wire.RoomInfo, error) {
	others, err := othersOf(who.User, q)
	if err != nil {
		return nil, err
	}
	fresh := s.records.newRoom(wire.RoomDM, who.User)
	fresh.Pair = pair(append(others, who.User))
	var r wire.Room
	err = s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		room, err := tx.Rooms().ByPair(fresh.Pair)
		if errors.Is(err, store.ErrNotFound) {
			room, err = fresh, s.makeDM(tx, fresh, p.me.ID, others)
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

// othersOf returns whom me is to talk to, each once.
func othersOf(me string, q *wire.DMOpen) ([]string, error) {
	if len(q.Users) > limits.GroupMost {
		return nil, invalid(text.GroupTooMany(limits.GroupMost))
	}
	others := slices.Clone(q.Users)
	if q.User != "" {
		others = append(others, q.User)
	}
	slices.Sort(others)
	others = slices.DeleteFunc(slices.Compact(others), func(id string) bool { return id == me })
	switch {
	case len(others) == 0:
		return nil, invalid(text.TwoForConversation)
	case len(others) >= limits.GroupMost:
		return nil, invalid(text.GroupTooMany(limits.GroupMost))
	}
	return others, nil
}

// makeDM writes a conversation. There is no event that it was created: who opened it
// does not matter once somebody has written.
func (s rooms) makeDM(tx store.Tx, r store.Room, me string, others []string) error {
	for _, other := range others {
		u, err := loadUser(tx, other)
		if err != nil {
			return err
		}
		if u.Ghost || u.Gone {
			return forbidden(text.CannotWriteTo)
		}
	}
	if err := tx.Rooms().Create(r); err != nil {
		return err
	}
	for _, id := range append([]string{me}, others...) {
		if err := tx.Members().Put(store.Member{Room: r.ID, User: id, At: r.Created}); err != nil {
			return err
		}
		if err := tx.Inbox().Put(&store.InboxEntry{User: id, Kind: wire.InboxRoom, Room: r.ID}); err != nil {
			return err
		}
	}
	return nil
}

// pair returns the key of a conversation, the same for any order of its people.
func pair(people []string) string {
	people = slices.Clone(people)
	slices.Sort(people)
	return strings.Join(people, ":")
}

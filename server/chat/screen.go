package chat

import (
	"context"
	"errors"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// Screen is what a person sees first: the rooms they are in, and the newest
// messages of one of them.
type Screen struct {
	Me        wire.User
	Workspace string
	Emoji     []wire.Emoji // the workspace's own
	Rooms     []wire.Room  // in no order
	Now       int64        // UTC milliseconds
	Page      wire.Page    // Page.Room is ""  if they are not in the room that was asked for
}

// How many rows a screen has, and about how many bytes of messages at most.
const (
	screenRows  = 30
	screenBytes = 64 << 10
)

// Screen reads what a person sees first, in one transaction: at the end of a room,
// or around the message at. room "" is the room everybody is in. It draws from the
// person's bucket for reading.
func (s *Service) Screen(ctx context.Context, who Actor, room string, at int64) (*Screen, error) {
	if err := who.Need(ScopeRead); err != nil {
		return nil, err
	}
	if err := s.quotas.take(ctx, readRate.name, who.User, readRate.rate); err != nil {
		return nil, err
	}
	screen := &Screen{Now: s.records.now()}
	err := s.records.store.View(store.For(ctx, who.User), func(tx store.Tx) error {
		me, err := allowed(tx, who, rights.Look)
		if err != nil {
			return err
		}
		screen.Me = me.User
		if screen.Workspace, err = setting(tx, store.SettingWorkspace); err != nil {
			return err
		}
		if room == "" {
			if room, err = setting(tx, store.SettingMainRoom); err != nil {
				return err
			}
		}
		own, err := tx.Emoji().List("", limits.Emoji)
		if err != nil {
			return err
		}
		for _, e := range own {
			screen.Emoji = append(screen.Emoji, tellEmoji(e))
		}
		all, err := allJoined(tx, me.ID, "")
		if err != nil {
			return err
		}
		screen.Rooms = make([]wire.Room, len(all))
		for i := range all {
			screen.Rooms[i] = roomForMember(all[i])
		}
		if !slices.ContainsFunc(screen.Rooms, func(r wire.Room) bool { return r.ID == room }) {
			return nil
		}
		_, member, err := roomMember(tx, who, room, rights.Read)
		if err != nil {
			return err
		}
		if screen.Page, err = tx.Events().Page(wire.Fetch{Room: room, Around: at, Limit: screenRows}, member.Since); err != nil {
			return err
		}
		return mine(tx, room, me.ID, screen.Page.Events)
	})
	if err != nil {
		return nil, err
	}
	excerpts(screen.Page.Events)
	screen.Page.Cut(wire.Fetch{Around: at}, screenBytes)
	return screen, nil
}

// setting returns a setting of the workspace; "" if it is not set.
func setting(tx store.Tx, name string) (string, error) {
	value, err := tx.Settings().Get(name)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return value, err
}

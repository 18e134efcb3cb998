package chat

import (
	"context"
	"errors"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// isThere refuses what is no emoji: neither one of Unicode's nor one of the workspace's own.
func isThere(tx store.Tx, char string) error {
	name, own := ownEmoji(char)
	if !own {
		if !oneEmoji(char) {
			return invalid(text.EmojiIsEmoji)
		}
		return nil
	}
	_, err := tx.Emoji().ByName(name)
	if errors.Is(err, store.ErrNotFound) {
		err = wire.Refused(wire.CodeNotFound, text.NoEmojiNamed(name))
	}
	return err
}

// react adds an emoji to a message or removes it. A person's emoji is on a
// message or not: adding it twice, or in another form, is the same as once.
func (s messages) react(ctx context.Context, who Actor, q *wire.React) (*wire.Ack, error) {
	return s.change(ctx, who, q.Seq, func(tx store.Tx, p standing, old wire.Event) (*wire.Event, error) {
		if old.State != nil && old.State.Deleted {
			return nil, errErased
		}
		if err := tx.Reactions().Mine(q.Room, p.me.ID, []wire.Event{old}); err != nil {
			return nil, err
		}
		there, i := reactionsOf(&old, q.Emoji)
		if has := i >= 0 && there[i].Me; has == q.On { // what clients count goes by that
			return nil, nil
		}
		if q.On && i < 0 { // those of before can still be shared, and taken away
			if err := isThere(tx, q.Emoji); err != nil {
				return nil, err
			}
		}
		if q.On && i < 0 && len(there) >= limits.ReactionKinds {
			return nil, wire.Refused(wire.CodeConflict, text.EnoughReactions)
		}
		e := s.records.event(wire.KindReaction, p.me.ID, q.Room)
		e.Target, e.Emoji, e.On = q.Seq, q.Emoji, q.On
		return e, nil
	})
}

// reactionsOf returns the reactions to a message, and at which index one of them is, in
// any form; -1: it is not among them.
func reactionsOf(m *wire.Event, emoji string) (there []wire.Reaction, i int) {
	if m.State != nil {
		there = m.State.Reactions
	}
	return there, slices.IndexFunc(there, func(r wire.Reaction) bool { return effect.SameEmoji(r.Emoji, emoji) })
}

// listReactions reads who reacted to a message with an emoji.
func (s messages) listReactions(ctx context.Context, who Actor, q *wire.ReactionList) (*wire.Reactors, error) {
	answer := &wire.Reactors{Users: []wire.User{}}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		m, err := message(tx, p.member, q.Seq)
		if err != nil {
			return err
		}
		there, i := reactionsOf(&m, q.Emoji)
		if i < 0 {
			return nil
		}
		list, err := tx.Reactions().Of(q.Room, q.Seq, there[i].Emoji, q.After, q.Limit+1)
		if err != nil {
			return err
		}
		if len(list) > q.Limit {
			list = list[:q.Limit]
			answer.Next = list[q.Limit-1].Seq
		}
		ids := make([]string, len(list))
		for i := range list {
			ids[i] = list[i].User
		}
		users, err := tx.Users().ByIDs(ids)
		for _, id := range ids {
			if at := slices.IndexFunc(users, func(u wire.User) bool { return u.ID == id }); at >= 0 {
				answer.Users = append(answer.Users, users[at])
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

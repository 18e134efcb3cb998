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
		var there []wire.Reaction
		if old.State != nil {
			if old.State.Deleted {
				return nil, errErased
			}
			there = old.State.Reactions
		}
		i := slices.IndexFunc(there, func(r wire.Reaction) bool { return effect.SameEmoji(r.Emoji, q.Emoji) })
		if has := i >= 0 && slices.Contains(there[i].Users, p.me.ID); has == q.On {
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

package effect

import (
	"slices"

	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/wire"
)

// reaction adds an emoji to a message, or removes it.
type reaction struct{ Plain }

func (reaction) Name() wire.Kind { return wire.KindReaction }
func (reaction) Row() bool       { return false }

func (reaction) Change(m, e *wire.Event) bool {
	m.State.Reactions = react(m.State.Reactions, e.Emoji, e.Author, e.On)
	return true
}

func (reaction) Sample(r Random) wire.Event {
	return wire.Event{Emoji: sample(r, "👍", "🎉", "❤️", "❤"), On: r.IntN(3) > 0}
}

// react returns the reactions with user's emoji added or removed; it does not change
// list. Reactions are in the order of first use, and an emoji keeps its place, and the
// form in which it was first used, as long as somebody uses it.
func react(list []wire.Reaction, emoji, user string, on bool) []wire.Reaction {
	next := make([]wire.Reaction, 0, len(list)+1)
	found := false
	for _, r := range list {
		if SameEmoji(r.Emoji, emoji) {
			found = true
			at := slices.Index(r.Users, user)
			switch {
			case on && at < 0:
				r.Users = append(slices.Clone(r.Users), user)
			case !on && at >= 0:
				r.Users = slices.Delete(slices.Clone(r.Users), at, at+1)
			}
		}
		if len(r.Users) > 0 {
			next = append(next, r)
		}
	}
	if on && !found {
		next = append(next, wire.Reaction{Emoji: emoji, Users: []string{user}})
	}
	if len(next) == 0 {
		return nil
	}
	return next
}

// SameEmoji reports whether two reactions are the same to those who see them: keyboards
// and lists of emoji write some of them in several forms.
func SameEmoji(a, b string) bool { return a == b || fold.Emoji(a) == fold.Emoji(b) }

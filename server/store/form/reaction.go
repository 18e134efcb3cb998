package form

import (
	"slices"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// PackReactions returns the reactions to a message as JSON, or "" if there are none.
func PackReactions(rs []wire.Reaction) string {
	if len(rs) == 0 {
		return ""
	}
	return string(wire.Marshal(&wire.State{Reactions: rs}))
}

// UnpackReactions sets what PackReactions packed.
func UnpackReactions(packed string, s *wire.State) error {
	if packed == "" {
		return nil
	}
	var r wire.State
	err := wire.Unmarshal([]byte(packed), &r)
	s.Reactions = r.Reactions
	return err
}

// React does to the packed reactions of a message what e does, and returns the form in
// which its emoji is on the message, or was until now.
func React(packed string, e *wire.Event) (now, emoji string, err error) {
	m := wire.Event{Kind: wire.KindMessage, State: &wire.State{}}
	if err := UnpackReactions(packed, m.State); err != nil {
		return "", "", err
	}
	emoji = e.Emoji
	if i := slices.IndexFunc(m.State.Reactions, func(r wire.Reaction) bool { return effect.SameEmoji(r.Emoji, emoji) }); i >= 0 {
		emoji = m.State.Reactions[i].Emoji
	}
	effect.Apply(&m, e)
	return PackReactions(m.State.Reactions), emoji, nil
}

// Mine sets Me of the reactions to es for the person where they tell of everybody, and
// calls ask with the others, of which the store has to be asked.
func Mine(person string, es []wire.Event, ask func(seq int64, r *wire.Reaction)) {
	for i := range es {
		if es[i].State == nil {
			continue
		}
		for j := range es[i].State.Reactions {
			r := &es[i].State.Reactions[j]
			r.Me = slices.Contains(r.Users, person)
			if !r.Me && r.Count > len(r.Users) {
				ask(es[i].Seq, r)
			}
		}
	}
}

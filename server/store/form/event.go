package form

import (
	"crypto/sha256"
	"slices"
	"strconv"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// BodySum is what is left of an erased text: 32 bits, salted with the event's
// id. They tell a repeated send from another text under the same cid, and are
// too few to find out what the text was: four thousand million texts fit.
func BodySum(id, body string) []byte {
	h := sha256.Sum256([]byte(id + "\x00" + strconv.Itoa(len(body)) + "\x00" + body))
	return h[:4]
}

// AddReaction adds a person to a reaction, or begins the next. Reactions of one
// message come one after the other. Those of old databases may have one emoji in
// several forms, and one person with each of them: they are one reaction.
func AddReaction(rs []wire.Reaction, emoji, user string) []wire.Reaction {
	for i := len(rs) - 1; i >= 0; i-- {
		if !effect.SameEmoji(rs[i].Emoji, emoji) {
			continue
		}
		if rs[i].Emoji == emoji || !slices.Contains(rs[i].Users, user) {
			rs[i].Users = append(rs[i].Users, user)
		}
		return rs
	}
	return append(rs, wire.Reaction{Emoji: emoji, Users: []string{user}})
}

// OneEmoji is the SQL expression of what forms of one emoji have in common, as fold.Emoji
// has it in Go.
func OneEmoji(expression string) string {
	return "replace(replace(" + expression + ", '\ufe0e', ''), '\ufe0f', '')"
}

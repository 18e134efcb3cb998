package form

import (
	"crypto/sha256"
	"strconv"

	"github.com/confab/confab/shared/wire"
)

// BodySum is what is left of an erased text: 32 bits, salted with the event's
// id. They tell a repeated send from another text under the same cid, and are
// too few to find out what the text was: four thousand million texts fit.
func BodySum(id, body string) []byte {
	h := sha256.Sum256([]byte(id + "\x00" + strconv.Itoa(len(body)) + "\x00" + body))
	return h[:4]
}

// AddReaction adds a person to the last reaction, or begins the next.
func AddReaction(rs []wire.Reaction, emoji, user string) []wire.Reaction {
	if n := len(rs); n > 0 && rs[n-1].Emoji == emoji {
		rs[n-1].Users = append(rs[n-1].Users, user)
		return rs
	}
	return append(rs, wire.Reaction{Emoji: emoji, Users: []string{user}})
}

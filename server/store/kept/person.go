package kept

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/shared/wire"
)

// Fold makes names comparable in any case and width.
func Fold(s string) string {
	return strings.ToLower(strings.ToUpper(norm.NFKC.String(s)))
}

// Words returns what a person is found by: the handle, and the folded name
// from the beginning of each of its words on. "Ada de Vries" is found by
// "ada", by "de v" and by "vries".
func Words(handle, name string) []string {
	seen := map[string]bool{}
	var out []string
	add := func(s string) {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	add(Fold(handle))
	folded := Fold(name)
	inside := false
	for i, r := range folded {
		part := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if part && !inside {
			add(folded[i:])
		}
		inside = part
	}
	add(folded)
	return out
}

// Beyond is greater than every text that begins with prefix.
func Beyond(prefix string) string { return prefix + "\U0010FFFF" }

// Peer returns the other one of a pair; in a conversation with oneself, oneself.
func Peer(pair, user string) string {
	a, b, _ := strings.Cut(pair, ":")
	if a == user {
		return b
	}
	return a
}

// Slot says which inbox entries of a room replace each other: 0 for being in
// it or having left it, 1 for the read marker.
func Slot(k wire.InboxKind) int {
	if k == wire.InboxRead {
		return 1
	}
	return 0
}

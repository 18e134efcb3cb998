package form

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/wire"
)

// Found returns what is compared of a person's name or handle, and of what is typed to find them.
func Found(s string) string { return fold.Key(norm.NFKD.String(s)) }

// Fold makes names of rooms comparable, which are not the same if their accents
// differ: in any case and width.
func Fold(s string) string {
	return strings.ToLower(strings.ToUpper(norm.NFKC.String(s)))
}

// Peers returns the others of the people of a conversation, in the order of their ids.
func Peers(pair, user string) []string {
	return slices.DeleteFunc(strings.Split(pair, ":"), func(id string) bool { return id == user })
}

// Slot says which inbox entries of a room replace each other: 0 for being in
// it or having left it, 1 for the read marker, 2 for what is the person's own, of which
// those of one item do.
func Slot(k wire.InboxKind) int {
	switch k {
	case wire.InboxRead:
		return 1
	case wire.InboxOwn:
		return 2
	}
	return 0
}

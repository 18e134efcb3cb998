package handle

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
)

// nobody is the handle of those whose name has no letter or digit.
const nobody = "someone"

// room is kept free at the end of a handle for the number that makes it
// unique, in code points.
const room = 8

// counted is how many people of one name are told apart by counting; beyond
// them numbers are drawn, which does not ask the store for each again.
const counted = 20

// reserved handles call many people, or would look as if they spoke for the
// place.
var reserved = map[string]bool{
	"all": true, "here": true, "everyone": true, "channel": true, "room": true,
	"admin": true, "confab": true, "system": true,
}

// Free returns a handle made from name that nobody has and that is not
// reserved: see Of, with a number behind it if need be. It fails only when the
// store does.
func Free(tx store.Tx, name string) (string, error) {
	base := Of(name)
	for n := 1; ; n++ {
		handle := base
		switch {
		case n > counted:
			handle = fmt.Sprint(base, rand.IntN(1_000_000))
		case n > 1 || reserved[base]:
			handle = fmt.Sprint(base, n)
		}
		_, err := tx.Users().ByHandle(handle)
		if errors.Is(err, store.ErrNotFound) {
			return handle, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// Allowed reports whether a person may choose handle as theirs: Of would make it
// from itself, and it does not speak for many people or for the place.
func Allowed(handle string) bool { return handle != "" && Of(handle) == handle && !reserved[handle] }

// Of makes a handle from a name: its letters and digits in lower case, at most
// limits.HandleRunes less the room for a number, and between words one '.',
// or one '_' or '-' where the name has it. Apostrophes join. It is never empty.
func Of(name string) string {
	var b strings.Builder
	n := 0
	gap := rune(0) // what stands between the last letter and the next
	for _, r := range strings.ToLower(norm.NFKC.String(name)) {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || n > 0 && gap == 0 && unicode.IsMark(r)
		switch {
		case letter:
		case n == 0 || r == '\'' || r == '’':
			continue
		case r == '.' || r == '_' || r == '-':
			gap = r
			continue
		default:
			if gap == 0 {
				gap = '.'
			}
			continue
		}
		if gap != 0 {
			b.WriteRune(gap)
			n, gap = n+1, 0
		}
		b.WriteRune(r)
		if n++; n >= limits.HandleRunes-room {
			break
		}
	}
	if n == 0 {
		return nobody
	}
	return b.String()
}

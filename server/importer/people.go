package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// personID is the id of the person with that nick: the same in every import.
func personID(nick string) string {
	h := sha256.Sum256([]byte("person\x00" + nick))
	return hex.EncodeToString(h[:16])
}

// person returns the id of the person called nick, made if there is none.
func (w *writing) person(nick string) (string, error) {
	if id, ok := w.im.people[nick]; ok {
		return id, nil
	}
	if id, ok := w.people[nick]; ok {
		return id, nil
	}
	id := personID(nick)
	_, err := w.tx.Users().ByID(id)
	if errors.Is(err, store.ErrNotFound) {
		err = w.makePerson(id, nick)
	}
	if err != nil {
		return "", err
	}
	w.people[nick] = id
	return id, nil
}

func (w *writing) makePerson(id, nick string) error {
	handle, err := freeHandle(w.tx, nick)
	if err != nil {
		return err
	}
	w.report.People++
	return w.tx.Users().Create(store.User{
		User:    wire.User{ID: id, Handle: handle, Name: nick, Role: wire.RoleMember, Ghost: true},
		Created: w.now,
	})
}

// freeHandle returns the first of nick's handle, the same with 2, 3, 4 ... that
// nobody has.
func freeHandle(tx store.Tx, nick string) (string, error) {
	base := handleOf(nick)
	for n := 1; ; n++ {
		handle := base
		if n > 1 {
			handle = fmt.Sprint(base, "-", n)
		}
		if reserved[handle] {
			continue
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

// reserved handles name many people, or would seem to speak for the place.
var reserved = map[string]bool{
	"all": true, "here": true, "everyone": true, "channel": true, "room": true,
	"admin": true, "confab": true, "system": true,
}

// handleSpare is kept free at the end of a handle for what makes it unique.
const handleSpare = 8

// handleOf makes of a nick what a mention can name: letters and digits, with
// single '.', '_' and '-' inside.
func handleOf(nick string) string {
	var b strings.Builder
	n := 0
	gap := rune(0) // what stands between the last letter and the next
	for _, r := range strings.ToLower(norm.NFKC.String(nick)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (n == 0 || gap != 0 || !unicode.IsMark(r)) {
			switch {
			case n == 0:
			case r == '.' || r == '_' || r == '-':
				gap = r
			case gap == 0:
				gap = '-'
			}
			continue
		}
		if gap != 0 {
			b.WriteRune(gap)
			n, gap = n+1, 0
		}
		b.WriteRune(r)
		if n++; n >= limits.HandleRunes-handleSpare {
			break
		}
	}
	if n == 0 {
		return "someone"
	}
	return b.String()
}

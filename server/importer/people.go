package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// personID returns the id of the person with that nick, which is the same in
// every import.
func personID(nick string) string {
	h := sha256.Sum256([]byte("person\x00" + nick))
	return hex.EncodeToString(h[:16])
}

// person returns the id of the person called nick, who is created if they do not
// exist.
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
	named, err := handle.Free(w.tx, nick)
	if err != nil {
		return err
	}
	w.report.People++
	return w.tx.Users().Create(store.User{
		User:    wire.User{ID: id, Handle: named, Name: nick, Role: wire.RoleMember, Ghost: true},
		Created: w.now,
	})
}

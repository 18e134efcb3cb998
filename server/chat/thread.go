package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// canAnswer refuses a reply in the thread of the message at root if the member cannot read that, if it is a
// reply itself, or if it was deleted.
func canAnswer(tx store.Tx, m store.Member, root int64) error {
	old, err := message(tx, m, root)
	switch {
	case err != nil:
		return err
	case old.Thread > 0:
		return errReply
	case old.State != nil && old.State.Deleted:
		return errErased
	}
	return nil
}

// noThread is what a page is refused with: of a thread, if the store found none.
func noThread(f wire.Fetch, err error) error {
	if f.Thread > 0 && errors.Is(err, store.ErrNotFound) {
		return errNoMessage
	}
	return err
}

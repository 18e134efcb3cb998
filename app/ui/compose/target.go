package compose

import (
	"strconv"

	"github.com/confab/confab/app/ui/host"
)

// Target is what a composer writes to.
type Target struct {
	Room   string
	Thread int64 // the seq of the message that the thread hangs on; 0: the room itself
	Edit   int64 // the seq of the message that is changed; 0: a new one
}

// key is the target's name among the drafts. A room's is its id.
func (t Target) key() string {
	key := t.Room
	if t.Thread != 0 {
		key += "/t" + strconv.FormatInt(t.Thread, 10)
	}
	if t.Edit != 0 {
		key += "/e" + strconv.FormatInt(t.Edit, 10)
	}
	return key
}

// id makes the id of an element of the target's composer. The room's own has the
// names that the static page uses.
func (t Target) id(name string) string {
	if t.Thread == 0 {
		return name
	}
	return name + "-thread"
}

// fieldID is the id of the text field.
func (t Target) fieldID() string { return t.id(host.ComposerID) }

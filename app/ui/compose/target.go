package compose

import (
	"strconv"

	"github.com/confab/confab/app/draft"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
)

// Target is what a composer writes to.
type Target struct {
	Room   string
	Thread int64 // the seq of the message that the thread hangs on; 0: the room itself
}

// draft is what a new message, or the change of one with a name of nameOf, is kept as.
func (t Target) draft(edit string) draft.Target {
	return draft.Target{Room: t.Room, Thread: t.Thread, Edit: edit}
}

// nameOf names the message that is changed: by its seq, or by its cid while it waits to
// be sent.
func nameOf(it *state.Item) string {
	if it.Event.Seq > 0 {
		return strconv.FormatInt(it.Event.Seq, 10)
	}
	return it.Event.CID
}

// id makes the id of an element of the target's composer. The room's own has the
// names that the static page uses.
func (t Target) id(name string) string {
	if t.Thread == 0 {
		return name
	}
	return name + "-thread"
}

// thing is what changes when something else is to be seen of the target's composer.
func (t Target) thing() host.Thing { return host.Thing(t.id("compose")) }

// fieldID is the id of the text field.
func (t Target) fieldID() string { return t.id(host.ComposerID) }

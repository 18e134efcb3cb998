package store

import "github.com/confab/confab/shared/wire"

// Events are the rooms' logs. Where they are read, what an event answers is in
// its Quote, whose Text is all of the present text: how a quote looks is not the
// store's affair.
type Events interface {
	// Append gives e the next seq of its room, e.Seq, and stores it. Event (id),
	// Author, Kind and At are the caller's; so is Quote, which is not stored and
	// comes back with the Commit. ErrExists if (room, author, cid) is there already, after which
	// the function may go on; ErrNotFound if the room is not. If ReplyTo is a
	// message of the room, it counts one more reply, for good, and its State.V
	// becomes e.Seq. A message with Thread also does to that message what effect.Apply
	// says; ErrNotFound if there is none.
	Append(e *wire.Event) error
	// ByCID returns ErrNotFound if the author used no such cid in the room.
	// The Body of a message that was edited or deleted is the first text's
	// only as far as SameBody tells.
	ByCID(room, author, cid string) (wire.Event, error)
	// SameBody reports whether the event at seq was sent with this body, reply
	// and thread, whatever has become of it since.
	SameBody(room string, seq int64, body string, replyTo, thread int64) (bool, error)
	// Get returns one event as a Page shows it (present text, State).
	Get(room string, seq int64) (wire.Event, error)
	// After returns up to limit events of the log as logged, seq rising, from
	// after+1 on, with Quote filled in. Erased text is empty.
	After(room string, after int64, limit int) ([]wire.Event, error)
	// FirstAt returns the seq of the room's first event at the time at or later,
	// or the one after its last. Times are clocks': where they go back, it is one
	// of several such places.
	FirstAt(room string, at int64) (int64, error)
	// Page reads history: f.Limit visible events, with State and Quote, and the
	// Users they speak of, for somebody who may read from the seq since on. To
	// them the room begins there. [From, To] also covers the invisible events up to the
	// next visible one on either side, so From-1 and To+1 are where to go on.
	// ErrNotFound if there is no such room. With f.Thread it has the replies in the thread of that message, and
	// the message in Root; ErrNotFound if there is none, if it lies before since, or if it is a reply itself.
	Page(f wire.Fetch, since int64) (wire.Page, error)

	// Change does to the message at e.Target what e, which is already appended,
	// does to it, and to the message at e.Thread: from then on they are read as effect.Apply makes them.
	// ErrNotFound if the target is no message of the room or was erased.
	//
	// A deletion also removes the text and the mentions of the message from the
	// log, from its edits, and from everywhere else they were kept. What remains
	// is who sent it, when, what it answers (ReplyTo, Quote), and State{V,
	// Deleted, Replies, Thread}.
	Change(e wire.Event) error
	// Edits returns up to limit of the texts that the message at seq had, as they were
	// logged, the last first: its edits, and at the end the message. Before is the Seq
	// of the last one of the page before; 0: there was none. Erased text is empty.
	Edits(room string, seq, before int64, limit int) ([]wire.Event, error)
	// Marked returns up to limit messages of the room that bear the mark, as a
	// Page shows them but for whom they speak of: of those from the seq since on
	// the ones that were marked last, the last first. Before is the Seq of the
	// mark (wire.Mark) on the last one of the page before; 0: there was none.
	Marked(room, mark string, since, before int64, limit int) ([]wire.Event, error)
	// Replies counts, up to most, the replies after a seq in the thread of the message at root that were not erased.
	Replies(room string, root, after int64, most int) (int, error)
}

// InboxEntry is one entry of a person's own log as it is kept.
type InboxEntry struct {
	User string
	Useq int64
	Kind wire.InboxKind
	Room string
	Item string // InboxOwn: what has changed; Room is "" if it is of no room
	Seq  int64  // InboxRead: read up to
}

// Inbox is the people's own logs, compacted to the newest entry of each kind,
// room and item (InboxRoom and InboxLeft of a room replace each other).
type Inbox interface {
	// Put appends: gives e the person's next useq, replacing the older entry of
	// the same kind, room and item.
	Put(e *InboxEntry) error
	// After returns the entries beyond useq, rising.
	After(user string, useq int64) ([]InboxEntry, error)
	// Top returns the person's last useq; 0: none.
	Top(user string) (int64, error)
	// Tops is Top for many: those who have none are left out.
	Tops(users []string) (map[string]int64, error)
}

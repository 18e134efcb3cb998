package wire

// Send puts a message into a room. CID is an id that the client makes once, when the
// person presses Enter. A repeated Send with the same CID gets the first Ack again
// (Dup); with the same CID and another body it is refused (CodeCIDConflict).
type Send struct {
	Head
	CID      string   `json:"cid" is:"id"`
	Room     string   `json:"room" path:"room" is:"id"`
	Body     string   `json:"body" is:"caption"` // may be empty if there are Files
	ReplyTo  int64    `json:"reply_to,omitempty" is:"seq"`
	Files    []string `json:"files,omitempty" is:"id"`              // ids of finished uploads of the sender, at most limits.Files; each is sent once
	Captions []string `json:"captions,omitempty" is:"filecaptions"` // of Files, in their order; "": none. The last ones can be left out

	// Thread is the seq of a message of the room, itself no reply in a thread: this message is a reply under it,
	// which the room shows only if InRoom is set. ReplyTo is then a reply in the same thread.
	Thread int64 `json:"thread,omitempty" is:"seq"`
	InRoom bool  `json:"in_room,omitempty"`

	// FromRoom and FromSeq are the place of a message that the sender may read: this one forwards it, and Body is a
	// note, which may be empty. What is forwarded, with its files, becomes part of this message.
	FromRoom string `json:"from_room,omitempty" is:"id"`
	FromSeq  int64  `json:"from_seq,omitempty" is:"seq"`

	Poll *Poll `json:"poll,omitempty"` // what the message asks; Body is the question
}

// Forwarded is the Detail of a message that forwards another one: what that said then, and its place. A
// client names the room to those who are in it. The files are those of the message itself.
type Forwarded struct {
	Room   string `json:"from_room"`
	Seq    int64  `json:"from_seq"`
	Author string `json:"from_author"`
	At     int64  `json:"from_at"` // when it was sent, UTC milliseconds
	Body   string `json:"from_body,omitempty"`
}

// Edit changes the text of the message at Seq. Only its author may. If the text is
// the same as before, nothing changes, and the Ack has the seq of the last change.
type Edit struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" path:"seq" is:"seq"`
	Body string `json:"body" is:"caption"` // may be empty if the message has Files
}

// Delete erases the message at Seq. Its author, the room's host and the workspace's
// admins may. Deleting a deleted message again is acknowledged.
type Delete struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" path:"seq" is:"seq"`
}

// React adds (On) or removes the sender's Emoji on the message at Seq.
type React struct {
	Head
	Room  string `json:"room" path:"room" is:"id"`
	Seq   int64  `json:"seq" path:"seq" is:"seq"`
	Emoji string `json:"emoji" is:"emoji"`
	On    bool   `json:"on"`
}

// Ack says that a change is on disk. Seq is its position in the room's log.
type Ack struct {
	Head
	CID   string `json:"cid,omitempty"`
	Room  string `json:"room"`
	Seq   int64  `json:"seq"`
	Event string `json:"event,omitempty"`
	At    int64  `json:"at,omitempty"`
	Dup   bool   `json:"dup,omitempty"` // the command had been carried out before
}

// Read moves the sender's read marker forward to Seq. It never moves it back. Backs is how
// often the marker had been set back when the person read, as far as the client knew (in
// Room): if it has been set back since, nothing happens, because the person has said on
// another device that this is not read. Without Backs the marker moves in any case.
type Read struct {
	Head
	Room  string `json:"room" path:"room" is:"id"`
	Seq   int64  `json:"seq" is:"position"`
	Backs *int64 `json:"backs,omitempty"`
}

// Unread sets the sender's read marker before the message at Seq: it and what follows are
// unread again, on all their devices.
type Unread struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" is:"seq"`
}

// OK answers a command that returns nothing.
type OK struct {
	Head
	Dup bool `json:"dup,omitempty"` // the command had been carried out before
}

// Fetch asks for history: the newest Limit visible events before Before, or the
// oldest after After, or those around Around (half before it, half from it on), or
// those around the first event at the time At or later. If
// all four are zero, it asks for the newest. Limit 0 means limits.PageDefault; the
// maximum is limits.PageMax.
type Fetch struct {
	Head
	Room   string `json:"room" path:"room" is:"id"`
	Before int64  `json:"before,omitempty" query:"before" is:"seq"`
	After  int64  `json:"after,omitempty" query:"after" is:"seq"`
	Around int64  `json:"around,omitempty" query:"around" is:"seq"`
	At     int64  `json:"at,omitempty" query:"at" is:"seq"` // UTC milliseconds
	Limit  int    `json:"limit,omitempty" query:"limit" is:"page"`

	// Thread asks for the replies in the thread of the message at this seq, instead of what the room shows.
	Thread int64 `json:"thread,omitempty" query:"thread" is:"seq"`
}

// Page answers Fetch. It covers every seq from From to To: Events has all visible
// events among them in rising order, messages with their current text and State.
// AsOf is the room's top when the page was read: later events (seq > AsOf) still
// have to be applied to it. If From is 1, or the Since of the caller's Room, the
// page begins where the room begins for the caller. If To is AsOf or more, it
// reaches the end. For an empty room From is 1 and To is 0.
//
// A Page of a thread (Fetch.Thread) has all replies in it among the events from From
// to To, and no others; it begins where the thread begins if From is Thread+1. Root is
// the message under which they are.
type Page struct {
	Head
	Room   string  `json:"room"`
	Epoch  string  `json:"epoch"`
	From   int64   `json:"from"`
	To     int64   `json:"to"`
	AsOf   int64   `json:"as_of"`
	Events []Event `json:"events"`
	Users  []User  `json:"users,omitempty"` // all people whom the events refer to

	Thread int64  `json:"thread,omitempty"`
	Root   *Event `json:"root,omitempty"`
}

package wire

// Send puts a message into a room. CID is made once, when the person presses
// Enter, an id of shared/id; a Send repeated with the same CID is answered
// with the first Ack (Dup), with another body refused (CodeCIDConflict).
type Send struct {
	Head
	CID     string `json:"cid" is:"id"`
	Room    string `json:"room" path:"room" is:"id"`
	Body    string `json:"body" is:"body"`
	ReplyTo int64  `json:"reply_to,omitempty" is:"seq"`
}

// Edit gives the message at Seq another text. Author only. The same text
// again changes nothing and is acknowledged with the seq of the last change.
type Edit struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" path:"seq" is:"seq"`
	Body string `json:"body" is:"body"`
}

// Delete erases the message at Seq. Its author, the room's host, and the
// workspace's admins may. Deleting what is deleted is acknowledged.
type Delete struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" path:"seq" is:"seq"`
}

// React puts (On) or takes away the sender's Emoji on the message at Seq.
type React struct {
	Head
	Room  string `json:"room" path:"room" is:"id"`
	Seq   int64  `json:"seq" path:"seq" is:"seq"`
	Emoji string `json:"emoji" is:"emoji"`
	On    bool   `json:"on"`
}

// Ack says that a change is on disk. Seq is where it is in the room's log.
type Ack struct {
	Head
	CID   string `json:"cid,omitempty"`
	Room  string `json:"room"`
	Seq   int64  `json:"seq"`
	Event string `json:"event,omitempty"`
	At    int64  `json:"at,omitempty"`
	Dup   bool   `json:"dup,omitempty"` // it had been done before
}

// Read moves the sender's read marker forward to Seq; never back.
type Read struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" is:"position"`
}

// OK answers a command that has nothing to tell.
type OK struct {
	Head
	Dup bool `json:"dup,omitempty"` // it had been done before
}

// Fetch asks for history: the newest Limit visible events before Before, or
// the oldest after After, or those around Around (half before, half from it
// on). All zero: the newest. Limit 0 is limits.PageDefault, at most
// limits.PageMax.
type Fetch struct {
	Head
	Room   string `json:"room" path:"room" is:"id"`
	Before int64  `json:"before,omitempty" query:"before" is:"seq"`
	After  int64  `json:"after,omitempty" query:"after" is:"seq"`
	Around int64  `json:"around,omitempty" query:"around" is:"seq"`
	Limit  int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// Page answers Fetch. It covers every seq from From to To: Events are all the
// visible ones among them, rising, messages with their present text and State.
// AsOf is the room's top when it was read: whatever a later event (seq > AsOf)
// says still has to be applied to it. From 1, or the Since of the asker's Room,
// is the beginning; nothing before it is told. To of at least AsOf is the end.
// An empty room gives From 1, To 0.
type Page struct {
	Head
	Room   string  `json:"room"`
	Epoch  string  `json:"epoch"`
	From   int64   `json:"from"`
	To     int64   `json:"to"`
	AsOf   int64   `json:"as_of"`
	Events []Event `json:"events"`
	Users  []User  `json:"users,omitempty"` // everyone the events speak of
}

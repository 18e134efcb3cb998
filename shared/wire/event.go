package wire

// Kind says what happened in a room. A kind the client does not know is
// counted (its seq was used) and otherwise skipped.
type Kind string

// The kinds of room events. What each does to a message, and whether it has a row
// of its own in a timeline, is in shared/effect.
const (
	KindMessage  Kind = "message"
	KindEdit     Kind = "edit"     // Target's text is now Body
	KindDelete   Kind = "delete"   // Target is now a tombstone
	KindReaction Kind = "reaction" // Author put (On) or took away Emoji on Target
	KindPin      Kind = "pin"      // Author pinned (On) Target, or took its pin away
	KindMember   Kind = "member"   // User joined, left, was added or removed: Action
	KindRoom     Kind = "room"     // the room's name or topic is now Name, Topic; History, if it changed
	// KindHidden stands for a change to a message from before what the reader
	// may read (Room.Since): its seq was used, and nothing else of it is told.
	KindHidden Kind = "hidden"
)

// What a KindMember event says.
const (
	ActionJoined  = "joined"
	ActionLeft    = "left"
	ActionAdded   = "added"
	ActionRemoved = "removed"
)

// MentionAll stands in Mentions for everyone in the room (@all, @here).
const MentionAll = "all"

// Event is one entry of a room's log. Room and Seq place it; the other fields
// depend on Kind. In a replay and live it is what was logged; in a Page a
// message carries its present text and State instead.
type Event struct {
	Head
	Room   string `json:"room"`
	Seq    int64  `json:"seq"` // 1, 2, 3 ... without a gap in each room
	Event  string `json:"event"`
	Author string `json:"author"`
	CID    string `json:"cid,omitempty"`
	Kind   Kind   `json:"kind"`
	At     int64  `json:"at"`               // UTC milliseconds, for display only
	Target int64  `json:"target,omitempty"` // the seq of the message this changes

	Body     string   `json:"body,omitempty"`
	ReplyTo  int64    `json:"reply_to,omitempty"` // the seq of the message answered
	Mentions []string `json:"mentions,omitempty"` // ids of the people Body names, MentionAll for everyone; with KindEdit too

	Emoji  string `json:"emoji,omitempty"`
	On     bool   `json:"on,omitempty"`
	User   string `json:"user,omitempty"`
	Action string `json:"action,omitempty"`
	Name   string `json:"name,omitempty"`
	Topic  string `json:"topic,omitempty"`

	// With KindMember, of a private room: what User sees of before, with
	// HistoryFrom what was said from the time From on. With KindRoom: what
	// newcomers see from now on.
	History History `json:"history,omitempty"`
	From    int64   `json:"from,omitempty"` // UTC milliseconds

	Detail Detail `json:"detail,omitempty"` // what events of this kind alone have

	Quote *Quote `json:"quote,omitempty"` // with ReplyTo: what it answers, as it is now; absent if the reader may not read that
	State *State `json:"state,omitempty"` // what has changed since it was sent
}

// About is the seq of the message that e says something of beside itself: what
// it changes or quotes. 0: none.
func (e *Event) About() int64 {
	if e.Quote != nil {
		return e.ReplyTo
	}
	return e.Target
}

// Clip takes out of e, an event that somebody may read who reads from the seq
// since on, what it says of a message before that.
func (e *Event) Clip(since int64) {
	switch about := e.About(); {
	case about == 0 || about >= since:
	case e.Quote != nil:
		e.Quote = nil
	default:
		*e = Event{Head: e.Head, Room: e.Room, Seq: e.Seq, Event: e.Event, Kind: KindHidden, At: e.At}
	}
}

// Quote is the message that a reply answers, shortened to one line. Deleted
// means it is a tombstone; Text is then empty.
type Quote struct {
	Author  string `json:"author"`
	Text    string `json:"text,omitempty"`
	Deleted bool   `json:"deleted,omitempty"`
}

// State is what has become of a message since it was sent; absent when nothing
// has. V is the seq of the last event that changed it: an event with a seq of
// at most V is already contained.
type State struct {
	V         int64      `json:"v"`
	EditedAt  int64      `json:"edited_at,omitempty"` // UTC milliseconds; 0: never
	Deleted   bool       `json:"deleted,omitempty"`
	Reactions []Reaction `json:"reactions,omitempty"` // in the order of first use
	Replies   int        `json:"replies,omitempty"`
	Marks     []Mark     `json:"marks,omitempty"` // in the order in which they were put there
}

// Mark is something that was put on a message for everyone and can be taken away
// again, once of each sort.
type Mark struct {
	Mark string `json:"mark"` // of which sort
	By   string `json:"by"`   // who put it there
	At   int64  `json:"at"`   // UTC milliseconds
	Seq  int64  `json:"seq"`  // of the event that put it there
}

// Reaction is one emoji on a message and who put it there, in that order.
type Reaction struct {
	Emoji string   `json:"emoji"`
	Users []string `json:"users"`
}

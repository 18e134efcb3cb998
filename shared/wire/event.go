package wire

// Kind says what happened in a room. A client skips an event whose kind it does not
// know, but moves its cursor past the event's seq.
type Kind string

// The kinds of room events. What each does to a message, and whether it has a row
// of its own in a timeline, is in shared/effect.
const (
	KindMessage  Kind = "message"
	KindEdit     Kind = "edit"     // Target's text is now Body
	KindDelete   Kind = "delete"   // Target is now a tombstone
	KindReaction Kind = "reaction" // Author put (On) or took away Emoji on Target
	KindPin      Kind = "pin"      // Author pinned (On) Target, or took its pin away
	KindVote     Kind = "vote"     // what somebody chose in the poll of Target, or its end: Detail, see Ballot
	KindPreview  Kind = "preview"  // the previews of Target's links are now those in Detail, see Previews
	KindMember   Kind = "member"   // User joined, left, was added or removed: Action
	KindRoom     Kind = "room"     // the room's name or topic is now Name, Topic: Action says what changed; History, if it did
	// KindHidden stands for a change to a message that the reader may not read,
	// because it is before Room.Since: the event has its seq and nothing else.
	KindHidden Kind = "hidden"
)

// What a KindMember event says.
const (
	ActionJoined  = "joined"
	ActionLeft    = "left"
	ActionAdded   = "added"
	ActionRemoved = "removed" // also of a KindDelete: by somebody else than the message's author

	ActionNamed = "named" // of a KindRoom: only the name changed
	ActionTopic = "topic" // of a KindRoom: only the topic

	ActionPreviews = "previews" // of a KindRoom: only whether links are previewed, which is On
	ActionPicture  = "picture"  // of a KindRoom: only the picture, which is in Detail, see RoomDetail
	ActionRules    = "rules"    // of a KindRoom: only who may write and how often, which is in Detail, see RoomDetail
	ActionArchived = "archived" // of a KindRoom: only that the room is closed now
	ActionRestored = "restored" // of a KindRoom: only that it is open again
	ActionHost     = "host"     // of a KindRoom: User is a host from now on, or no longer one: On
	ActionPublic   = "public"   // of a KindRoom: the room is public now
	ActionPrivate  = "private"  // of a KindRoom: the room is private now
)

// MentionAll stands in Mentions for everyone in the room (@all, @here).
const MentionAll = "all"

// Event is one entry of a room's log. Room and Seq are its position; the other
// fields depend on Kind. Live and in a replay it is what was logged; in a Page a
// message has its current text and State instead.
type Event struct {
	Head
	Room   string `json:"room"`
	Seq    int64  `json:"seq"` // 1, 2, 3 and so on in each room, without gaps
	Event  string `json:"event"`
	Author string `json:"author"`
	CID    string `json:"cid,omitempty"`
	Kind   Kind   `json:"kind"`
	At     int64  `json:"at"`               // UTC milliseconds, for display only
	Target int64  `json:"target,omitempty"` // the seq of the message this changes

	Body     string   `json:"body,omitempty"`
	ReplyTo  int64    `json:"reply_to,omitempty"` // the seq of the message that this one answers
	Mentions []string `json:"mentions,omitempty"` // ids of the people that Body mentions, MentionAll for everyone; with KindEdit too
	Files    []File   `json:"files,omitempty"`    // that came with the message, in its order; Body is their caption
	// Thread is the seq of the message under which this one is a reply in the thread; with KindDelete, of the one
	// under which the erased message is. InRoom says that the reply is shown in the room too.
	Thread int64 `json:"thread,omitempty"`
	InRoom bool  `json:"in_room,omitempty"`

	Emoji  string `json:"emoji,omitempty"`
	On     bool   `json:"on,omitempty"`
	User   string `json:"user,omitempty"`
	Action string `json:"action,omitempty"`
	Name   string `json:"name,omitempty"`
	Topic  string `json:"topic,omitempty"`

	// With KindMember, in a private room: which earlier messages User sees;
	// HistoryFrom means those since the time From. With KindRoom: which earlier
	// messages newcomers see from now on.
	History History `json:"history,omitempty"`
	From    int64   `json:"from,omitempty"` // UTC milliseconds

	Detail Detail `json:"detail,omitempty"` // the fields that only events of this kind have

	Quote *Quote `json:"quote,omitempty"` // with ReplyTo: the answered message as it is now; absent if the reader may not read it
	State *State `json:"state,omitempty"` // what has changed since the message was sent
}

// About returns the seq of the message that e changes or quotes; 0: none.
func (e *Event) About() int64 {
	if e.Quote != nil {
		return e.ReplyTo
	}
	return e.Target
}

// Aside reports whether e is a reply that is shown in its thread only.
func (e *Event) Aside() bool { return e.Thread != 0 && !e.InRoom }

// Clip removes from e what a reader who may read from the seq since on must not
// learn: what e says about a message before that.
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
// means it is a tombstone; Text is then empty, as it is of a message that has files
// and no text.
type Quote struct {
	Author  string `json:"author"`
	Text    string `json:"text,omitempty"`
	Deleted bool   `json:"deleted,omitempty"`
}

// State is what has changed about a message since it was sent; it is absent if
// nothing has. V is the seq of the last event that changed it: events with a seq of
// at most V are already contained.
type State struct {
	V         int64      `json:"v"`
	EditedAt  int64      `json:"edited_at,omitempty"` // UTC milliseconds; 0: never
	Deleted   bool       `json:"deleted,omitempty"`
	DeletedBy string     `json:"deleted_by,omitempty"` // the id of who deleted it, if that was not its author
	Reactions []Reaction `json:"reactions,omitempty"`  // in the order of first use
	Replies   int        `json:"replies,omitempty"`
	Marks     []Mark     `json:"marks,omitempty"`    // in the order in which they were set
	Previews  []Preview  `json:"previews,omitempty"` // of links in the text, in its order
	Thread    *Thread    `json:"thread,omitempty"`   // what was said in its thread; absent if nothing is there
	Poll      *Tally     `json:"poll,omitempty"`     // what the poll that the message is has come to; absent: nobody has voted
}

// Mark is a mark that was set on a message for everyone and can be removed again. A
// message has each sort of mark at most once.
type Mark struct {
	Mark string `json:"mark"` // the sort of mark
	By   string `json:"by"`   // the id of the person who set it
	At   int64  `json:"at"`   // UTC milliseconds
	Seq  int64  `json:"seq"`  // of the event that set it
}

// Reaction is one emoji on a message. Users are the ids of some of the people who reacted
// with it, in the order in which they did, and at most limits.ReactionNames. Of more than
// these only Count tells; ListReactions has all of them.
type Reaction struct {
	Emoji string   `json:"emoji"`
	Count int      `json:"count"`        // how many people
	Me    bool     `json:"me,omitempty"` // whether the reader is among them
	Users []string `json:"users,omitempty"`
}

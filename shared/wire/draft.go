package wire

// ItemDraft is the item of the inbox entries that tell that a draft of the room has changed.
const ItemDraft = "draft"

// DraftSet keeps what a person has begun to write in a room or a thread for their other devices. Base is
// the Rev of the draft that the device knows; 0: it knows of none. If that is not the one that is kept, nothing is
// changed, and the answer has Conflict and the one that is kept, unless it is the same. An empty Body removes it.
// A person has at most limits.Drafts.
type DraftSet struct {
	Head
	Room    string `json:"room" path:"room" is:"id"`
	Thread  int64  `json:"thread,omitempty" is:"seq"` // the seq of the message that the thread is about
	Base    int64  `json:"base,omitempty" is:"position"`
	Body    string `json:"body,omitempty" is:"draft"`
	ReplyTo int64  `json:"reply_to,omitempty" is:"seq"`
}

// DraftList asks for the drafts of the person in the rooms that they are in, or in one room.
type DraftList struct {
	Head
	Room  string `json:"room,omitempty" query:"room" is:"id"`
	After string `json:"after,omitempty" query:"after" is:"after"`
}

// Draft is a message that was begun.
type Draft struct {
	Room    string `json:"room"`
	Thread  int64  `json:"thread,omitempty"`
	Rev     int64  `json:"rev"` // rises with each change; 0: there is no draft
	At      int64  `json:"at"`  // UTC milliseconds of the last change
	Body    string `json:"body"`
	ReplyTo int64  `json:"reply_to,omitempty"`
}

// DraftInfo answers DraftSet.
type DraftInfo struct {
	Head
	Draft    Draft `json:"draft"`
	Conflict bool  `json:"conflict,omitempty"`
	Dup      bool  `json:"dup,omitempty"`
}

// Drafts answers DraftList.
type Drafts struct {
	Head
	Drafts []Draft `json:"drafts"`
	Next   string  `json:"next,omitempty"`
}

// What was begun.
var (
	SetDraft = Command[*DraftSet, *DraftInfo]{
		Type: "draft.set", Answer: TypeOK, Method: "PUT", Path: "/rooms/{room}/draft",
		Doc: "Keep what you have begun to write in a room for your other devices.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListDrafts = Command[*DraftList, *Drafts]{
		Type: "draft.list", Answer: TypeOK, Method: "GET", Path: "/drafts",
		Doc: "List what you have begun to write.", Repeat: RepeatReads,
	}
)

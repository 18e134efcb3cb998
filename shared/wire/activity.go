package wire

// ItemActivity is the item of the inbox entries that tell that somebody named, answered or
// reacted to the person.
const ItemActivity = "activity"

// ActivityKind says what somebody did that concerns a person.
type ActivityKind string

// What it can be.
const (
	ActivityNamed    ActivityKind = "named"    // named them
	ActivityEveryone ActivityKind = "everyone" // addressed everyone in the room
	ActivityReply    ActivityKind = "reply"    // answered a message of theirs
	ActivityReaction ActivityKind = "reaction" // reacted to a message of theirs
)

// ActivityFilter says which entries are asked for.
type ActivityFilter string

// The filters. Without one all are meant.
const (
	FilterMentions  ActivityFilter = "mentions"
	FilterReplies   ActivityFilter = "replies"
	FilterReactions ActivityFilter = "reactions"
	FilterUnread    ActivityFilter = "unread"
)

// ActivityList asks for what concerns the person, the newest first.
type ActivityList struct {
	Head
	Filter ActivityFilter `json:"filter,omitempty" query:"filter" is:"filter"`
	After  int64          `json:"after,omitempty" query:"after" is:"position"`
	Limit  int            `json:"limit,omitempty" query:"limit" is:"page"`
}

// ActivityEntry is what somebody did. Of a message it has the beginning, as text without
// markup, so that a list needs nothing else. Where several reacted to a message there is one
// entry, the time of which is that of the last one.
type ActivityEntry struct {
	Num    int64        `json:"num"` // rises with each entry, and when somebody else reacts
	Kind   ActivityKind `json:"kind"`
	Room   string       `json:"room"`
	Seq    int64        `json:"seq"` // of the message that leads there
	At     int64        `json:"at"`  // UTC milliseconds
	Users  []string     `json:"users"`
	Count  int          `json:"count"`           // how many people; Users are the first of them
	Emoji  string       `json:"emoji,omitempty"` // the last one, of a reaction
	Text   string       `json:"text,omitempty"`  // of what somebody said
	Own    string       `json:"own,omitempty"`   // of the person's own message that they answered or reacted to
	Unread bool         `json:"unread,omitempty"`
}

// ActivityCounts are numbers of unread entries, up to limits.UnreadCount each.
type ActivityCounts struct {
	All       int `json:"all,omitempty"`
	Mentions  int `json:"mentions,omitempty"`
	Replies   int `json:"replies,omitempty"`
	Reactions int `json:"reactions,omitempty"`
}

// Activity answers ActivityList.
type Activity struct {
	Head
	Entries []ActivityEntry `json:"entries"`
	Users   []User          `json:"users,omitempty"` // everyone they speak of
	Unread  ActivityCounts  `json:"unread"`
	Next    int64           `json:"next,omitempty"` // the After of the next page; 0: this is the last
}

// ActivityRead marks the entry with a Num as read, or as unread. With All it is that one and
// all before it. An entry about a message is also read when the message is.
type ActivityRead struct {
	Head
	Num    int64 `json:"num" is:"position"`
	All    bool  `json:"all,omitempty"`
	Unread bool  `json:"unread,omitempty"`
}

// What concerns a person.
var (
	ListActivity = Command[*ActivityList, *Activity]{
		Type: "activity.list", Answer: TypeOK, Method: "GET", Path: "/activity",
		Doc: "List who named you, answered you or reacted to you, the newest first.", Repeat: RepeatReads,
	}
	ReadActivity = Command[*ActivityRead, *OK]{
		Type: "activity.read", Answer: TypeOK, Method: "POST", Path: "/activity/read",
		Doc: "Mark what concerns you as read.", Repeat: RepeatNumbered,
	}
)

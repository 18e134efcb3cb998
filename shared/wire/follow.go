package wire

// ItemThreads is the item of the inbox entries that tell that there is something new in the threads
// that the person follows, or that they follow others.
const ItemThreads = "threads"

// ThreadRef asks what the person has to do with a thread.
type ThreadRef struct {
	Head
	Room   string `json:"room" path:"room" is:"id"`
	Thread int64  `json:"thread" path:"thread" is:"seq"` // the seq of its root
}

// ThreadInfo answers ThreadRef.
type ThreadInfo struct {
	Head
	Followed bool  `json:"followed"`
	Read     int64 `json:"read,omitempty"` // up to which seq the person has read it, if they follow it
	Unread   bool  `json:"unread,omitempty"`
}

// ThreadFollow has the person follow a thread (On), or stop.
type ThreadFollow struct {
	Head
	Room   string `json:"room" path:"room" is:"id"`
	Thread int64  `json:"thread" path:"thread" is:"seq"`
	On     bool   `json:"on"`
}

// ThreadRead says up to which seq the person has read a thread. Of one that they do not follow nothing is kept.
type ThreadRead struct {
	Head
	Room   string `json:"room" path:"room" is:"id"`
	Thread int64  `json:"thread" path:"thread" is:"seq"`
	Seq    int64  `json:"seq" is:"seq"`
}

// ThreadsRead says that all threads are read whose newest reply is not newer than At.
type ThreadsRead struct {
	Head
	At int64 `json:"at" is:"position"` // UTC milliseconds
}

// ThreadList asks for the threads that the person follows: those with unread replies first, then the newest.
type ThreadList struct {
	Head
	Unread bool   `json:"unread,omitempty" query:"unread"` // only those
	After  string `json:"after,omitempty" query:"after" is:"after"`
	Limit  int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// ThreadSaid is how a message of a thread begins, as text without markup, so that a list needs nothing else.
type ThreadSaid struct {
	Seq     int64  `json:"seq"`
	At      int64  `json:"at"` // UTC milliseconds
	User    string `json:"user"`
	Text    string `json:"text,omitempty"`
	Deleted bool   `json:"deleted,omitempty"`
}

// FollowedThread is a thread that the person follows.
type FollowedThread struct {
	Room    string       `json:"room"`
	At      int64        `json:"at"`               // of the newest reply, in UTC milliseconds
	Read    int64        `json:"read"`             // up to which seq they have read it
	Unread  int          `json:"unread,omitempty"` // at most limits.UnreadCount
	Replies int          `json:"replies,omitempty"`
	Root    ThreadSaid   `json:"root"`
	Last    []ThreadSaid `json:"last,omitempty"` // the newest replies, at most two, the newest at the end
}

// Threads answers ThreadList.
type Threads struct {
	Head
	Threads []FollowedThread `json:"threads"`
	Users   []User           `json:"users,omitempty"`  // everyone they speak of
	Unread  int              `json:"unread,omitempty"` // in how many something is unread, at most limits.UnreadCount
	Next    string           `json:"next,omitempty"`   // the After of the next page; "": this is the last
}

// Following threads.
var (
	GetThread = Command[*ThreadRef, *ThreadInfo]{
		Type: "thread.get", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}/threads/{thread}",
		Doc: "See whether you follow a thread, and how far you have read it.", Repeat: RepeatReads,
	}
	FollowThread = Command[*ThreadFollow, *OK]{
		Type: "thread.follow", Answer: TypeOK, Method: "PUT", Path: "/rooms/{room}/threads/{thread}/follow",
		Doc: "Follow a thread, or stop following it.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ReadThread = Command[*ThreadRead, *OK]{
		Type: "thread.read", Answer: TypeOK, Method: "POST", Path: "/rooms/{room}/threads/{thread}/read",
		Doc: "Say how far you have read a thread.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListThreads = Command[*ThreadList, *Threads]{
		Type: "thread.list", Answer: TypeOK, Method: "GET", Path: "/threads",
		Doc: "List the threads that you follow, the unread ones first, then the newest.", Repeat: RepeatReads,
	}
	ReadThreads = Command[*ThreadsRead, *OK]{
		Type: "thread.read.all", Answer: TypeOK, Method: "POST", Path: "/threads/read",
		Doc: "Say that you have read all threads.", Repeat: RepeatNumbered,
	}
)

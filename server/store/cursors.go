package store

// Cursor is how far a follower (package follow) has come in a room's log.
type Cursor struct {
	Follower string
	Room     string
	Seq      int64 // everything up to here is done
	Tries    int   // how often what comes next has failed
	Due      int64 // it is not tried before that time, UTC milliseconds; 0: at once
}

// DeadEvent is an event that a follower gave up.
type DeadEvent struct {
	Follower string
	Room     string
	Seq      int64
	At       int64  // when it was given up, UTC milliseconds
	Error    string // of the last try
}

// Cursors are the followers' places in the rooms' logs.
type Cursors interface {
	// Get returns ErrNotFound if follower has no cursor in room.
	Get(follower, room string) (Cursor, error)
	// Range returns follower's cursors in the rooms whose ids are beyond after
	// and not beyond last.
	Range(follower, after, last string) ([]Cursor, error)
	// Create adds a cursor. ErrExists if there is one.
	Create(c Cursor) error
	// Move overwrites the cursor that stands at from. ErrExists if it does not
	// stand there any more, and nothing is written then: of two who did the same,
	// one may keep it. A cursor that is not there stands at 0.
	Move(c Cursor, from int64) error
	// Bury notes an event that was given up; a second time changes nothing.
	Bury(d DeadEvent) error
	// Dead returns up to limit of those, the newest first.
	Dead(limit int) ([]DeadEvent, error)
	// Forget removes at most so many of those given up before at, and reports
	// whether there may be more.
	Forget(at int64, most int) (more bool, err error)
}

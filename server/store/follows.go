package store

// Follow is what a person has to do with a thread: they follow it, or have said that they do not want to.
type Follow struct {
	User    string
	Room    string
	Thread  int64 // the seq of its root
	Stopped bool
	Read    int64 // up to which seq they have read it; when they stopped, the room's top at that time
	Last    int64 // the seq of the newest reply that was not erased; 0: there is none
	At      int64 // of that reply, in UTC milliseconds
}

// Unread reports whether there is a reply that the person has not read.
func (f *Follow) Unread() bool { return f.Last > f.Read }

// FollowPlace is where a list of followed threads continues: behind this one.
type FollowPlace struct {
	Unread bool
	At     int64
	Room   string
	Thread int64
}

// Follows are the threads that people follow. Last and At are kept by a follower of the logs (package activity). Only
// threads that their person may read are listed and counted.
type Follows interface {
	// Add has somebody follow a thread who has nothing to do with it yet, and reports whether that is so.
	// ErrNotFound if there is no such person.
	Add(f Follow) (bool, error)
	// Wrote has somebody follow a thread because they have written in it at f.Read, which they have read. It undoes a
	// stop from before that, and reports whether anything changed.
	Wrote(f Follow) (bool, error)
	// Choose stores whether somebody follows a thread (f.Stopped), and reports whether that is new.
	Choose(f Follow) (bool, error)
	// Get returns ErrNotFound if the person has nothing to do with the thread.
	Get(user, room string, thread int64) (Follow, error)
	// Said sets Last and At of a thread, for all who have to do with it, and returns those who follow it.
	Said(room string, thread, last, at int64) (users []string, err error)
	// Read moves how far a person has read a thread forward, and reports whether it did.
	Read(user, room string, thread, seq int64) (bool, error)
	// ReadAll does so to the end of all threads with an At of at most this.
	ReadAll(user string, at int64) (bool, error)
	// List returns up to limit threads that a person follows: the unread ones first, then the newest. after nil:
	// from the first one on.
	List(user string, unread bool, after *FollowPlace, limit int) ([]Follow, error)
	// Unread counts, up to most, the threads that a person follows with something unread in them.
	Unread(user string, most int) (int, error)
	// Trim removes what a person has to do with all threads but the newest.
	Trim(user string, keep int) error
}

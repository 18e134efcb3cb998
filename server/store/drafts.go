package store

// Draft is what a person has begun to write in a room or a thread of it.
type Draft struct {
	User    string
	Room    string
	Thread  int64 // the seq of the message that the thread is about; 0: the room
	Rev     int64
	At      int64 // UTC milliseconds of the last change
	Body    string
	ReplyTo int64
}

// Drafts are what people have begun to write. They stay when their person leaves the room.
type Drafts interface {
	// Put adds or overwrites the draft of a person in a room and a thread. ErrNotFound if there is no such
	// person.
	Put(d Draft) error
	// Get returns ErrNotFound if there is none. In an Update, others who get that person's drafts in one wait
	// until its end.
	Get(user, room string, thread int64) (Draft, error)
	// Remove returns ErrNotFound if there is none.
	Remove(user, room string, thread int64) error
	// List returns all of a person's, rooms and threads rising.
	List(user string) ([]Draft, error)
}

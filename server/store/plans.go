package store

import "github.com/confab/confab/shared/wire"

// Plan is something that the server does for a person at a time: it sends a message or
// reminds them. That time and the job that keeps it are for the rules to see to.
type Plan struct {
	User    string
	ID      string
	Deed    wire.Deed
	State   wire.LaterState
	Due     int64  // UTC milliseconds
	Zone    string // the time zone in which the time was named
	Room    string // "": a reminder that is about no room
	Seq     int64  // of the message that a reminder is about; 0: about none
	ReplyTo int64
	Thread  int64 // the message under which a message is sent as a reply; 0: none
	InRoom  bool  // and the room shows it too
	Body    string
	Files   string // JSON of the files of a message, as they were when it was planned; "": none
	Failed  string // JSON of why it could not be done; "": nothing was tried, or it was done
}

// Plans are what people have the server do at a time. They stay when their person leaves
// the room.
type Plans interface {
	// Put adds or overwrites a person's plan of that id. ErrNotFound if there is no such
	// person.
	Put(p Plan) error
	// Get returns ErrNotFound if the person has no such plan. In an Update others who get it
	// in one wait until its end.
	Get(user, id string) (Plan, error)
	// Remove returns ErrNotFound if the person has no such plan.
	Remove(user, id string) error
	// List returns all of a person's, those due first first.
	List(user string) ([]Plan, error)
	// Count returns how many a person has. In an Update, others who count that person's
	// wait until its end.
	Count(user string) (int, error)
}

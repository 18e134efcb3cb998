package store

// Departure is the last time that somebody left a room, or was taken out of it.
type Departure struct {
	Room string
	User string
	By   string // who did it: User themselves, if they left
	At   int64  // UTC milliseconds
}

// Departures are remembered beyond the membership that they ended, also when the
// person has come back: what was meant for them before is void.
type Departures interface {
	// Put overwrites the older departure. ErrNotFound if there is no such room.
	Put(d Departure) error
	// Get returns ErrNotFound if user never left room.
	Get(room, user string) (Departure, error)
}

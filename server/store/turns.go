package store

// TurnsKept is of how many lanes a holder's turns are remembered: those that
// were used last. A client has a handful at a time.
const TurnsKept = 64

// Turn is the last numbered command of a lane that was carried out or refused
// for good. Whatever bears its number or a smaller one and comes later is a
// repetition, or was overtaken.
type Turn struct {
	Holder   string // the session it came with, or the person if there is none
	Instance string // of the client, chosen by it
	Lane     string // the room that it is about; "": none
	Number   int64
	At       int64  // UTC milliseconds
	Code     string // why it was refused; "": it was carried out
	Seq      int64  // the event that it made, if any
	Ref      string // the id of what it made, or what it was refused with, as chat writes it
}

// Turns are the last turns of all lanes.
type Turns interface {
	// Last returns the last turn of a lane. In an Update the lane is kept from
	// others until its end. ErrNotFound if there was none.
	Last(holder, instance, lane string) (Turn, error)
	// Put makes t the last of its lane, for which Last was asked in the same
	// Update. If that is a new lane, those of the holder's that were not used
	// for longest are forgotten beyond TurnsKept.
	Put(t Turn) error
}

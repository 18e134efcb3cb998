package store

// SavedMessage is a message that somebody keeps for later. Whether they may still
// read it, and whether it was erased since, is asked of the room by whoever shows
// it: the text is not here.
type SavedMessage struct {
	User string
	Room string
	Seq  int64
	At   int64 // when it was saved, UTC milliseconds
	Done int64 // when it was done, UTC milliseconds; 0: it is to do
}

// SavedMessages are what people keep for later. They stay when their person
// leaves the room and when the message is erased. That there is such a message,
// and how many somebody may have, is for the rules to see to: Count, then Add, in
// one Update.
type SavedMessages interface {
	// Add saves a message. If it was saved already, added is false and nothing is
	// changed, At neither. ErrNotFound if there is no such person or room.
	Add(m SavedMessage) (added bool, err error)
	// Get returns ErrNotFound if the message is not saved.
	Get(user, room string, seq int64) (SavedMessage, error)
	// Tick changes Done. ErrNotFound if the message is not saved.
	Tick(user, room string, seq, done int64) error
	// Remove returns ErrNotFound if the message is not saved.
	Remove(user, room string, seq int64) error
	// List returns up to limit of user's that are done, those done last first, or that
	// are to do, those saved last first: of those after
	// last, the last one of the page before. The zero SavedMessage: the first page.
	List(user string, done bool, last SavedMessage, limit int) ([]SavedMessage, error)
	// Todo returns how many of user's are to do.
	Todo(user string) (int, error)
	// Count returns how many user has. In an Update, others who count user's wait
	// until its end.
	Count(user string) (int, error)
}

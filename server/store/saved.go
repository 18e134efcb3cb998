package store

// SavedMessage is a message that somebody keeps for later. Whether they may still
// read it, and whether it was erased since, is asked of the room by whoever shows
// it: the text is not here.
type SavedMessage struct {
	User string
	Room string
	Seq  int64
	At   int64 // when it was saved, UTC milliseconds
}

// SavedMessages are what people keep for later. They stay when their person
// leaves the room and when the message is erased. That there is such a message,
// and how many somebody may have, is for the rules to see to: Count, then Add, in
// one Update.
type SavedMessages interface {
	// Add saves a message. If it was saved already, added is false and nothing is
	// changed, At neither. ErrNotFound if there is no such person or room.
	Add(m SavedMessage) (added bool, err error)
	// Remove returns ErrNotFound if the message is not saved.
	Remove(user, room string, seq int64) error
	// List returns up to limit of user's, those saved last first: of those after
	// last, the last one of the page before. The zero SavedMessage: the first page.
	List(user string, last SavedMessage, limit int) ([]SavedMessage, error)
	// Count returns how many user has. In an Update, others who count user's wait
	// until its end.
	Count(user string) (int, error)
}

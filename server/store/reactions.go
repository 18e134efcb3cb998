package store

import "github.com/confab/confab/shared/wire"

// Reactions are the people who reacted to messages. What a message shows of them to
// everybody is kept with it (wire.State), so that a page with reactions of thousands
// costs no more than one with a few; putting and taking them away is Events.Change.
type Reactions interface {
	// Votes are what people chose in polls.
	Votes() Votes
	// Mine sets Me of the reactions to the messages es of a room for the person who
	// reads them.
	Mine(room, person string, es []wire.Event) error
	// Of returns up to limit of the people who reacted to a message with an emoji,
	// in the form that it has on the message, in the order in which they did: those of
	// whom Seq is beyond after.
	Of(room string, seq int64, emoji string, after int64, limit int) ([]Reactor, error)
}

// Reactor is somebody who reacted to a message.
type Reactor struct {
	User string
	Seq  int64 // of the event
}

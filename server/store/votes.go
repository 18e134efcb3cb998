package store

import "github.com/confab/confab/shared/wire"

// Votes are what people chose in polls, each once in each poll. Choices are a sum, as in wire.Ballot.
type Votes interface {
	// Of returns what somebody chose; 0: nothing.
	Of(room string, seq int64, user string) (choices int, err error)
	// Put replaces what somebody chose; 0 removes it. ErrNotFound if there is no such room.
	Put(room string, seq int64, user string, choices int) error
	// Drop removes all votes of a poll.
	Drop(room string, seq int64) error
	// Mine sets Me in the polls among es, messages of the room, to what somebody chose.
	Mine(room, user string, es []wire.Event) error
	// Who returns at most limit of those who chose something, by id, after one of them; 0 is the first choice.
	Who(room string, seq int64, choice int, after string, limit int) (users []string, err error)
}

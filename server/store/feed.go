package store

import "github.com/confab/confab/shared/wire"

// FeedEntry is something that somebody did and that concerns a person: they named them in a
// message, answered one of theirs, or reacted to one. What is said there is not here, and
// whether the person may read it is asked when it is shown.
type FeedEntry struct {
	User   string // whom it concerns
	Num    int64  // rises with each entry of theirs
	Kind   wire.ActivityKind
	Room   string
	Seq    int64 // of the message: a person has one entry about it
	Author string
	Emoji  string
	At     int64 // UTC milliseconds
	State  FeedState
	Unread bool // read only: State, or what is read in the room
}

// FeedState says whether an entry was read.
type FeedState int64

// The states. Whether a new one is unread depends on how far the room is read.
const (
	FeedNew FeedState = iota
	FeedRead
	FeedUnread // although it was read before
)

// Feed is what concerns people, kept by a follower of the logs (package activity). Only
// entries of rooms in which their person is are listed and counted.
type Feed interface {
	// Put adds an entry, as the person's newest: it sets e.Num. If there is one about the
	// message already, it is replaced if renew is set, and nothing happens otherwise. It
	// reports whether anything did. ErrNotFound if there is no such person.
	Put(e *FeedEntry, renew bool) (bool, error)
	// Drop removes the entry of a person about a message, Forget everybody's.
	Drop(user, room string, seq int64) error
	Forget(room string, seq int64) error
	// List returns up to limit entries of the kinds (all, if there are none), the newest
	// first: those with a Num below before, unless that is 0.
	List(user string, kinds []wire.ActivityKind, unread bool, before int64, limit int) ([]FeedEntry, error)
	// Unread counts a person's unread entries.
	Unread(user string) (map[wire.ActivityKind]int, error)
	// Mark gives an entry a state, or all with a Num up to this one.
	Mark(user string, num int64, all bool, state FeedState) error
	// Trim removes all entries of a person but the newest.
	Trim(user string, keep int) error
	// Follows are the threads that concern people.
	Follows() Follows
}

package state

import "github.com/confab/confab/shared/wire"

// The types below are the inputs of Apply for what happened on this device. Its other
// inputs are the server's objects: *wire.Welcome, *wire.Event, *wire.Inbox, *wire.Page,
// *wire.Presence, *wire.Typing, *wire.Users, *wire.RoomInfo, *wire.Emojis, *wire.Ack. Those about
// changes to messages are in change.go.

// Restored adds a room as it was stored on this device. Page may be nil; its AsOf is
// Info.Top.
type Restored struct {
	Info wire.Room
	Page *wire.Page
}

// RestoredSelf says to whom the stored state belongs.
type RestoredSelf struct {
	Me        wire.User
	Workspace string
	UserTop   int64
	Users     []wire.User
}

// Queued puts a message into the outbox, or updates its entry (Failed, or Pending
// again).
type Queued struct {
	CID     string
	Room    string
	Body    string
	ReplyTo int64
	Thread  int64 // the root of the thread that it is a reply in; 0: none
	InRoom  bool  // and the room shows it too
	Files   []wire.File
	Poll    *wire.Poll      // nil: it is no poll
	Forward *wire.Forwarded // what it forwards; nil: nothing
	At      int64           // when it was written, UTC milliseconds
	Fail    *wire.Error     // nil: waiting to be sent
}

// Discarded removes a message from the outbox.
type Discarded struct{ Room, CID string }

// Opened says that the person now looks at a room: the divider is set to where they had
// stopped reading.
type Opened struct{ Room string }

// Viewing says which seq the reader looks at; 0: the end.
type Viewing struct {
	Room   string
	Anchor int64
}

// Marked says that the person has read a room up to Seq.
type Marked struct {
	Room string
	Seq  int64
}

// SetBack says that the person wants the message at Seq, and what follows, to be unread. Until
// they open the room the next time, seeing it does not make it read.
type SetBack struct {
	Room string
	Seq  int64
}

// DividerGone removes the divider.
type DividerGone struct{ Room string }

// Loads says which part of a room is being fetched, and why the last fetch failed.
type Loads struct {
	Room    string
	Loading Loading
	Trouble *wire.Error
}

// Released drops the window of a room that the person does not look at.
type Released struct{ Room string }

// Tick removes typing notices and statuses of people that have expired.
type Tick struct{}

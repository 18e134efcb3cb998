package state

import "github.com/confab/confab/shared/wire"

// What Apply takes besides the server's objects (*wire.Welcome, *wire.Event,
// *wire.Inbox, *wire.Page, *wire.Presence, *wire.Typing, *wire.Users,
// *wire.RoomInfo, *wire.Ack): what happened on this device.

// Restored brings in a room as it was kept on this device. Page may be nil; its
// AsOf is Info.Top.
type Restored struct {
	Info wire.Room
	Page *wire.Page
}

// RestoredSelf brings in who the kept state belongs to.
type RestoredSelf struct {
	Me        wire.User
	Workspace string
	UserTop   int64
	Users     []wire.User
}

// Queued puts a message into the outbox, or brings its entry up to date
// (Failed, Pending again).
type Queued struct {
	CID     string
	Room    string
	Body    string
	ReplyTo int64
	At      int64       // when it was written, UTC milliseconds
	Fail    *wire.Error // nil: waiting to be sent
}

// Discarded takes a message out of the outbox.
type Discarded struct{ Room, CID string }

// Opened says that the person now looks at a room: the divider is put where
// they had stopped reading.
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

// DividerGone takes the divider down.
type DividerGone struct{ Room string }

// Loads says what of a room is being fetched, and what went wrong before.
type Loads struct {
	Room    string
	Loading Loading
	Trouble *wire.Error
}

// Released lets go of the window of a room nobody looks at.
type Released struct{ Room string }

// Tick takes down typing notices that are over.
type Tick struct{}

package host

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// Begun is a message that was begun.
type Begun struct {
	Room   string
	Thread int64 // the seq of the message that the thread is about; 0: none
	Text   string
	At     int64 // UTC milliseconds
}

// Verbs are what one feature asks of another without knowing it. The feature that can do it
// fills it in when it is made; a test of the page looks that none is missing.
type Verbs struct {
	// The page.
	Arrive    func(path string) // follows an address
	SignOut   func()
	Shortcuts func() // opens the list of keys
	// ClearDevice deletes what is kept on this device, and starts the page again.
	ClearDevice func(done func(error))

	// The composer of the room.
	Compose  func()                             // puts the focus into it
	Write    func(text string)                  // puts text at its caret
	Reply    func(*state.Item)                  // answers a message
	Edit     func(*state.Item)                  // changes a message
	Thread   func(*state.Item)                  // opens the thread under a message, or that it is in
	GoThread func(room string, root, seq int64) // opens a thread beside its room, at a reply if seq is not 0
	ToAnswer func()                             // goes to the newest message of the thread that is open
	HasDraft func(room string) bool
	Drafts   func() int        // how many there are
	Poll     func(room string) // asks the people of a room something

	// What was begun and is to be done later.
	Begun      func() []Begun                                          // the messages that were begun
	Remind     func(it *state.Item, at platform.Element)               // asks when to remind of a message
	SendLater  func(message wire.LaterAdd, button string, done func()) // asks when to send what is written
	PlanLater  func(what wire.LaterAdd, done func())                   // has something done later
	ChooseRoom func(do func(room string))                              // asks for a room

	// The timeline of the room.
	ToEnd   func()                          // goes to the newest message
	GoToDay func()                          // asks for a day and goes to it
	Editing func(message string, show bool) // marks the message that is being changed
	Reload  func()                          // tries again to load what could not be loaded

	Save func(*state.Item) // keeps a message for later

	// People.
	Person func(at platform.Element, user string) // shows the card of a person who is named somewhere
	Talk   func(wire.User)                        // opens the conversation with somebody
	Find   func()                                 // finds somebody to talk to
	Add    func(room wire.Room)                   // finds people to add to a room
	// AskStatus asks what the person is doing, ClearStatus ends that, and Status sets it as it is written behind /status.
	AskStatus, ClearStatus func()
	Pause                  func(until int64) // nothing disturbs the person until then; 0: what disturbs does so again
	Status                 func(said string, done func())

	// Rooms.
	Jump    func()               // opens the palette of everything
	Move    func(room wire.Room) // offers the sections of the list for a room
	ReadAll func()               // marks all rooms as read
	Browse  func()               // lists the public rooms
	NewRoom func()
	Invite  func(first bool)     // offers the invitation; first: right after the first run
	Join    func(room wire.Room) // enters a public room and opens it
	Leave   func(room wire.Room) // asks whether to leave a room
	Archive func(room wire.Room) // asks whether to close a room
	Raze    func(room wire.Room) // asks whether to delete a room for everybody
	// RoomMenu opens the menu of a room at a place of the page.
	RoomMenu func(room wire.Room, x, y float64)
	IsNew    func(room string) bool // others have brought the person in, who has not looked yet
}

package engine

import (
	"context"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// Options are what an engine needs from its environment. Dialer, Device and Client
// are required.
type Options struct {
	Dialer Dialer
	Device string // an id of shared/id, the same for all connections of one device
	Client string // name and version, for the server's log

	// Store stores records on the device. Nil: in memory, until Stop.
	Store Store
	// Unsure says that it is not known who is signed in: the content of the Store is
	// shown only after Device.Belongs was called. False: the person whose records
	// the Store has is signed in, unless Belongs says otherwise.
	Unsure bool
	// Lock makes sure that only one tab sends the outbox. Nil: this one does.
	Lock Lock
	// Channel notifies the other tabs. Nil: there are none.
	Channel Channel
	// Auth finds out whether the person is signed in, and renews the access token if
	// that is needed and possible. It returns an error if the server does not answer.
	// It is called after a failed handshake, because a browser does not say why it
	// failed, and before dialling if the last good answer is some minutes old, or if
	// Unsure is set and Belongs has not been called. Nil: always signed in.
	Auth func(ctx context.Context) (signedIn bool, err error)
	// OnChange is called with what has changed; see Concurrency in the package's
	// documentation. It may be nil.
	OnChange func(state.Changes)
	// Rand returns a number in [0, 1) for jitter. Nil: math/rand/v2.
	Rand func() float64
	// Unacked is how many messages to one room may be unanswered at once, at most
	// limits.UnackedSends. 0: one, which keeps the order even if the server asks to
	// send one again later. Load generators use more.
	Unacked int
	// Trace has functions for tests and measurements.
	Trace Trace
}

// Trace is a set of functions that the loop calls; each may be nil. They must not block
// and must not keep their arguments.
type Trace struct {
	Welcome func(*wire.Welcome)
	Ready   func()
	Event   func(*wire.Event) // an event was applied; in order, none twice
	Ack     func(*wire.Ack)   // of a Send
	Nack    func(*wire.Nack)  // of a Send
	Lost    func(error)       // a connection ended
}

// Dialer opens connections to the server's socket.
type Dialer interface {
	// Dial returns after the handshake.
	Dial(ctx context.Context) (Conn, error)
}

// Conn is one WebSocket connection. Read and Write may be called at the same
// time, each by one goroutine.
type Conn interface {
	// Read returns the next text frame; it may be used until the next Read.
	Read(ctx context.Context) ([]byte, error)
	// Write sends one text frame; it must not keep the slice.
	Write(ctx context.Context, frame []byte) error
	// Close ends the connection without waiting for the other side; Read and
	// Write then return errors.
	Close(code int, reason string) error
}

// Record is an entry of a Store.
type Record struct{ Key, Value string }

// Store stores records by key on the device. One goroutine makes all calls. The
// engine's keys are short ASCII strings.
type Store interface {
	// All returns the records whose key begins with prefix, sorted by key.
	All(ctx context.Context, prefix string) ([]Record, error)
	// Get returns the value of a key, or "" if there is none.
	Get(ctx context.Context, key string) (string, error)
	// Write puts some records and deletes others, all or nothing. They are on disk
	// when it returns nil. Deleting a record that does not exist is not an error.
	Write(ctx context.Context, put []Record, delete []string) error
	// Clear deletes everything.
	Clear(ctx context.Context) error
}

// Lock waits until this tab holds the named lock, which all tabs share; with steal it
// takes the lock from the tab that holds it. lost is closed if another tab takes the
// lock. release gives it up; it must be called once, also after lost.
type Lock func(ctx context.Context, name string, steal bool) (lost <-chan struct{}, release func(), err error)

// Channel carries short texts between the tabs of this device.
type Channel interface {
	// Say sends text to the other tabs, not to this one.
	Say(text string)
	// Listen registers a function that is called with the texts of other tabs, until
	// stop is called.
	Listen(func(text string)) (stop func())
}
